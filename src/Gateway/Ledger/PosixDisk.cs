using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Ledger;

//
//  The real disk
//
//  References:
//
//      POSIX.1-2024 fdatasync, fsync; Linux syncfs(2), flock(2), open(2)
//
//  .NET has fsync for files only, and turns a folder into UnauthorizedAccessException; so these few calls go to libc.
//
internal sealed partial class PosixDisk : LedgerDisk
{
    private const string Library = "libc";
    private const int ReadOnlyFlags = 0x80000; // O_RDONLY | O_CLOEXEC
    private const int LockFileFlags = 0x80042; // O_RDWR | O_CREAT | O_CLOEXEC
    private const int OwnerOnly = 0x180; // 0600
    private const int FileSizeSignal = 25; // SIGXFSZ
    private const int LockExclusiveNoWait = 2 | 4; // LOCK_EX | LOCK_NB
    private const int LockNone = 8;

    // Over a file-size limit the kernel would kill the process; with the signal taken, the write fails like on a full
    // disk, and transfers get their 503. For the whole process, as long as it lives.
    private static readonly PosixSignalRegistration FileSizeLimit =
        PosixSignalRegistration.Create((PosixSignal)FileSizeSignal, context => context.Cancel = true);

    internal PosixDisk() => _ = FileSizeLimit;

    internal override void CreateFolder(string path) => Guard(path, () => Directory.CreateDirectory(path));

    internal override SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    internal override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(file, bytes, offset);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // What .NET makes of EFBIG.
            throw new IOException("write: file too large", e);
        }
    }

    internal override void Flush(SafeFileHandle file) => Check(DataSync(file), "fdatasync");

    internal override void SetLength(SafeFileHandle file, long length)
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (ArgumentException e)
        {
            throw new IOException("ftruncate: file too large", e);
        }
    }

    internal override void Rename(string from, string to) => Guard(to, () => File.Move(from, to, overwrite: true));

    internal override void Delete(string path) => Guard(path, () => File.Delete(path));

    internal override void DeleteFolder(string path) => Guard(path, () => Directory.Delete(path, recursive: true));

    internal override void FlushFolder(string path) => WithFolder(path, FileSync, "fsync");

    internal override void FlushVolume(string path) => WithFolder(path, VolumeSync, "syncfs");

    internal override long FreeBytes(string path) => new DriveInfo(path).AvailableFreeSpace;

    /// <summary>Takes the file for this open handle alone, until it is closed; false if another has it.</summary>
    internal static bool TryLock(SafeFileHandle file) => Lock(file, LockExclusiveNoWait) == 0;

    /// <summary>Gives the lock back, also where a child that is just being started still shares the handle.</summary>
    internal static void Unlock(SafeFileHandle file) => _ = Lock(file, LockNone);

    /// <summary>
    /// Opens a file to lock it; the framework's own open takes a shared lock, and fails where we want to ask.
    /// </summary>
    internal static SafeFileHandle OpenForLock(string path) => OpenForLock(path, LockFileFlags);

    /// <summary>
    /// The same for whoever only asks whether the lock is taken: it needs to read the file, not to write.
    /// </summary>
    internal static SafeFileHandle OpenToAsk(string path) => OpenForLock(path, ReadOnlyFlags);

    private static SafeFileHandle OpenForLock(string path, int flags)
    {
        var file = OpenFile(path, flags, OwnerOnly);
        if (file.IsInvalid)
        {
            file.Dispose();
            throw new IOException(
                $"cannot open '{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        return file;
    }

    private static void WithFolder(string path, Func<SafeFileHandle, int> sync, string call)
    {
        using var folder = OpenFile(path, ReadOnlyFlags, 0);
        Check(folder.IsInvalid ? -1 : 0, "open");
        Check(sync(folder), call);
    }

    private static void Check(int result, string call)
    {
        if (result != 0)
        {
            throw new IOException($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }

    private static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"no access to '{path}'", e);
        }
    }

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileSync(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int VolumeSync(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle OpenFile(string path, int flags, int mode);
}
