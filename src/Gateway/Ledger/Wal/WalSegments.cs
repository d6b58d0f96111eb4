using Microsoft.Win32.SafeHandles;

namespace Gateway.Ledger.Wal;

/// <summary>
/// The file that batches go to. Segments are filled with zeros ahead of use, so that an append changes no length and
/// its fdatasync has nothing but data to write. Owned by the writer thread; only the preparation runs beside it.
/// </summary>
internal sealed class WalSegments(LedgerDisk disk, LedgerSettings settings) : IDisposable
{
    private const int ZeroChunk = 256 * 1024;

    private readonly string _spare = Path.Combine(settings.WalFolder, "spare");
    private Task<SafeFileHandle>? _preparing;
    private SafeFileHandle? _file;
    private long _offset;

    internal string Current { get; private set; } = "";

    /// <summary>Whether the next segment is still being filled.</summary>
    internal bool IsPreparing => _preparing is { IsCompleted: false };

    /// <summary>
    /// Makes sure that so many bytes fit into the current segment, turning to a new one if they do not.
    /// </summary>
    internal void MakeRoom(int length, int year, long first, bool isNewShard)
    {
        if (_file is not null && !isNewShard && _offset + length <= settings.SegmentBytes)
        {
            return;
        }

        _file?.Dispose();
        _file = null;
        var prepared = (_preparing ?? Task.FromResult(Prepare())).GetAwaiter().GetResult();
        _preparing = null;
        Current = Path.Combine(settings.WalFolder, WalScan.SegmentName(year, first));
        disk.Rename(_spare, Current);
        disk.FlushFolder(settings.WalFolder);
        (_file, _offset) = (prepared, 0);
    }

    /// <summary>Write and one fdatasync: when it returns, the batch is durable.</summary>
    internal void Append(WalBatch batch)
    {
        disk.Write(_file!, batch.Bytes, _offset);
        disk.Flush(_file!);
        _offset += batch.Length;
        if (_offset > settings.SegmentBytes / 2)
        {
            _preparing ??= Task.Run(Prepare);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        if (_preparing is { } preparing)
        {
            // Whether it failed matters to nobody any more; and a disk that does not answer holds no stop.
            ((IAsyncResult)preparing).AsyncWaitHandle.WaitOne(settings.AppendTimeout);
            if (preparing.IsCompletedSuccessfully)
            {
                preparing.Result.Dispose();
            }
        }
    }

    private SafeFileHandle Prepare()
    {
        var file = disk.Open(_spare);
        try
        {
            disk.SetLength(file, 0);
            var zeros = new byte[Math.Min(ZeroChunk, settings.SegmentBytes)];
            for (long done = 0; done < settings.SegmentBytes; done += zeros.Length)
            {
                var chunk = (int)Math.Min(zeros.Length, settings.SegmentBytes - done);
                disk.Write(file, zeros.AsSpan(0, chunk), done);
            }

            disk.Flush(file);
            return file;
        }
        catch (IOException)
        {
            file.Dispose();
            throw;
        }
    }
}
