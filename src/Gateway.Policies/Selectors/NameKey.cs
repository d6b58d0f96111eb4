using System.Buffers.Binary;
using System.Numerics;

namespace Gateway.Policies.Selectors;

/// <summary>
/// A 64-bit summary of a member name: equal names have equal keys. Unequal names may share one (a stranger can
/// choose them so), therefore a key only says where to look, and the bytes decide.
/// </summary>
internal static class NameKey
{
    private const int Word = sizeof(ulong);

    /// <summary>The key of <c>text[start .. start + length]</c>; reads past the name where the text goes on.</summary>
    internal static ulong Of(ReadOnlySpan<byte> text, int start, int length)
    {
        if (length > Word)
        {
            var head = BinaryPrimitives.ReadUInt64LittleEndian(text.Slice(start, Word));
            var tail = BinaryPrimitives.ReadUInt64LittleEndian(text.Slice(start + length - Word, Word));
            return Mix(head, tail, length);
        }

        if (length == 0)
        {
            return 0;
        }

        return start <= text.Length - Word
            ? BinaryPrimitives.ReadUInt64LittleEndian(text.Slice(start, Word))
                & (ulong.MaxValue >> (64 - (8 * length)))
            : Short(text.Slice(start, length));
    }

    /// <summary>
    /// The top bits of the key's product with a large odd constant: <paramref name="bits"/> of them.
    /// </summary>
    internal static int Bucket(ulong key, int bits)
    {
        unchecked
        {
            return (int)((key * 0x9E3779B97F4A7C15UL) >> (64 - bits));
        }
    }

    private static ulong Mix(ulong head, ulong tail, int length)
    {
        unchecked
        {
            return (head ^ BitOperations.RotateLeft(tail * 0xD6E8FEB86659FD93UL, 29)) + ((ulong)length << 56);
        }
    }

    private static ulong Short(ReadOnlySpan<byte> name)
    {
        var key = 0UL;
        for (var i = name.Length - 1; i >= 0; i--)
        {
            key = (key << 8) | name[i];
        }

        return key;
    }
}
