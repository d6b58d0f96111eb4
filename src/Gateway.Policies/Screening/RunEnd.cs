namespace Gateway.Policies.Screening;

/// <summary>What stands after a run of digits: a check character, a bracket, or a sign that it is a decimal.</summary>
/// <param name="Letter">The letter that follows, 0 for none; it may be a check character.</param>
/// <param name="StandsAlone">Whether no letter or digit follows that letter.</param>
/// <param name="IsApart">Whether something was taken out between the digits and what follows.</param>
/// <param name="LetterEnd">Where that letter ends.</param>
/// <param name="Bracketed">The one character in brackets that follows, 0 for none.</param>
/// <param name="BracketEnd">Where the brackets end.</param>
/// <param name="IsDecimal">A point or an exponent with digits follows.</param>
internal readonly record struct RunEnd(
    byte Letter, bool StandsAlone, bool IsApart, int LetterEnd, byte Bracketed, int BracketEnd, bool IsDecimal)
{
    // Enough for "( 3 )" however it is escaped; what is further away belongs to something else.
    private const int MaxLook = 12;
    private const int MaxTag = 128;
    private const int CharacterDataLength = 9;

    /// <summary>Reads what follows from the character that ended the run.</summary>
    internal static RunEnd Read(ReadOnlySpan<byte> utf8, int at, bool isApart, ref long steps)
    {
        var units = new Units(utf8, at);
        var end = !units.Next(out var first) ? default : FoldTable.Of(first.Scalar) switch
        {
            { Kind: FoldedKind.Letter } letter => AfterLetter(ref units, letter, first),
            { First: (byte)'(' or (byte)'[' or (byte)'{' } => InBrackets(ref units),
            { First: (byte)'.' } => new RunEnd { IsDecimal = NextIsDigit(ref units) },
            _ => default,
        };
        steps += units.Steps;
        return end with { IsApart = isApart };
    }

    private static RunEnd AfterLetter(ref Units units, Folded letter, Unit place)
    {
        var next = units.Next(out var unit) ? FoldTable.Of(unit.Scalar) : default;
        var isExponent = (letter.First | 0x20) == 'e' && (next.Kind == FoldedKind.Digit
            || (unit.Scalar is '+' or '-' && NextIsDigit(ref units)));
        return new RunEnd
        {
            Letter = letter.Second == 0 ? letter.First : (byte)0,
            StandsAlone = !next.IsAlphanumeric,
            LetterEnd = place.End,
            IsDecimal = isExponent,
        };
    }

    private static RunEnd InBrackets(ref Units units)
    {
        var check = NextSeen(ref units, out var unit) ? FoldTable.Of(unit.Scalar) : default;
        if (!check.IsAlphanumeric || check.Second != 0)
        {
            return default;
        }

        // "A123456(3" is what is left of a number when somebody cut it: the second bracket may be missing.
        var hasMore = NextSeen(ref units, out var close);
        var closing = hasMore ? FoldTable.Of(close.Scalar) : default;
        var isClosed = closing.First is (byte)')' or (byte)']' or (byte)'}';
        return closing.IsAlphanumeric
            ? default
            : new RunEnd { Bracketed = check.First, BracketEnd = isClosed ? close.End : unit.End };
    }

    private static bool NextSeen(ref Units units, out Unit unit)
    {
        for (var i = 0; i < MaxLook && units.Next(out unit); i++)
        {
            var isMarkup = unit.Scalar is '<' or ']' && TrySkipMarkup(unit.Scalar, ref units);
            if (!isMarkup && !FoldTable.Of(unit.Scalar).IsGap)
            {
                return true;
            }
        }

        unit = default;
        return false;
    }

    // To the end of the tag, or of "<![CDATA[" at its second bracket, or of "]]>".
    private static bool TrySkipMarkup(int first, ref Units units)
    {
        for (var i = 1; i < MaxTag && units.Next(out var unit); i++)
        {
            if (unit.Scalar == '>' || (first == '<' && unit.Scalar == '[' && i == CharacterDataLength - 1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NextIsDigit(ref Units units) =>
        units.Next(out var unit) && FoldTable.Of(unit.Scalar).Kind == FoldedKind.Digit;
}
