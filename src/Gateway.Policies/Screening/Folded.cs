namespace Gateway.Policies.Screening;

/// <summary>What a character is to a detector.</summary>
internal enum FoldedKind : byte
{
    /// <summary>Ends a number: punctuation, ideographs, everything not named below.</summary>
    Hard,

    /// <summary>One to three ASCII digits.</summary>
    Digit,

    /// <summary>One to three ASCII letters.</summary>
    Letter,

    /// <summary>Not seen: zero-width, control, combining.</summary>
    Void,

    /// <summary>Seen and taken out: space, dash, middle dot.</summary>
    Space,

    /// <summary>A line break: taken out too, but in a whole document it also ends a row.</summary>
    Line,
}

/// <summary>One character after folding: its kind and the ASCII it stands for, packed to fit a table.</summary>
internal readonly record struct Folded(uint Packed)
{
    internal static Folded Of(FoldedKind kind, ReadOnlySpan<char> ascii)
    {
        var packed = (uint)kind << 24;
        for (var i = 0; i < ascii.Length; i++)
        {
            packed |= (uint)ascii[i] << (8 * i);
        }

        return new(packed);
    }

    internal FoldedKind Kind => (FoldedKind)(Packed >> 24);

    /// <summary>The first ASCII character, 0 where there is none.</summary>
    internal byte First => (byte)(Packed & 0xFF);

    internal byte Second => (byte)((Packed >> 8) & 0xFF);

    internal byte Third => (byte)((Packed >> 16) & 0xFF);

    internal bool IsGap => Kind >= FoldedKind.Void;

    /// <summary>
    /// Outside ASCII: read as a digit or letters of ASCII, or not seen at all, so that a text with it in it is not what
    /// its bytes are.
    /// </summary>
    internal bool IsHidden => Kind is FoldedKind.Digit or FoldedKind.Letter or FoldedKind.Void;

    internal bool IsAlphanumeric => Kind is FoldedKind.Digit or FoldedKind.Letter;
}
