using System.Security.Cryptography;

namespace Gateway.Reading;

/// <summary>Reads a spool from its start to its end. The spool is its owner's.</summary>
internal sealed class SpoolStream(EncryptedSpool spool) : Stream
{
    private readonly byte[] _plain = new byte[EncryptedSpool.FrameSize];
    private long _frame;
    private int _from;
    private int _to;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => spool.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_from == _to)
        {
            _from = 0;
            _to = await spool.ReadFrameAsync(_frame++, _plain, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _to - _from);
        _plain.AsMemory(_from, count).CopyTo(buffer);
        _from += count;
        _position += count;
        return count;
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

    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_plain);
        base.Dispose(disposing);
    }
}
