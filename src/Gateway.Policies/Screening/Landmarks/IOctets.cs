namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// As many octets of a text as a register of the machine takes. Who maps a text is written once, for any width: what
/// the compiler makes of a register that the machine does not have goes through memory.
/// </summary>
internal interface IOctets<TSelf>
    where TSelf : struct, IOctets<TSelf>
{
    /// <summary>How many: a divisor of <see cref="LandmarkMap.BlockSize"/>.</summary>
    static abstract int Size { get; }

    /// <summary>Whether none is outside ASCII.</summary>
    bool IsAscii { get; }

    /// <summary>The lower four bits of each.</summary>
    TSelf LowHalves { get; }

    /// <summary>The upper four bits of each, as a number.</summary>
    TSelf HighHalves { get; }

    /// <summary>The places where any bit is set, the first the lowest.</summary>
    ulong Places { get; }

    /// <param name="text">At least <see cref="Size"/> octets from <paramref name="at"/>, or it throws.</param>
    /// <param name="at">The first.</param>
    static abstract TSelf Load(ReadOnlySpan<byte> text, int at);

    /// <summary>What stands in a table of sixteen for each of these halves.</summary>
    static abstract TSelf LookUp(in NibbleTable.Row row, TSelf halves);

    /// <summary>Only these bits of each.</summary>
    static abstract TSelf operator &(TSelf octets, byte bits);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);
}
