namespace Gateway.Policies.Screening;

/// <summary>
/// Tells whether a marker that is left when all layers of escapes are decoded begins one more. What is written deeper
/// than anyone looks is not read, so it must not leave (screen.depth).
/// </summary>
internal static class DeepEscapes
{
    /// <param name="marker">The character, as the last layer left it.</param>
    /// <param name="behind">What follows it: a copy, so that nothing is taken from the reader.</param>
    internal static bool Begins(int marker, Units behind) => marker switch
    {
        '%' => AreHex(ref behind, 2),
        '&' => IsReference(ref behind),
        _ => IsBackslash(ref behind),
    };

    // Two backslashes alone stand for one and hide nothing: a row of them is drawn, not encoded.
    private static bool IsBackslash(ref Units units)
    {
        if (!units.Next(out var kind))
        {
            return false;
        }

        return kind.Scalar switch
        {
            'u' => units.Next(out var first)
                && (first.Scalar == '{' || (IsHex(first.Scalar) && AreHex(ref units, 3))),
            'x' => AreHex(ref units, 2),
            'U' => AreHex(ref units, 8),
            '\\' => false,
            _ => Escapes.IsShort(kind.Scalar),
        };
    }

    private static bool IsReference(ref Units units)
    {
        if (!units.Next(out var unit))
        {
            return false;
        }

        if (unit.Scalar == '#')
        {
            return units.Next(out var digit)
                && (IsDigit(digit.Scalar) || (digit.Scalar is 'x' or 'X' && AreHex(ref units, 1)));
        }

        Span<char> name = stackalloc char[NamedReferences.MaxName];
        for (var i = 0; i < name.Length && unit.Scalar < 0x80 && char.IsAsciiLetterOrDigit((char)unit.Scalar); i++)
        {
            name[i] = (char)unit.Scalar;
            if (units.Next(out unit) && unit.Scalar == ';')
            {
                return NamedReferences.Knows(name[..(i + 1)]);
            }
        }

        return false;
    }

    private static bool AreHex(ref Units units, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!units.Next(out var unit) || !IsHex(unit.Scalar))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDigit(int scalar) => scalar is >= '0' and <= '9';

    private static bool IsHex(int scalar) => scalar < 0x80 && char.IsAsciiHexDigit((char)scalar);
}
