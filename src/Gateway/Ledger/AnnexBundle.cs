using System.Buffers.Binary;
using System.Globalization;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger;

//
//  Annex bundle
//
//  References:
//
//      docs/formats/annex.md, "Where it lies"
//      C2SP tlog-tiles v0.1.0 - the same 256 entries and the same name as an entry bundle, for the path alone
//
//  Shape:
//
//      side/<YYYY>/<N>: for each entry from 256 N on, in the order of the log, u32 (big-endian) length of its sealed
//      annex and the annex; length 0 where the entry has none. An annex of zeros only was erased.
//

/// <summary>The sealed annexes beside one entry bundle, as they lie on the disk: for whoever reads.</summary>
internal sealed class AnnexBundle
{
    internal const int LengthSize = sizeof(uint);

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<Range> _items = [];

    /// <param name="bytes">The file; unchanged as long as this is used.</param>
    internal AnnexBundle(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        var at = 0;
        while (_items.Count < TilePath.FullWidth && bytes.Length - at >= LengthSize)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[at..]);
            if (length > bytes.Length - at - LengthSize)
            {
                break;
            }

            at += LengthSize + (int)length;
            _items.Add(new Range(at - (int)length, at));
        }
    }

    /// <summary>How many entries it speaks of: whole items only.</summary>
    internal int Count => _items.Count;

    /// <summary>Where the item of an entry begins, or the next one would.</summary>
    internal long OffsetOf(int item) =>
        item < _items.Count ? _items[item].Start.Value - LengthSize : _items.Count == 0 ? 0 : _items[^1].End.Value;

    internal static string PathOf(string sideFolder, int year, long bundle) => Path.Combine(
        sideFolder, year.ToString("D4", CultureInfo.InvariantCulture), TilePath.Groups(bundle));

    /// <summary>A file that is not there reads as one that speaks of nothing.</summary>
    internal static AnnexBundle Read(string sideFolder, int year, long bundle)
    {
        var path = PathOf(sideFolder, year, bundle);
        try
        {
            return new AnnexBundle(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new AnnexBundle(default);
        }
    }

    /// <summary>
    /// Overwrites one annex with zeros, in place and durably; its length stays. Nothing is done where there is none.
    /// </summary>
    internal static void Erase(LedgerDisk disk, string sideFolder, int year, long index)
    {
        var (bundle, item) = (index / TilePath.FullWidth, (int)(index % TilePath.FullWidth));
        var found = Read(sideFolder, year, bundle);
        if (item >= found.Count)
        {
            return;
        }

        var (start, length) = found._items[item].GetOffsetAndLength(found._bytes.Length);
        using var file = disk.Open(PathOf(sideFolder, year, bundle));
        disk.Write(file, new byte[length], start);
        disk.Flush(file);
    }

    /// <summary>The sealed bytes beside an entry; empty where there are none, or they were erased.</summary>
    internal ReadOnlyMemory<byte> Item(int item)
    {
        if (item >= _items.Count)
        {
            return default;
        }

        var annex = _bytes[_items[item]];
        return annex.Span.ContainsAnyExcept((byte)0) ? annex : default;
    }
}
