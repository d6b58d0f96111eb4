using System.Security.Cryptography;
using Gateway.Ledger;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Benchmarks.Durable;

/// <summary>
/// One write of 4 KiB into a file that is long enough, and one fdatasync: what the disk itself takes.
/// </summary>
internal sealed class FlushProbe : IDurableStore
{
    private const int Size = 4096;
    private const int Blocks = 1024;

    private readonly LedgerDisk _disk;
    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(Size);
    private readonly SafeFileHandle _file;
    private long _offset;

    internal FlushProbe(string folder, LedgerDisk disk)
    {
        _disk = disk;
        _file = _disk.Open(Path.Combine(folder, "probe"));
        _disk.SetLength(_file, Blocks * Size);
    }

    public string Name => "write + fdatasync of 4 KiB";

    public int Waiters => 1;

    public int RecordsPerCall => 1;

    public Task AppendAsync(int waiter)
    {
        _disk.Write(_file, _bytes, _offset);
        _disk.Flush(_file);
        _offset = (_offset + Size) % (Blocks * Size);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}
