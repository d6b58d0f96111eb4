using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>Thirty-two octets, on every machine: one with narrower registers does it in parts.</summary>
internal readonly struct Octets32(Vector256<byte> octets) : IOctets<Octets32>
{
    private readonly Vector256<byte> _octets = octets;

    public static int Size => Vector256<byte>.Count;

    public bool IsAscii
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _octets.ExtractMostSignificantBits() == 0;
    }

    public ulong Empty
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Equals(_octets, Vector256<byte>.Zero).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 Load(ref readonly byte text, nuint at) => new(Vector256.LoadUnsafe(in text, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Octets32 In(in NibbleTable table)
    {
        var half = Vector256.Create((byte)15);
        var (low, high) = (_octets & half, (_octets.AsUInt16() >>> 4).AsByte() & half);
        return new Octets32(Avx2.IsSupported
            ? Avx2.Shuffle(table.Low.GetLower(), low) & Avx2.Shuffle(table.High.GetLower(), high)
            : InParts(table.Low, low) & InParts(table.High, high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 operator &(Octets32 octets, byte bits) => new(octets._octets & Vector256.Create(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 operator &(Octets32 left, Octets32 right) => new(left._octets & right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 operator |(Octets32 left, Octets32 right) => new(left._octets | right._octets);

    private static Vector256<byte> InParts(Vector512<byte> row, Vector256<byte> halves) => Vector256.Create(
        Vector128.Shuffle(row.GetLower().GetLower(), halves.GetLower()),
        Vector128.Shuffle(row.GetLower().GetLower(), halves.GetUpper()));
}
