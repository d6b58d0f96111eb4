using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.Reading;

//
//  A body that is too large for memory
//
//  References:
//
//      NIST SP 800-38D - AES-GCM
//
//  Shape:
//
//      Frames of 64 KiB, each followed by its 16-byte tag. The nonce is the frame's number: a key is made for one spool
//      and used for nothing else, so no nonce comes twice, and a frame that is moved, repeated or changed fails. What
//      does not fill a frame stays in memory, and so does the number of frames: a file that is cut short fails too.
//

/// <summary>
/// Keeps bytes until it is decided that they may leave: encrypted, in a file that has no name any more, under a key
/// that is only in memory. Whoever gets the disk gets nothing. Written first, then read; one user at a time.
/// </summary>
internal sealed class EncryptedSpool : IDisposable
{
    internal const int FrameSize = 64 * 1024;
    private const int TagSize = 16;
    private const int NonceSize = 12;
    private const int KeySize = 32;

    private readonly string _folder;
    private readonly AesGcm _cipher;
    private readonly byte[] _plain = new byte[FrameSize];
    private readonly byte[] _sealed = new byte[FrameSize + TagSize];
    private readonly byte[] _nonce = new byte[NonceSize];

    // There is none before the first frame is full.
    private FileStream? _file;

    // What does not fill a frame yet; and the frames that are on disk.
    private int _filled;
    private long _frames;

    internal EncryptedSpool(string folder)
    {
        _folder = folder;
        var key = RandomNumberGenerator.GetBytes(KeySize);
        _cipher = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
    }

    internal long Length => (_frames * FrameSize) + _filled;

    /// <exception cref="SpoolException">The disk took it not.</exception>
    internal async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, FrameSize - _filled);
            bytes[..taken].CopyTo(_plain.AsMemory(_filled));
            _filled += taken;
            bytes = bytes[taken..];
            if (_filled == FrameSize)
            {
                await FlushAsync(cancellationToken);
            }
        }
    }

    /// <summary>Everything that was written, from the start; more than once, one after the other.</summary>
    internal SpoolStream OpenRead() => new(this);

    /// <summary>One frame, whole but for the last. Returns its length; 0 behind the last.</summary>
    /// <exception cref="SpoolException">The disk gave it not, or something else than it took.</exception>
    internal async ValueTask<int> ReadFrameAsync(long frame, Memory<byte> plain, CancellationToken cancellationToken)
    {
        if (frame >= _frames)
        {
            var length = frame == _frames ? _filled : 0;
            _plain.AsMemory(0, length).CopyTo(plain);
            return length;
        }

        try
        {
            await FillAsync(OffsetOf(frame), cancellationToken);
            Open(frame, plain.Span);
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            throw new SpoolException("the spool cannot be read back", e);
        }

        return FrameSize;
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _file?.Dispose();
        CryptographicOperations.ZeroMemory(_plain);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            _file ??= Create();
            Seal();
            await RandomAccess.WriteAsync(_file.SafeFileHandle, _sealed, OffsetOf(_frames), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpoolException("the spool cannot be written", e);
        }

        _frames++;
        _filled = 0;
    }

    private FileStream Create()
    {
        var suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceSize));
        var name = Path.Combine(_folder, $".spool-{suffix}");
        var file = new FileStream(name, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });

        // The open file outlives its name, and goes with the process: a crash leaves nothing behind.
        File.Delete(name);
        return file;
    }

    private async ValueTask FillAsync(long offset, CancellationToken cancellationToken)
    {
        for (var read = 0; read < _sealed.Length;)
        {
            var got = await RandomAccess.ReadAsync(
                _file!.SafeFileHandle, _sealed.AsMemory(read), offset + read, cancellationToken);
            read += got > 0 ? got : throw new EndOfStreamException("the spool is shorter than what was written");
        }
    }

    private static long OffsetOf(long frame) => frame * (FrameSize + TagSize);

    private void Seal()
    {
        BinaryPrimitives.WriteInt64LittleEndian(_nonce, _frames);
        _cipher.Encrypt(_nonce, _plain, _sealed.AsSpan(0, FrameSize), _sealed.AsSpan(FrameSize));
    }

    private void Open(long frame, Span<byte> plain)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_nonce, frame);
        _cipher.Decrypt(_nonce, _sealed.AsSpan(0, FrameSize), _sealed.AsSpan(FrameSize), plain[..FrameSize]);
    }
}
