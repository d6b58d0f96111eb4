using System.Runtime.Intrinsics;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// Sorts octets into up to eight groups by their two halves: an octet is in those that both of its halves say.
/// </summary>
internal readonly struct NibbleTable
{
    /// <summary>What each of the sixteen lower halves may belong to, four times: a wide shuffle works on each sixteen
    /// octets alone.</summary>
    internal readonly Vector512<byte> Low;

    /// <summary>The same of the upper halves.</summary>
    internal readonly Vector512<byte> High;

    /// <param name="low">What each of the sixteen lower halves may belong to.</param>
    /// <param name="high">The same of the upper halves.</param>
    internal NibbleTable(ReadOnlySpan<byte> low, ReadOnlySpan<byte> high) =>
        (Low, High) = (FourTimes(Vector128.Create(low)), FourTimes(Vector128.Create(high)));

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

    private static Vector512<byte> FourTimes(Vector128<byte> row) =>
        Vector512.Create(Vector256.Create(row, row), Vector256.Create(row, row));
}
