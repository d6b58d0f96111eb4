namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// As many octets of a text as a register of the machine takes. Who maps a text is written once, for any width: what
/// the compiler makes of a register that the machine does not have goes through memory.
/// </summary>
/// <remarks>
/// Few members, each of them plain instructions: there is a limit to what is compiled into one loop, and what is
/// beyond it becomes calls.
/// </remarks>
internal interface IOctets<TSelf>
    where TSelf : struct, IOctets<TSelf>
{
    /// <summary>How many: a divisor of <see cref="LandmarkMap.BlockSize"/>.</summary>
    static abstract int Size { get; }

    /// <summary>Whether none is outside ASCII.</summary>
    bool IsAscii { get; }

    /// <summary>The places where no bit is set, the first the lowest.</summary>
    ulong Empty { get; }

    /// <param name="text">INVARIANT: there are <see cref="Size"/> octets from <paramref name="at"/>.</param>
    /// <param name="at">The first.</param>
    static abstract TSelf Load(ref readonly byte text, nuint at);

    /// <summary>The groups of a table each octet is in, a bit each.</summary>
    TSelf In(in NibbleTable table);

    /// <summary>Only these bits of each.</summary>
    static abstract TSelf operator &(TSelf octets, byte bits);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);
}
