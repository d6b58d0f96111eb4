using Microsoft.Win32.SafeHandles;

namespace Gateway.Ledger;

/// <summary>
/// Everything the ledger does to a disk, one call each: the world (<see cref="PosixDisk"/>), and in tests a disk that
/// fails one call before or after it persisted. Every failure is an <see cref="IOException"/>.
/// </summary>
internal abstract class LedgerDisk
{
    internal abstract void CreateFolder(string path);

    /// <summary>Opens for reading and writing, making the file where it is missing.</summary>
    internal abstract SafeFileHandle Open(string path);

    internal abstract void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);

    /// <summary>fdatasync: the bytes, and the length where it grew, are on the disk.</summary>
    internal abstract void Flush(SafeFileHandle file);

    internal abstract void SetLength(SafeFileHandle file, long length);

    /// <summary>Replaces what stands at <paramref name="to"/>.</summary>
    internal abstract void Rename(string from, string to);

    internal abstract void Delete(string path);

    internal abstract void DeleteFolder(string path);

    /// <summary>fsync of a folder: names made, renamed or deleted in it are on the disk.</summary>
    internal abstract void FlushFolder(string path);

    /// <summary>syncfs: everything written on the volume is on the disk.</summary>
    internal abstract void FlushVolume(string path);

    /// <summary>Free room on the volume.</summary>
    internal abstract long FreeBytes(string path);

    /// <summary>Durable as a whole or not there at all: temporary file, flush, rename, flush of the folder.</summary>
    internal void ReplaceDurably(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = path + ".tmp";
        using (var file = Open(temporary))
        {
            SetLength(file, 0);
            Write(file, bytes, 0);
            Flush(file);
        }

        Rename(temporary, path);
        FlushFolder(Path.GetDirectoryName(path)!);
    }
}
