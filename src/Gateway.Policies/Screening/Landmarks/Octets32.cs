using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>Thirty-two octets, on every machine: one with narrower registers does it in parts.</summary>
internal readonly struct Octets32(Vector256<byte> octets) : IOctets<Octets32>
{
    private const byte HalfMask = 15;

    private readonly Vector256<byte> _octets = octets;

    public static int Size => Vector256<byte>.Count;

    public bool IsAscii
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _octets.ExtractMostSignificantBits() == 0;
    }

    public Octets32 LowHalves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => this & HalfMask;
    }

    public Octets32 HighHalves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new Octets32((_octets.AsUInt16() >>> 4).AsByte()) & HalfMask;
    }

    public ulong Places
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ~Vector256.Equals(_octets, Vector256<byte>.Zero).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 Load(ReadOnlySpan<byte> text, int at) =>
        new(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(text.Slice(at, Size))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 LookUp(in NibbleTable.Row row, Octets32 halves) =>
        new(Avx2.IsSupported
            ? Avx2.Shuffle(row.Half, halves._octets)
            : Vector256.Create(
                Vector128.Shuffle(row.Quarter, halves._octets.GetLower()),
                Vector128.Shuffle(row.Quarter, halves._octets.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 operator &(Octets32 octets, byte bits) => new(octets._octets & Vector256.Create(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 operator &(Octets32 left, Octets32 right) => new(left._octets & right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets32 operator |(Octets32 left, Octets32 right) => new(left._octets | right._octets);
}
