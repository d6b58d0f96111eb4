using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// Sorts bytes into up to eight groups by their two halves, as many at a time as the machine takes: a bit of the
/// result is set where both halves are in its group.
/// </summary>
internal readonly struct NibbleTable
{
    private const byte LowHalf = 15;

    private readonly Vector256<byte> _low;
    private readonly Vector256<byte> _high;

    internal NibbleTable(ReadOnlySpan<byte> low, ReadOnlySpan<byte> high)
    {
        // Both halves of the wide register hold the same table: a wide shuffle works on each half alone.
        _low = Vector256.Create(Vector128.Create(low), Vector128.Create(low));
        _high = Vector256.Create(Vector128.Create(high), Vector128.Create(high));
    }

    internal static bool IsWide => Avx2.IsSupported;

    internal Vector256<byte> Wide(ReadOnlySpan<byte> text, int at)
    {
        var bytes = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)at);
        return Avx2.Shuffle(_low, bytes & Vector256.Create(LowHalf))
            & Avx2.Shuffle(_high, (bytes.AsUInt16() >>> 4).AsByte() & Vector256.Create(LowHalf));
    }

    /// <summary>Whether any of these bytes is outside ASCII.</summary>
    internal static bool HasHigh(ReadOnlySpan<byte> text, int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)at).ExtractMostSignificantBits() != 0;

    internal Vector128<byte> Narrow(ReadOnlySpan<byte> text, int at)
    {
        var bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)at);
        return Vector128.ShuffleNative(_low.GetLower(), bytes & Vector128.Create(LowHalf))
            & Vector128.ShuffleNative(_high.GetLower(), bytes >>> 4);
    }
}
