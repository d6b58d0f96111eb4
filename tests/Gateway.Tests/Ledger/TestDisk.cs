using Gateway.Ledger;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Tests.Ledger;

/// <summary>What a disk does, as the faults and counts in tests name it.</summary>
internal enum DiskCall
{
    CreateFolder,
    Open,
    Write,
    Flush,
    SetLength,
    Rename,
    Delete,
    DeleteFolder,
    FlushFolder,
    FlushVolume,
}

/// <summary>
/// The real disk, which counts its calls and fails one of them, before or after it took effect. A failed disk stays
/// failed: nothing after the fault reaches it, as if the process had died there.
/// </summary>
internal sealed class TestDisk : LedgerDisk
{
    private readonly PosixDisk _real = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<SafeFileHandle, string> _paths = [];
    private bool _isDead;

    /// <summary>Decides which call fails; null: none.</summary>
    internal Func<DiskCall, string, bool>? FailsAt { get; set; }

    internal bool FailsAfter { get; set; }

    /// <summary>Called before each, by whoever makes the call; one that does not return hangs that call alone.</summary>
    internal Action<DiskCall, string>? Before { get; set; }

    /// <summary>False: only the one call fails, later ones work (a disk that was full for a moment).</summary>
    internal bool StaysDead { get; set; } = true;

    /// <summary>Whether the fault came.</summary>
    internal bool HasFailed { get; private set; }

    internal List<(DiskCall Call, string Path)> Calls { get; } = [];

    internal long Free { get; set; } = long.MaxValue;

    internal override void CreateFolder(string path) =>
        Do(DiskCall.CreateFolder, path, () => _real.CreateFolder(path));

    internal override SafeFileHandle Open(string path)
    {
        SafeFileHandle? file = null;
        Do(DiskCall.Open, path, () => file = _real.Open(path));
        lock (_gate)
        {
            _paths[file!] = path;
        }

        return file!;
    }

    internal override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        var copy = bytes.ToArray();
        Do(DiskCall.Write, PathOf(file), () => _real.Write(file, copy, offset));
    }

    internal override void Flush(SafeFileHandle file) => Do(DiskCall.Flush, PathOf(file), () => _real.Flush(file));

    internal override void SetLength(SafeFileHandle file, long length) =>
        Do(DiskCall.SetLength, PathOf(file), () => _real.SetLength(file, length));

    internal override void Rename(string from, string to)
    {
        Do(DiskCall.Rename, to, () => _real.Rename(from, to));
        lock (_gate)
        {
            foreach (var (file, _) in _paths.Where(pair => pair.Value == from).ToList())
            {
                _paths[file] = to;
            }
        }
    }

    internal override void Delete(string path) => Do(DiskCall.Delete, path, () => _real.Delete(path));

    internal override void DeleteFolder(string path) =>
        Do(DiskCall.DeleteFolder, path, () => _real.DeleteFolder(path));

    internal override void FlushFolder(string path) => Do(DiskCall.FlushFolder, path, () => _real.FlushFolder(path));

    // The real one flushes everybody's volume: tests only need to know that it was asked for.
    internal override void FlushVolume(string path) => Do(DiskCall.FlushVolume, path, () => { });

    internal override long FreeBytes(string path) => Free;

    internal int Count(DiskCall call, Func<string, bool> where)
    {
        lock (_gate)
        {
            return Calls.Count(made => made.Call == call && where(made.Path));
        }
    }

    private string PathOf(SafeFileHandle file)
    {
        lock (_gate)
        {
            return _paths[file];
        }
    }

    private void Do(DiskCall call, string path, Action action)
    {
        Before?.Invoke(call, path);
        bool fails;
        lock (_gate)
        {
            if (_isDead)
            {
                throw new IOException("the disk is gone");
            }

            Calls.Add((call, path));
            fails = FailsAt?.Invoke(call, path) == true;
            _isDead = fails && StaysDead;
            HasFailed |= fails;
        }

        if (fails && !FailsAfter)
        {
            throw new IOException("made to fail");
        }

        action();
        if (fails)
        {
            throw new IOException("made to fail");
        }
    }
}
