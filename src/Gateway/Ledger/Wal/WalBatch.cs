using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger.Wal;

//
//  One batch in the WAL
//
//  References:
//
//      docs/formats/ledger.md, "WAL"
//
//  Shape (big-endian):
//
//       0  4  "GWB1"
//       4  4  payload length
//       8  2  year of the shard
//      10  2  zero
//      12  4  number of entries
//      16  8  index of the first
//      24  4  CRC-32C of the 24 bytes before, then four zeros
//      32     entries: u32 entry length, u32 annex length, 0x00 (the leaf prefix), entry, annex
//             root (32) and signature (64) of the head at first + number
//             CRC-32C of all before (4), 0xff (the batch was written to its end), zeros up to a multiple of 8
//

/// <summary>What one fdatasync makes durable: entries, their annexes, and the signed head after them.</summary>
internal sealed class WalBatch
{
    internal const int HeaderSize = 32;
    internal const int ItemOverhead = 9;

    /// <summary>Everything in a batch but its entries and annexes.</summary>
    internal const int Overhead = HeaderSize + MerkleTree.HashSize + SignatureSize + TrailerSize + Alignment;

    internal const int Alignment = 8;

    private const int HeaderCrcAt = 24;
    private const int SignatureSize = 64;
    private const int CrcSize = 4;
    private const int TrailerSize = CrcSize + 1;
    private const byte EndMark = 0xff;

    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly bool _isRented;
    private readonly List<Item> _items;
    private readonly byte[] _leafHashes;
    private readonly List<byte[]> _filledTiles = [];
    private int _end;

    private WalBatch(byte[] bytes, int start, bool isRented, int capacity)
    {
        (_bytes, _start, _isRented) = (bytes, start, isRented);
        _items = new List<Item>(capacity);
        _leafHashes = isRented
            ? ArrayPool<byte>.Shared.Rent(capacity * MerkleTree.HashSize)
            : new byte[capacity * MerkleTree.HashSize];
        _end = HeaderSize;
    }

    internal static ReadOnlySpan<byte> Magic => "GWB1"u8;

    internal int Year { get; private init; }

    internal long First { get; private init; }

    internal int Count => _items.Count;

    /// <summary>Size of the shard's tree after this batch.</summary>
    internal long Next => First + Count;

    /// <summary>The segment it lies in.</summary>
    internal required string Segment { get; init; }

    /// <summary>Length on the disk, padding included.</summary>
    internal int Length => Padded(_end + TrailerSize);

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, Math.Min(Length, _bytes.Length - _start));

    /// <summary>Where it begins in the segment it was read from.</summary>
    internal int Offset => _start;

    internal Span<byte> Root =>
        _bytes.AsSpan(_start + _end - SignatureSize - MerkleTree.HashSize, MerkleTree.HashSize);

    internal Span<byte> Signature => _bytes.AsSpan(_start + _end - SignatureSize, SignatureSize);

    internal ReadOnlySpan<byte> Entry(int i) => _bytes.AsSpan(_start + _items[i].Entry, _items[i].EntryLength);

    internal ReadOnlySpan<byte> Annex(int i) =>
        _bytes.AsSpan(_start + _items[i].Entry + _items[i].EntryLength, _items[i].AnnexLength);

    internal ref readonly EntryFacts Facts(int i) => ref CollectionsMarshal.AsSpan(_items)[i].Facts;

    internal ReadOnlySpan<byte> LeafHash(int i) =>
        _leafHashes.AsSpan(i * MerkleTree.HashSize, MerkleTree.HashSize);

    /// <summary>
    /// The root over the tile of leaves that an entry of this batch filled, where whoever built the tree left it here;
    /// empty where it must be worked out.
    /// </summary>
    internal ReadOnlySpan<byte> FilledTile(long index) =>
        (int)((index / TilePath.FullWidth) - (First / TilePath.FullWidth)) is var nth && nth < _filledTiles.Count
            ? _filledTiles[nth]
            : default;

    /// <summary>
    /// Starts a batch whose entries and annexes take <paramref name="payload"/> bytes, overheads included.
    /// </summary>
    internal static WalBatch Begin(int year, long first, int payload, int capacity, string segment)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Overhead + payload);
        return new WalBatch(bytes, 0, isRented: true, capacity) { Year = year, First = first, Segment = segment };
    }

    /// <param name="record">What is appended.</param>
    /// <param name="facts">What the entry says.</param>
    /// <param name="leafHash">
    /// Of this very entry: worked out by whoever brought it, on a thread of its own. What the signed head covers is
    /// this, so it is never given but by <see cref="PendingAppend"/>, which hashes what it hands on.
    /// </param>
    internal void Add(LedgerRecord record, in EntryFacts facts, ReadOnlySpan<byte> leafHash)
    {
        var item = _bytes.AsSpan(_end);
        BinaryPrimitives.WriteInt32BigEndian(item, record.Entry.Length);
        BinaryPrimitives.WriteInt32BigEndian(item[4..], record.Annex.Length);
        item[8] = MerkleTree.LeafPrefix;
        record.Entry.Span.CopyTo(item[ItemOverhead..]);
        record.Annex.Span.CopyTo(item[(ItemOverhead + record.Entry.Length)..]);
        leafHash.CopyTo(_leafHashes.AsSpan(Count * MerkleTree.HashSize));
        _items.Add(new Item(_end + ItemOverhead, record.Entry.Length, record.Annex.Length, facts));
        _end += ItemOverhead + record.Entry.Length + record.Annex.Length;
    }

    /// <summary>Keeps the root over a tile that the entry just added filled; in their order, and every one.</summary>
    internal void AddFilledTile(ReadOnlySpan<byte> root) => _filledTiles.Add(root.ToArray());

    /// <summary>
    /// Leaves room for the head; the caller then fills <see cref="Root"/> and <see cref="Signature"/>.
    /// </summary>
    internal void EndEntries()
    {
        _end += MerkleTree.HashSize + SignatureSize;
        var header = _bytes.AsSpan(0, HeaderSize);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], _end - HeaderSize);
        BinaryPrimitives.WriteInt16BigEndian(header[8..], (short)Year);
        BinaryPrimitives.WriteInt16BigEndian(header[10..], 0);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], Count);
        BinaryPrimitives.WriteInt64BigEndian(header[16..], First);
        BinaryPrimitives.WriteUInt32BigEndian(header[HeaderCrcAt..], Crc32C.Of(header[..HeaderCrcAt]));
        BinaryPrimitives.WriteInt32BigEndian(header[(HeaderCrcAt + CrcSize)..], 0);
    }

    /// <summary>Closes the batch with its CRC; from here on <see cref="Bytes"/> may be written.</summary>
    internal void Close()
    {
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(_end), Crc32C.Of(_bytes.AsSpan(0, _end)));
        _bytes[_end + CrcSize] = EndMark;
        _bytes.AsSpan(_end + TrailerSize, Length - _end - TrailerSize).Clear();
    }

    /// <summary>Gives the buffer back; nothing of the batch may be used afterwards.</summary>
    internal void Release()
    {
        if (_isRented)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            ArrayPool<byte>.Shared.Return(_leafHashes);
        }
    }

    /// <summary>Reads the batch that starts at an offset of a segment; null if there is no whole, sound one.</summary>
    internal static WalBatch? TryRead(byte[] segment, int offset, string name)
    {
        if (!IsWhole(segment.AsSpan(offset), out var end))
        {
            return null;
        }

        var header = segment.AsSpan(offset, HeaderSize);
        var count = BinaryPrimitives.ReadInt32BigEndian(header[12..]);
        if (count < 0 || count > (end - HeaderSize) / ItemOverhead)
        {
            return null;
        }

        var batch = new WalBatch(segment, offset, isRented: false, count)
        {
            Year = BinaryPrimitives.ReadInt16BigEndian(header[8..]),
            First = BinaryPrimitives.ReadInt64BigEndian(header[16..]),
            Segment = name,
        };
        return batch.TryItems(count, end) ? batch : null;
    }

    /// <summary>
    /// True where a write that was cut short explains what lies there: the front of a batch whose end never came.
    /// Anything else at the end of the WAL is a batch that once was whole.
    /// </summary>
    internal static bool IsCutShort(ReadOnlySpan<byte> rest)
    {
        var length = rest.LastIndexOfAnyExcept((byte)0) + 1;
        if (length < HeaderSize)
        {
            return rest.Length < HeaderSize || rest.StartsWith(Magic[..Math.Min(length, Magic.Length)]);
        }

        return TryHeader(rest, out var end) && length < end + TrailerSize;
    }

    private static bool IsWhole(ReadOnlySpan<byte> rest, out int end) =>
        TryHeader(rest, out end)
        && end <= rest.Length - TrailerSize
        && rest[end + CrcSize] == EndMark
        && !rest[(end + TrailerSize)..Math.Min(rest.Length, Padded(end + TrailerSize))].ContainsAnyExcept((byte)0)
        && BinaryPrimitives.ReadUInt32BigEndian(rest[end..]) == Crc32C.Of(rest[..end]);

    private static int Padded(int length) => (length + Alignment - 1) / Alignment * Alignment;

    // True where magic and header hold; end is where the batch's CRC must stand.
    private static bool TryHeader(ReadOnlySpan<byte> rest, out int end)
    {
        end = 0;
        if (rest.Length < HeaderSize || !rest.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32BigEndian(rest[HeaderCrcAt..]) != Crc32C.Of(rest[..HeaderCrcAt]))
        {
            return false;
        }

        var payload = BinaryPrimitives.ReadInt32BigEndian(rest[4..]);
        end = payload < 0 ? 0 : (int)Math.Min(int.MaxValue / 2, (long)HeaderSize + payload);
        return payload >= MerkleTree.HashSize + SignatureSize && BinaryPrimitives.ReadInt64BigEndian(rest[16..]) >= 0;
    }

    private bool TryItems(int count, int end)
    {
        var limit = end - MerkleTree.HashSize - SignatureSize;
        for (var i = 0; i < count; i++)
        {
            if (limit - _end < ItemOverhead)
            {
                return false;
            }

            var item = _bytes.AsSpan(_start + _end, ItemOverhead);
            var entry = BinaryPrimitives.ReadInt32BigEndian(item);
            var annex = BinaryPrimitives.ReadInt32BigEndian(item[4..]);
            if (entry < 0 || annex < 0 || (long)entry + annex > limit - _end - ItemOverhead
                || item[8] != MerkleTree.LeafPrefix
                || !EntryFacts.TryRead(_bytes.AsSpan(_start + _end + ItemOverhead, entry), out var facts))
            {
                return false;
            }

            MerkleTree.LeafOfPrefixed(
                _bytes.AsSpan(_start + _end + ItemOverhead - 1, entry + 1),
                _leafHashes.AsSpan(i * MerkleTree.HashSize));
            _items.Add(new Item(_end + ItemOverhead, entry, annex, facts));
            _end += ItemOverhead + entry + annex;
        }

        var isWhole = _end == limit;
        _end = end;
        return isWhole;
    }

    // Fields, so that what an entry says is read where it lies.
    private readonly struct Item(int entry, int entryLength, int annexLength, in EntryFacts facts)
    {
        internal readonly EntryFacts Facts = facts;
        internal readonly int Entry = entry;
        internal readonly int EntryLength = entryLength;
        internal readonly int AnnexLength = annexLength;
    }
}
