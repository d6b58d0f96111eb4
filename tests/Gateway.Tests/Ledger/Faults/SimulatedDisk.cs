using Gateway.Ledger;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Tests.Ledger.Faults;

/// <summary>
/// A disk that remembers what was flushed: real files below a root show what processes see, and
/// <see cref="LosePower"/> puts back what a power cut would leave. One fault at a time.
/// </summary>
internal sealed class SimulatedDisk(string root) : LedgerDisk
{
    private readonly SimulatedNames _names = new(root);
    private readonly Dictionary<SafeFileHandle, (SimulatedFile File, string Path)> _open = [];
    private readonly Dictionary<DiskCall, int> _counts = [];
    private readonly Lock _gate = new();

    internal DiskFault? Fault { get; set; }

    /// <summary>Every checkpoint that anybody could have read, also one that no disk kept.</summary>
    internal List<byte[]> Published { get; } = [];

    internal int Count(DiskCall call) => _counts.GetValueOrDefault(call);

    internal override void CreateFolder(string path) => Do(DiskCall.CreateFolder, _ =>
    {
        _names.AddFolder(path);
        Directory.CreateDirectory(path);
    });

    internal override SafeFileHandle Open(string path)
    {
        SafeFileHandle? opened = null;
        Do(DiskCall.Open, _ =>
        {
            if (!_names.Seen.Files.ContainsKey(path))
            {
                _names.AddFile(path, new SimulatedFile());
            }

            opened = File.OpenHandle(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            _open[opened] = (_names.Seen.Files[path], path);
        });
        return opened!;
    }

    internal override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        var copy = bytes.ToArray();
        Do(DiskCall.Write, stored =>
        {
            var part = stored == Stored.Half ? copy[..(copy.Length / 2)] : copy;
            _open[file].File.Write(part, offset);
            RandomAccess.Write(file, part, offset);
        });
    }

    internal override void Flush(SafeFileHandle file) => Do(
        DiskCall.Flush, stored => _open[file].File.Flush(stored), losesWhatFails: true);

    internal override void SetLength(SafeFileHandle file, long length) => Do(DiskCall.SetLength, stored =>
    {
        var before = _open[file].File.Seen.Length;
        var reached = stored == Stored.Half ? (before + length) / 2 : length;
        _open[file].File.SetLength(reached);
        RandomAccess.SetLength(file, reached);
    });

    internal override void Rename(string from, string to) => Do(DiskCall.Rename, _ =>
    {
        _names.Rename(from, to);
        File.Move(from, to, overwrite: true);
        if (Path.GetFileName(to) == ShardFolder.CheckpointName)
        {
            Published.Add(File.ReadAllBytes(to));
        }
    });

    internal override void Delete(string path) => Do(DiskCall.Delete, _ =>
    {
        _names.RemoveFile(path);
        File.Delete(path);
    });

    internal override void DeleteFolder(string path) => Do(DiskCall.DeleteFolder, stored =>
    {
        var files = Directory.GetFiles(path, "*", SearchOption.AllDirectories);
        foreach (var file in files.Take(stored == Stored.Half ? (files.Length + 1) / 2 : files.Length))
        {
            _names.RemoveFile(file);
            File.Delete(file);
        }

        if (stored == Stored.All)
        {
            _names.RemoveFolder(path);
            Directory.Delete(path, recursive: true);
        }
    });

    internal override void FlushFolder(string path) => Do(DiskCall.FlushFolder, stored => _names.Flush(path, stored));

    internal override void FlushVolume(string path) => Do(
        DiskCall.FlushVolume,
        stored =>
        {
            _names.FlushAll(stored);
            foreach (var (file, at) in _names.Seen.Files.Values.Select((file, at) => (file, at)))
            {
                file.Flush(stored == Stored.Half && at % 2 == 0 ? Stored.Nothing : stored);
            }
        },
        losesWhatFails: true);

    internal override long FreeBytes(string path) => long.MaxValue;

    /// <summary>The machine stops and starts again: files and names are what the disk kept.</summary>
    /// <param name="chance">Decides what of the rest is there by luck; null: nothing.</param>
    internal void LosePower(Luck? chance)
    {
        lock (_gate)
        {
            _names.LosePower(chance);
            foreach (var path in Directory.GetFileSystemEntries(root))
            {
                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }
                else
                {
                    File.Delete(path);
                }
            }

            foreach (var folder in _names.Seen.Folders.OrderBy(folder => folder.Length))
            {
                Directory.CreateDirectory(folder);
            }

            foreach (var file in _names.Seen.Files.Values.Distinct())
            {
                file.LosePower(chance);
            }

            foreach (var (path, file) in _names.Seen.Files)
            {
                File.WriteAllBytes(path, file.Seen);
            }
        }
    }

    private void Do(DiskCall call, Action<Stored> action, bool losesWhatFails = false)
    {
        lock (_gate)
        {
            _counts[call] = _counts.GetValueOrDefault(call) + 1;
            if (Fault is not { } fault)
            {
                action(Stored.All);
                return;
            }

            if (fault.Outlasts(call))
            {
                throw fault.Error();
            }

            var fails = fault.ComesAt(call);
            if (!fails || fault.Stored != Stored.Nothing || losesWhatFails)
            {
                action(fails ? fault.Stored : Stored.All);
            }

            if (fails)
            {
                throw fault.Error();
            }
        }
    }
}
