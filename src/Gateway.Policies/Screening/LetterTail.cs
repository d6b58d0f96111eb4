namespace Gateway.Policies.Screening;

/// <summary>The one or two letters an identifier may begin with: the last two letters before a number.</summary>
internal struct LetterTail
{
    private int _count;

    internal byte Last { get; private set; }

    internal byte Before { get; private set; }

    internal int LastStart { get; private set; }

    internal int BeforeStart { get; private set; }

    /// <summary>Whether the last letter begins something: no letter or digit stands directly before it.</summary>
    internal bool LastOpens { get; private set; }

    internal bool BeforeOpens { get; private set; }

    /// <summary>Whether something was taken out between the two letters.</summary>
    internal bool IsSplit { get; private set; }

    internal readonly bool HasTwo => _count > 1;

    /// <summary>Whether a number that comes now could be an identifier with these letters.</summary>
    internal readonly bool MayBegin => _count > 0 && (LastOpens || (HasTwo && BeforeOpens));

    internal void Add(byte letter, int start, bool afterGap, bool afterAlphanumeric)
    {
        Before = Last;
        BeforeStart = LastStart;
        BeforeOpens = LastOpens;
        Last = letter;
        LastStart = start;
        LastOpens = afterGap || !afterAlphanumeric;
        IsSplit = afterGap;
        _count = Math.Min(_count + 1, 2);
    }

    internal void Clear() => this = default;
}
