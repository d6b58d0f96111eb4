using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>Sixty-four octets, for machines that have such registers (AVX-512); others take their time.</summary>
internal readonly struct Octets64(Vector512<byte> octets) : IOctets<Octets64>
{
    private readonly Vector512<byte> _octets = octets;

    internal static bool IsSupported => Avx512BW.IsSupported;

    public static int Size => Vector512<byte>.Count;

    public bool IsAscii
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _octets.ExtractMostSignificantBits() == 0;
    }

    public ulong Empty
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Equals(_octets, Vector512<byte>.Zero).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 Load(ref readonly byte text, nuint at) => new(Vector512.LoadUnsafe(in text, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Octets64 In(in NibbleTable table)
    {
        var half = Vector512.Create((byte)15);
        var (low, high) = (_octets & half, (_octets.AsUInt16() >>> 4).AsByte() & half);
        return new Octets64(Avx512BW.IsSupported
            ? Avx512BW.Shuffle(table.Low, low) & Avx512BW.Shuffle(table.High, high)
            : InParts(table.Low, low) & InParts(table.High, high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 operator &(Octets64 octets, byte bits) => new(octets._octets & Vector512.Create(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 operator &(Octets64 left, Octets64 right) => new(left._octets & right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 operator |(Octets64 left, Octets64 right) => new(left._octets | right._octets);

    // The halves are all below sixteen, and the row is the same four times over.
    private static Vector512<byte> InParts(Vector512<byte> row, Vector512<byte> halves) =>
        Vector512.Shuffle(row, halves);
}
