using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>Sixty-four octets of a text, taken into their halves once for all tables.</summary>
internal readonly struct OctetBlock
{
    internal const int Size = 64;
    private const byte HalfMask = 15;

    /// <param name="text">At least <see cref="Size"/> octets from <paramref name="at"/>, or it throws.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal OctetBlock(ReadOnlySpan<byte> text, int at)
    {
        var octets = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(text.Slice(at, Size)));
        LowHalves = octets & Vector512.Create(HalfMask);
        HighHalves = (octets.AsUInt16() >>> 4).AsByte() & Vector512.Create(HalfMask);
    }

    internal Vector512<byte> LowHalves { get; }

    internal Vector512<byte> HighHalves { get; }

    /// <summary>Whether none is outside ASCII.</summary>
    internal bool IsAscii
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.LessThanAll(HighHalves, Vector512.Create((byte)8));
    }

    /// <summary>The places where any bit is set, the first the lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong PlacesOf(Vector512<byte> groups) =>
        ~Vector512.Equals(groups, Vector512<byte>.Zero).ExtractMostSignificantBits();
}
