using System.Globalization;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Settings;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Audit.Taps;

/// <summary>
/// A file of JSON Lines that only grows, until it is long enough and gets the name of its last entry behind its own:
/// <c>FILE.YYYY-INDEX</c>. Nothing is ever deleted: a collector takes finished files away. What is not whole at the end
/// of the file, after a crash, is cut off before it is written on: its events go out again.
/// </summary>
internal sealed class FileReceiver(TapFileSettings settings, LedgerDisk disk) : ITapReceiver
{
    // Where the ledger may stand on the same volume, a tap must not be what fills it: then nothing would cross.
    internal const long LeastFreeBytes = 1024L * 1024 * 1024;

    public Task<ITapDelivery> BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            var folder = Path.GetDirectoryName(settings.Path)!;
            disk.CreateFolder(folder);
            if (disk.FreeBytes(folder) < LeastFreeBytes)
            {
                throw new TapException(TapException.Disk);
            }

            var isNew = !File.Exists(settings.Path);
            var file = disk.Open(settings.Path);
            try
            {
                return Task.FromResult<ITapDelivery>(new FileDelivery(settings, disk, file, EndOf(file), isNew));
            }
            catch (IOException)
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TapException(TapException.Disk, e);
        }
    }

    // What this process writes ends with a line feed, unless it or the disk died over it.
    private long EndOf(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var end = AfterLastLine(file, length);
        if (end < length)
        {
            disk.SetLength(file, end);
        }

        return end;
    }

    private static long AfterLastLine(SafeFileHandle file, long length)
    {
        // One byte tells, almost always.
        for (var look = 1; length > 0; look = 64 * 1024)
        {
            var buffer = new byte[look];
            var part = (int)Math.Min(buffer.Length, length);
            var read = RandomAccess.Read(file, buffer.AsSpan(0, part), length - part);
            var last = buffer.AsSpan(0, read).LastIndexOf((byte)'\n');
            if (last >= 0)
            {
                return length - part + last + 1;
            }

            length -= part;
        }

        return 0;
    }

    /// <summary>The lines of one delivery; they are durable when it is settled.</summary>
    private sealed class FileDelivery(
        TapFileSettings settings, LedgerDisk disk, SafeFileHandle file, long end, bool isNew) : ITapDelivery
    {
        private const int BufferSize = 256 * 1024;

        private readonly MemoryStream _buffer = new(BufferSize);
        private long _end = end;
        private LedgerCursor _last;

        public ValueTask WriteAsync(TapEvent tapEvent, CancellationToken cancellationToken)
        {
            _buffer.Write(tapEvent.Json.Span);
            _buffer.WriteByte((byte)'\n');
            _last = tapEvent.Entry.Cursor;
            if (_buffer.Length >= BufferSize)
            {
                Guarded(Flush);
            }

            return ValueTask.CompletedTask;
        }

        public Task SettleAsync(CancellationToken cancellationToken)
        {
            Guarded(() =>
            {
                Flush();
                disk.Flush(file);
                var isLong = _end >= settings.MaxBytes;
                if (isLong)
                {
                    disk.Rename(settings.Path, FreeName());
                }

                if (isLong || isNew)
                {
                    disk.FlushFolder(Path.GetDirectoryName(settings.Path)!);
                }
            });
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }

        // Taken already where the same entries went out before and the cursor did not move: both stay.
        private string FreeName()
        {
            var name = string.Create(
                CultureInfo.InvariantCulture, $"{settings.Path}.{_last.Year:D4}-{_last.Index:D12}");
            return Enumerable.Range(1, int.MaxValue)
                .Select(each => each == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{each}"))
                .First(each => !File.Exists(each));
        }

        private void Flush()
        {
            var bytes = _buffer.GetBuffer().AsSpan(0, (int)_buffer.Length);
            disk.Write(file, bytes, _end);
            _end += bytes.Length;
            _buffer.SetLength(0);
        }

        private static void Guarded(Action act)
        {
            try
            {
                act();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new TapException(TapException.Disk, e);
            }
        }
    }
}
