using System.Runtime.InteropServices;
using Gateway.Ledger;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Benchmarks.Durable;

/// <summary>
/// The real disk, on which every flush takes so much longer: what a ratio to one flush would be on a slower one. The
/// thread sleeps, as it does while a disk works.
/// </summary>
internal sealed partial class SlowDisk(long nanoseconds) : LedgerDisk
{
    private readonly PosixDisk _disk = new();

    internal override void CreateFolder(string path) => _disk.CreateFolder(path);

    internal override SafeFileHandle Open(string path) => _disk.Open(path);

    internal override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) =>
        _disk.Write(file, bytes, offset);

    internal override void Flush(SafeFileHandle file)
    {
        _disk.Flush(file);
        Wait();
    }

    internal override void SetLength(SafeFileHandle file, long length) => _disk.SetLength(file, length);

    internal override void Rename(string from, string to) => _disk.Rename(from, to);

    internal override void Delete(string path) => _disk.Delete(path);

    internal override void DeleteFolder(string path) => _disk.DeleteFolder(path);

    internal override void FlushFolder(string path)
    {
        _disk.FlushFolder(path);
        Wait();
    }

    internal override void FlushVolume(string path)
    {
        _disk.FlushVolume(path);
        Wait();
    }

    internal override long FreeBytes(string path) => _disk.FreeBytes(path);

    private void Wait()
    {
        var time = new TimeSpec(0, nanoseconds);
        _ = Sleep(in time, IntPtr.Zero);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sleep(in TimeSpec time, IntPtr left);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);
}
