using System.Security.Cryptography;

namespace Gateway.Reading;

/// <summary>
/// Counts the encoded bytes a decoder took, so that the expansion limit knows what it is a ratio of, and digests them:
/// Content-Digest is over the content as it was coded (RFC 9530 section 2).
/// </summary>
/// <param name="begun">What was read of the inner stream before.</param>
/// <param name="hash">Null where nothing is decoded, and the body itself can be digested.</param>
internal sealed class MeteredStream(Stream inner, IncrementalHash? hash, ReadOnlyMemory<byte> begun = default)
    : Stream
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
