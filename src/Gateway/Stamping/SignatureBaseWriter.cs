using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Gateway.Stamping;

/// <summary>Writes one signature base into a pooled buffer that is large enough from the start.</summary>
internal sealed class SignatureBaseWriter(int valueLength) : IDisposable
{
    // The identifiers, parameters, numbers and nonce of either leg come to less than 700 bytes.
    private const int FixedLength = 1024;

    // RFC 9421 section 2.1: no line break and nothing beyond ASCII. Other controls have no business in a field.
    internal static readonly SearchValues<char> Signable = SearchValues.Create(
        "\t !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(checked(valueLength + FixedLength));
    private int _length;

    internal ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    private Span<byte> Free => _buffer.AsSpan(_length);

    /// <summary>One component: its identifier with colon and space, its value, a line feed.</summary>
    internal void Line(ReadOnlySpan<byte> identifier, string value)
    {
        Literal(identifier);
        Text(value);
        Literal("\n"u8);
    }

    internal void Literal(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Free);
        _length += bytes.Length;
    }

    /// <exception cref="UnsignableMessageException">Not ASCII, or with a control character.</exception>
    internal void Text(ReadOnlySpan<char> value)
    {
        if (value.ContainsAnyExcept(Signable))
        {
            throw new UnsignableMessageException();
        }

        _length += Encoding.ASCII.GetBytes(value, Free);
    }

    internal void Number(long value)
    {
        _ = Utf8Formatter.TryFormat(value, Free, out var written);
        _length += written;
    }

    internal void Base64(ReadOnlySpan<byte> bytes)
    {
        _ = System.Buffers.Text.Base64.EncodeToUtf8(bytes, Free, out _, out var written);
        _length += written;
    }

    // Paths and queries may name persons: the buffer goes back clean.
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
}

/// <summary>A message that cannot be stamped, because a covered value is not plain ASCII. It must not leave.</summary>
internal sealed class UnsignableMessageException()
    : Exception("a value that the stamp covers holds a character that cannot be signed");
