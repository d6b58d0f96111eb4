using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>Sixty-four octets, for machines that have such registers (AVX-512); others take their time.</summary>
internal readonly struct Octets64(Vector512<byte> octets) : IOctets<Octets64>
{
    private const byte HalfMask = 15;

    private readonly Vector512<byte> _octets = octets;

    internal static bool IsSupported => Avx512BW.IsSupported;

    public static int Size => Vector512<byte>.Count;

    public bool IsAscii
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _octets.ExtractMostSignificantBits() == 0;
    }

    public Octets64 LowHalves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => this & HalfMask;
    }

    public Octets64 HighHalves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new Octets64((_octets.AsUInt16() >>> 4).AsByte()) & HalfMask;
    }

    public ulong Places
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ~Vector512.Equals(_octets, Vector512<byte>.Zero).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 Load(ReadOnlySpan<byte> text, int at) =>
        new(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(text.Slice(at, Size))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 LookUp(in NibbleTable.Row row, Octets64 halves) =>
        new(Avx512BW.IsSupported
            ? Avx512BW.Shuffle(row.Wide, halves._octets)
            : Vector512.Shuffle(row.Wide, halves._octets));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 operator &(Octets64 octets, byte bits) => new(octets._octets & Vector512.Create(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 operator &(Octets64 left, Octets64 right) => new(left._octets & right._octets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Octets64 operator |(Octets64 left, Octets64 right) => new(left._octets | right._octets);
}
