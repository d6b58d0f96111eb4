using System.Security.Cryptography;

namespace Gateway.Reading;

/// <summary>
/// Counts the encoded bytes a decoder took, so that the expansion limit knows what it is a ratio of, and digests them:
/// Content-Digest is over the content as it was coded (RFC 9530 section 2).
/// </summary>
/// <param name="declared">How long the sender said it is; null where it did not.</param>
/// <param name="begun">What was read of the inner stream before.</param>
/// <param name="hash">Null where nothing is decoded, and the body itself can be digested.</param>
internal sealed class MeteredStream(
    Stream inner, IncrementalHash? hash, long? declared, ReadOnlyMemory<byte> begun = default) : Stream
{
    private ReadOnlyMemory<byte> _begun = begun;

    internal long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Math.Min(_begun.Length, buffer.Length);
        if (read > 0)
        {
            _begun[..read].CopyTo(buffer);
            _begun = _begun[read..];
        }
        else
        {
            read = await inner.ReadAsync(buffer, cancellationToken);

            // The client holds nobody to it over HTTP/2 (RFC 9113 section 8.1.1), and half a table is one, too.
            if (read == 0 && !buffer.IsEmpty && Count < declared)
            {
                throw new EndOfStreamException("the body is shorter than its Content-Length");
            }
        }

        Count += read;
        hash?.AppendData(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("read asynchronously");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
