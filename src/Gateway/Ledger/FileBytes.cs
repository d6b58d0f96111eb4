using System.Buffers;

namespace Gateway.Ledger;

/// <summary>
/// A whole file in a pooled buffer: a verification reads thousands of bundles of a megabyte, and fresh arrays of that
/// size cost as much as the hashing. Whoever reads it gives it back.
/// </summary>
internal sealed class FileBytes : IDisposable
{
    private readonly byte[] _buffer;
    private readonly int _length;

    private FileBytes(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    internal Span<byte> Span => _buffer.AsSpan(0, _length);

    internal ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Null where there is no such file.</summary>
    internal static FileBytes? TryRead(string path)
    {
        try
        {
            using var file = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = (int)RandomAccess.GetLength(file);
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            var done = 0;
            while (done < length
                && RandomAccess.Read(file, buffer.AsSpan(done, length - done), done) is > 0 and var read)
            {
                done += read;
            }

            return new FileBytes(buffer, done);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
