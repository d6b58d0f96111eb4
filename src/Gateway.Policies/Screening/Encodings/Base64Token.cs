using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Gateway.Policies.Screening.Encodings;

//
//  Base64 inside a text
//
//  References:
//
//      RFC 4648, sections 4 and 5 - both alphabets; RFC 2045 section 6.8 - broken into lines
//
//  Shape:
//
//      Sixteen characters or more of either alphabet, padded or not, one capital at least (three digits in a row always
//      make one). What it stands for is looked into where it begins like text. A path or a date may stand in front
//      ("/files/MTEw..."): where the whole is no text, the parts between '/', '-', '_' and '+' are tried.
//
internal static class Base64Token
{
    internal const int MinLength = 16;

    /// <summary>Encodings within encodings are followed this deep; one more refuses (screen.depth).</summary>
    internal const int MaxDepth = 4;

    private const int Beginning = 64;
    private const int MinLine = 60;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    private static readonly SearchValues<byte> Joints = SearchValues.Create("/-_+="u8);

    internal static bool Is(byte value) => Alphabet.Contains(value);

    /// <summary>Whether as many characters of the alphabet as make a token begin at a place.</summary>
    internal static bool BeginsAt(ReadOnlySpan<byte> text, int at) =>
        text.Length - at >= MinLength && !text.Slice(at, MinLength).ContainsAnyExcept(Alphabet);

    /// <summary>The characters of the alphabet around a place, broken lines joined.</summary>
    internal static (int First, int End) Around(ReadOnlySpan<byte> text, int at, int floor)
    {
        var first = text[floor..at].LastIndexOfAnyExcept(Alphabet) + 1 + floor;
        var end = at;
        while (true)
        {
            var line = text[end..].IndexOfAnyExcept(Alphabet);
            end = line < 0 ? text.Length : end + line;
            var isBroken = line >= MinLine && text[end] is (byte)'\n' or (byte)'\r';
            var next = isBroken && text[end..].StartsWith("\r\n"u8) ? end + 2 : end + 1;
            if (!isBroken || next >= text.Length || !Is(text[next]))
            {
                return (first, end);
            }

            end = next;
        }
    }

    /// <summary>Screens what a token stands for; findings are at the token's place. Returns how many.</summary>
    internal static int Screen(
        Screener screener,
        ReadOnlySpan<byte> token,
        int depth,
        ICollection<Finding> findings,
        int origin,
        out long steps)
    {
        steps = 0;
        if (token.Length < MinLength || !token.ContainsAnyInRange((byte)'A', (byte)'Z'))
        {
            return 0;
        }

        if (TryScreen(screener, token, depth, findings, origin, ref steps) is var whole and >= 0)
        {
            return whole;
        }

        var found = 0;
        for (var at = 0; at < token.Length;)
        {
            var joint = token[at..].IndexOfAny(Joints);
            var length = joint < 0 ? token.Length - at : joint;
            if (length >= MinLength && length < token.Length)
            {
                var part = token.Slice(at, length);
                found += Math.Max(0, TryScreen(screener, part, depth, findings, origin + at, ref steps));
            }

            at += length + 1;
        }

        return found;
    }

    // -1 where it is no encoding of a text.
    private static int TryScreen(
        Screener screener,
        ReadOnlySpan<byte> token,
        int depth,
        ICollection<Finding> findings,
        int origin,
        ref long steps)
    {
        Span<byte> beginning = stackalloc byte[Beginning];
        if (!TryDecode(token[..Math.Min(token.Length, Beginning)], beginning, out var written)
            || !IsText(beginning[..written]))
        {
            return -1;
        }

        if (depth >= MaxDepth)
        {
            // Too deep to say what it holds, so it must be surely text: a number alone reads as an encoding too.
            if (!Utf8.IsValid(beginning[..written]))
            {
                return -1;
            }

            findings.Add(new Finding(DetectorKind.Depth, origin, token.Length, 1));
            return 1;
        }

        var room = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            steps += token.Length;
            if (!TryDecode(token, room, out written))
            {
                return -1;
            }

            var inside = new List<Finding>();
            screener.ScreenInside(room.AsSpan(0, written), inside, depth + 1, ref steps);
            foreach (var finding in inside)
            {
                findings.Add(finding with { Offset = origin, Length = token.Length });
            }

            return inside.Count;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(room.AsSpan(0, written));
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    // Only whole groups of four, and what is left of the last; both alphabets, line breaks passed over.
    private static bool TryDecode(ReadOnlySpan<byte> token, Span<byte> target, out int written)
    {
        written = 0;
        var room = ArrayPool<byte>.Shared.Rent(token.Length);
        var count = 0;
        foreach (var value in token)
        {
            if (value is (byte)'=' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            room[count++] = value == '+' ? (byte)'-' : value == '/' ? (byte)'_' : value;
        }

        // One character alone is six bits: no byte.
        count -= count % 4 == 1 ? 1 : 0;
        var status = Base64Url.DecodeFromUtf8(room.AsSpan(0, count), target, out _, out written);
        if (status == OperationStatus.InvalidData)
        {
            status = Base64Url.DecodeFromUtf8(room.AsSpan(0, count / 4 * 4), target, out _, out written);
        }

        CryptographicOperations.ZeroMemory(room.AsSpan(0, count));
        ArrayPool<byte>.Shared.Return(room);
        return status == OperationStatus.Done && written > 0;
    }

    // Text has no control characters but the three of its lines; one in five runs of random bytes has none either, and
    // is then looked into for nothing.
    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if ((value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0)) || value == 0x7F)
            {
                return false;
            }
        }

        return true;
    }
}
