using System.Buffers;
using System.Buffers.Binary;
using Gateway.Ledger.Tree;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Ledger;

/// <summary>
/// Writes annexes to their bundles, in the order of the log. Nothing is flushed here: the WAL has every annex until
/// the whole volume was flushed, and after a crash they are written from there again, byte for byte the same.
/// </summary>
/// <param name="makeFolder">Makes a folder durably, once.</param>
internal sealed class AnnexAppender(LedgerDisk disk, string sideFolder, Action<string> makeFolder) : IDisposable
{
    private const int WriteSize = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _pending = new();
    private SafeFileHandle? _file;
    private long _offset;
    private int _year;
    private long _next = -1;

    /// <param name="annex">Empty where the entry has none.</param>
    internal void Append(int year, long index, ReadOnlySpan<byte> annex)
    {
        if (_file is null || year != _year || index != _next)
        {
            Seek(year, index);
        }

        var item = _pending.GetSpan(AnnexBundle.LengthSize + annex.Length);
        BinaryPrimitives.WriteInt32BigEndian(item, annex.Length);
        annex.CopyTo(item[AnnexBundle.LengthSize..]);
        _pending.Advance(AnnexBundle.LengthSize + annex.Length);
        _next++;
        if (_next % TilePath.FullWidth == 0)
        {
            Close();
        }
        else if (_pending.WrittenCount >= WriteSize)
        {
            Write();
        }
    }

    /// <summary>Hands everything appended so far to the file system.</summary>
    internal void Write()
    {
        if (_file is null || _pending.WrittenCount == 0)
        {
            return;
        }

        disk.Write(_file, _pending.WrittenSpan, _offset);
        _offset += _pending.WrittenCount;
        _pending.ResetWrittenCount();
    }

    public void Dispose() => _file?.Dispose();

    private void Close()
    {
        Write();
        _file?.Dispose();
        _file = null;
    }

    // What lies from here on was never known to be on the disk: it is written again. Items that should lie before and
    // do not were lost; they count as annexes that are gone, which the verifier names.
    private void Seek(int year, long index)
    {
        Close();
        var bundle = index / TilePath.FullWidth;
        var item = (int)(index % TilePath.FullWidth);
        var path = AnnexBundle.PathOf(sideFolder, year, bundle);
        makeFolder(Path.GetDirectoryName(path)!);
        var found = item == 0 ? null : AnnexBundle.Read(sideFolder, year, bundle);
        _offset = found?.OffsetOf(item) ?? 0;
        _file = disk.Open(path);
        disk.SetLength(_file, _offset);
        if (found is not null && found.Count < item)
        {
            var lost = AnnexBundle.LengthSize * (item - found.Count);
            _pending.GetSpan(lost)[..lost].Clear();
            _pending.Advance(lost);
        }

        (_year, _next) = (year, index);
    }
}
