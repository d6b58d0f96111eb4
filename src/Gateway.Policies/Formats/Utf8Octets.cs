using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;

namespace Gateway.Policies.Formats;

//
//  Whether octets are UTF-8, thirty-two at a time
//
//  References:
//
//      RFC 3629 - UTF-8, a transformation format of ISO 10646, section 4 (the syntax of octet sequences)
//      J. Keiser, D. Lemire - Validating UTF-8 in less than one instruction per byte (2021), section 6: two octets
//          in a row are wrong together in eight ways, and each way is a bit in three tables of sixteen
//
//  The platform's own goes through what is not ASCII character by character; ends are left to it.
//
internal static class Utf8Octets
{
    private const int Block = 32;
    private const int LongestBegun = 3;
    private const byte FirstTail = 0x80;
    private const byte FirstLead = 0xC0;
    private const byte FirstOfThree = 0xE0;
    private const byte FirstOfFour = 0xF0;

    // The ways in which an octet is wrong behind the one before it.
    private const byte TooShort = 1;        // 11______ 0_______, 11______ 11______
    private const byte TooLong = 1 << 1;    // 0_______ 10______
    private const byte Overlong3 = 1 << 2;  // 11100000 100_____
    private const byte TooLarge = 1 << 3;   // 11110100 1001____, 11110100 101_____, 11110101 and above 10______
    private const byte Surrogate = 1 << 4;  // 11101101 101_____
    private const byte Overlong2 = 1 << 5;  // 1100000_ 10______
    private const byte Overlong4 = 1 << 6;  // 11110000 1000____; above 11110100 also too large
    private const byte TwoTails = 1 << 7;   // 10______ 10______: right only where a longer character stands before
    private const byte Any = TooShort | TooLong | TwoTails;

    private static Vector128<byte> FirstHigh => Vector128.Create(
        TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong,
        TwoTails, TwoTails, TwoTails, TwoTails,
        TooShort | Overlong2, TooShort, TooShort | Overlong3 | Surrogate, TooShort | TooLarge | Overlong4);

    private static Vector128<byte> FirstLow => Vector128.Create(
        Any | Overlong3 | Overlong2 | Overlong4, Any | Overlong2, Any, Any,
        Any | TooLarge, Any | TooLarge | Overlong4, Any | TooLarge | Overlong4, Any | TooLarge | Overlong4,
        Any | TooLarge | Overlong4, Any | TooLarge | Overlong4, Any | TooLarge | Overlong4,
        Any | TooLarge | Overlong4, Any | TooLarge | Overlong4, Any | TooLarge | Overlong4 | Surrogate,
        Any | TooLarge | Overlong4, Any | TooLarge | Overlong4);

    private static Vector128<byte> SecondHigh => Vector128.Create(
        TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
        TooLong | Overlong2 | TwoTails | Overlong3 | Overlong4,
        TooLong | Overlong2 | TwoTails | Overlong3 | TooLarge,
        TooLong | Overlong2 | TwoTails | Surrogate | TooLarge,
        TooLong | Overlong2 | TwoTails | Surrogate | TooLarge,
        TooShort, TooShort, TooShort, TooShort);

    /// <summary>True where the octets are UTF-8 from the first to the last; where there are none, too.</summary>
    internal static bool IsValid(ReadOnlySpan<byte> text)
    {
        if (!Avx2.IsSupported || text.Length < Block)
        {
            return Utf8.IsValid(text);
        }

        var wrong = WrongAtStart(text);
        var at = Block;
        while (at <= text.Length - Block)
        {
            wrong |= WrongAt(text, at);
            var isAscii = IsAscii(text, at);
            at += Block;
            if (isAscii)
            {
                // ASCII behind ASCII cannot be wrong.
                at = SkipAscii(text, at);
            }
        }

        return wrong == Vector256<byte>.Zero && Utf8.IsValid(text[(at - Begun(text[..at]))..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipAscii(ReadOnlySpan<byte> text, int at)
    {
        unchecked
        {
            while (at <= text.Length - (2 * Block)
                && ((Load(text, at) | Load(text, at + Block)) & Vector256.Create(FirstTail)) == Vector256<byte>.Zero)
            {
                at += 2 * Block;
            }

            return at;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Load(ReadOnlySpan<byte> text, int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAscii(ReadOnlySpan<byte> text, int at) => Load(text, at).ExtractMostSignificantBits() == 0;

    // Nothing stands before the first octet, which is as good as ASCII.
    private static Vector256<byte> WrongAtStart(ReadOnlySpan<byte> text)
    {
        Span<byte> padded = stackalloc byte[LongestBegun + Block];
        padded[..LongestBegun].Clear();
        text[..Block].CopyTo(padded[LongestBegun..]);
        return WrongAt(padded, LongestBegun);
    }

    // Not zero where one of these octets is wrong behind the three before it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> WrongAt(ReadOnlySpan<byte> text, int at)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var end = (nuint)at;
        var octets = Vector256.LoadUnsafe(ref first, end);
        var last = Vector256.LoadUnsafe(ref first, end - 1);
        var pair = Sort(FirstHigh, High(last)) & Sort(FirstLow, last & Low) & Sort(SecondHigh, High(octets));

        // Two tails in a row are right, and then must be, behind the beginning of a character of three or four.
        var isThird = Vector256.SubtractSaturate(
            Vector256.LoadUnsafe(ref first, end - 2), Vector256.Create((byte)(FirstOfThree - FirstTail)));
        var isFourth = Vector256.SubtractSaturate(
            Vector256.LoadUnsafe(ref first, end - 3), Vector256.Create((byte)(FirstOfFour - FirstTail)));
        return pair ^ ((isThird | isFourth) & Vector256.Create(TwoTails));
    }

    private static Vector256<byte> Low => Vector256.Create((byte)0x0F);

    private static Vector256<byte> High(Vector256<byte> octets) => (octets.AsUInt16() >>> 4).AsByte() & Low;

    // A wide shuffle works on each half alone.
    private static Vector256<byte> Sort(Vector128<byte> table, Vector256<byte> halves) =>
        Avx2.Shuffle(Vector256.Create(table, table), halves);

    // How many octets at the end belong to a character that may go on.
    private static int Begun(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= LongestBegun; back++)
        {
            if (text[^back] >= FirstLead)
            {
                return back;
            }
        }

        return 0;
    }
}
