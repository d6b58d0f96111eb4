using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// Sorts octets into up to eight groups by their two halves, a register at a time: a bit of the result is set where
/// both halves are in its group.
/// </summary>
internal readonly struct NibbleTable
{
    private readonly Row _low;
    private readonly Row _high;

    /// <param name="low">What each of the sixteen lower halves may belong to.</param>
    /// <param name="high">The same of the upper halves.</param>
    internal NibbleTable(ReadOnlySpan<byte> low, ReadOnlySpan<byte> high)
    {
        _low = new Row(Vector128.Create(low));
        _high = new Row(Vector128.Create(high));
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
    internal TOctets Groups<TOctets>(in OctetBlock<TOctets> octets)
        where TOctets : struct, IOctets<TOctets> =>
        TOctets.LookUp(in _low, octets.LowHalves) & TOctets.LookUp(in _high, octets.HighHalves);

    /// <summary>What is said of each of sixteen halves, as often as a register takes it.</summary>
    internal readonly struct Row(Vector128<byte> row)
    {
        // A wide shuffle works on each sixteen octets alone.
        internal Vector512<byte> Wide { get; } =
            Vector512.Create(Vector256.Create(row, row), Vector256.Create(row, row));

        internal Vector256<byte> Half => Wide.GetLower();

        internal Vector128<byte> Quarter => Wide.GetLower().GetLower();
    }
}
