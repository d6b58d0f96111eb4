using System.Runtime.CompilerServices;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>Some octets of a text, taken into their halves once for all tables.</summary>
/// <typeparam name="TOctets">How many at once.</typeparam>
internal readonly struct OctetBlock<TOctets>
    where TOctets : struct, IOctets<TOctets>
{
    /// <param name="text">So many octets from <paramref name="at"/>, or it throws.</param>
    /// <param name="at">The first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal OctetBlock(ReadOnlySpan<byte> text, int at)
    {
        var octets = TOctets.Load(text, at);
        IsAscii = octets.IsAscii;
        LowHalves = octets.LowHalves;
        HighHalves = octets.HighHalves;
    }

    internal TOctets LowHalves { get; }

    internal TOctets HighHalves { get; }

    /// <summary>Whether none is outside ASCII.</summary>
    internal bool IsAscii { get; }
}
