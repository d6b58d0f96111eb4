using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// Sorts octets into up to eight groups by their two halves, sixty-four at a time: a bit of the result is set where
/// both halves are in its group. A machine with narrower registers does it in parts.
/// </summary>
internal readonly struct NibbleTable
{
    private readonly Vector512<byte> _low;
    private readonly Vector512<byte> _high;

    /// <param name="low">What each of the sixteen lower halves may belong to.</param>
    /// <param name="high">The same of the upper halves.</param>
    internal NibbleTable(ReadOnlySpan<byte> low, ReadOnlySpan<byte> high)
    {
        _low = Repeated(low);
        _high = Repeated(high);
    }

    /// <summary>A table in which each group of octets is a bit, the first the lowest.</summary>
    internal static NibbleTable Of(IEnumerable<byte[]> groups)
    {
        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        foreach (var (bit, group) in groups.Index())
        {
            foreach (var octet in group)
            {
                low[octet & 15] |= (byte)(1 << bit);
                high[octet >> 4] |= (byte)(1 << bit);
            }
        }

        return new NibbleTable(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<byte> Groups(in OctetBlock octets) =>
        Shuffle(_low, octets.LowHalves) & Shuffle(_high, octets.HighHalves);

    // A wide shuffle works on each sixteen octets alone.
    private static Vector512<byte> Repeated(ReadOnlySpan<byte> table)
    {
        var half = Vector256.Create(Vector128.Create(table), Vector128.Create(table));
        return Vector512.Create(half, half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Shuffle(Vector512<byte> table, Vector512<byte> halves)
    {
        if (Avx512BW.IsSupported)
        {
            return Avx512BW.Shuffle(table, halves);
        }

        var (lower, upper) = (halves.GetLower(), halves.GetUpper());
        return Avx2.IsSupported
            ? Vector512.Create(Avx2.Shuffle(table.GetLower(), lower), Avx2.Shuffle(table.GetLower(), upper))
            : Vector512.Create(Narrow(table.GetLower(), lower), Narrow(table.GetLower(), upper));
    }

    private static Vector256<byte> Narrow(Vector256<byte> table, Vector256<byte> halves) => Vector256.Create(
        Vector128.Shuffle(table.GetLower(), halves.GetLower()), Vector128.Shuffle(table.GetLower(), halves.GetUpper()));
}
