using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Gateway.Policies.Formats;

//
//  GB18030
//
//  References:
//
//      GB 18030-2022 - Information technology: Chinese coded character set
//
//  Shape:
//
//      00-7F; 81-FE then 40-7E or 80-FE; or 81-FE, 30-39, 81-FE, 30-39, of which the first 39,420 are the rest of the
//      basic plane and those from 90308130 on the other planes, to E3329A35.
//
//  Rules and detectors work on UTF-8; this is the way there and back. The structure is checked here, so that a byte
//  that is nothing is a refusal and never a replacement character.
//
internal static class Gb18030
{
    private const int MaxLength = 4;
    private const int Block = 4096;
    private const int BasicPlane = 39_420;
    private const int OtherPlanes = 189_000;
    private const int LastCodePoint = OtherPlanes + 0x100000;

    // The platform's own, asked directly: registering it would open every code page to the whole process.
    private static readonly Encoding Platform = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? throw new PlatformNotSupportedException("the runtime has no GB18030");

    /// <summary>How much of the bytes are whole characters; fewer than four may then be the start of one.</summary>
    /// <param name="isBroken">True where what follows can be no character, whatever comes behind it.</param>
    internal static int ValidPrefix(ReadOnlySpan<byte> bytes, out bool isBroken)
    {
        var at = 0;
        isBroken = false;
        while (at < bytes.Length)
        {
            at += bytes[at..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F) is var ascii and >= 0
                ? ascii
                : bytes.Length - at;
            if (at == bytes.Length)
            {
                break;
            }

            var length = LengthOf(bytes[at..]);
            if (length <= 0)
            {
                isBroken = length < 0;
                break;
            }

            at += length;
        }

        return at;
    }

    /// <summary>Adds whole characters, checked before, as UTF-8.</summary>
    internal static void Decode(ReadOnlySpan<byte> bytes, PooledList<byte> utf8)
    {
        if (Ascii.IsValid(bytes))
        {
            bytes.CopyTo(utf8.Extend(bytes.Length));
            return;
        }

        var decoder = Platform.GetDecoder();
        var chars = ArrayPool<char>.Shared.Rent(Block);
        while (!bytes.IsEmpty)
        {
            var block = bytes[..Math.Min(bytes.Length, Block / 2)];
            decoder.Convert(block, chars, flush: false, out var used, out var made, out _);
            bytes = bytes[used..];
            var text = chars.AsSpan(0, made);
            Encoding.UTF8.GetBytes(text, utf8.Extend(Encoding.UTF8.GetByteCount(text)));
        }

        ArrayPool<char>.Shared.Return(chars, clearArray: true);
    }

    /// <summary>Writes UTF-8 in this charset.</summary>
    internal static void Write(ReadOnlySpan<byte> utf8, ref OutputWriter output)
    {
        if (Ascii.IsValid(utf8))
        {
            output.Write(utf8);
            return;
        }

        Span<char> chars = stackalloc char[Block / 8];
        while (!utf8.IsEmpty)
        {
            Utf8.ToUtf16(utf8, chars, out var read, out var made, replaceInvalidSequences: false);
            output.Commit(Platform.GetBytes(chars[..made], output.Reserve(made * MaxLength)));
            utf8 = utf8[read..];
        }

        chars.Clear();
    }

    // 0: it may go on behind the bytes; below 0: it is none.
    private static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (!IsLead(bytes[0]))
        {
            return -1;
        }

        if (bytes.Length < 2)
        {
            return 0;
        }

        if (!IsDigit(bytes[1]))
        {
            return bytes[1] is >= 0x40 and <= 0xFE and not 0x7F ? 2 : -1;
        }

        if ((bytes.Length > 2 && !IsLead(bytes[2])) || (bytes.Length > 3 && !IsDigit(bytes[3])))
        {
            return -1;
        }

        if (bytes.Length < MaxLength)
        {
            return 0;
        }

        var number = ((((((bytes[0] - 0x81) * 10) + bytes[1] - 0x30) * 126) + bytes[2] - 0x81) * 10) + bytes[3] - 0x30;
        return number is < BasicPlane or (>= OtherPlanes and < LastCodePoint) ? MaxLength : -1;
    }

    private static bool IsLead(byte value) => value is >= 0x81 and <= 0xFE;

    private static bool IsDigit(byte value) => value is >= 0x30 and <= 0x39;
}
