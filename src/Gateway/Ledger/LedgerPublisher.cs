using System.Globalization;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Wal;

namespace Gateway.Ledger;

//
//  The way of a publication, and what is true if we crash after each step:
//
//      1. Annexes and full tiles are written:       the WAL still has all of it; nobody was told of a new head.
//      2. Partial tiles and the bundle, flushed:    the same.
//      3. The checkpoint, flushed and renamed:      the new head is public, and every tile it needs is on the disk.
//      4. The anchor:                               it may be one head behind, never ahead.
//      5. Partials that became full are removed:    leftovers do no harm.
//      6. Derived state, then the volume, flushed;  only now is a WAL segment without use, and is deleted.
//         finished segments deleted:
//
//  Recovery runs the same steps over whatever the WAL holds.
//

/// <summary>Turns durable batches into tiles, annex files and checkpoints. One call at a time.</summary>
internal sealed class LedgerPublisher : IDisposable
{
    private readonly LedgerParts _parts;
    private readonly LedgerAnchor _anchor;
    private readonly DerivedState _state;
    private readonly AnnexAppender _annexes;
    private readonly HashSet<string> _unflushed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _knownFolders = new(StringComparer.Ordinal);
    private readonly List<string> _fullTiles = [];
    private readonly List<string> _finished = [];
    private ShardFolder? _shard;
    private TileFrontier? _frontier;
    private byte[] _root = [];
    private long _published;
    private string? _segment;

    internal LedgerPublisher(LedgerParts parts, LedgerAnchor anchor, DerivedState state)
    {
        (_parts, _anchor, _state) = (parts, anchor, state);
        _annexes = new AnnexAppender(parts.Disk, parts.Settings.SideFolder, MakeFolder);
    }

    private LedgerDisk Disk => _parts.Disk;

    /// <summary>The published checkpoint, byte for byte; null before the first.</summary>
    internal byte[]? LastCheckpoint { get; private set; }

    /// <summary>
    /// Goes on where a published shard ends; false where its tiles are not what its checkpoint says.
    /// </summary>
    internal bool TryResume(ShardFolder shard, ReplayedYear year)
    {
        _frontier = TileFrontier.Load(shard, year.Size, year.Root, WriteFullTile);
        (_shard, _root, _published, LastCheckpoint) = (shard, year.Root, year.Size, year.Checkpoint);

        // A crash after the checkpoint may have left partials of tiles that the WAL's entries filled.
        var start = year.Batches.Count > 0 ? year.Batches[0].First : year.Size;
        for (var level = TilePath.EntriesLevel; level < (_frontier?.Levels ?? 0); level++)
        {
            for (var index = TilePath.FullTiles(start, level); index < TilePath.FullTiles(year.Size, level); index++)
            {
                _fullTiles.Add(shard.FileOf(level, index, 0));
            }
        }

        return _frontier is not null;
    }

    /// <summary>
    /// Takes partials away of a head that was never published, of a year that may not have been published at all: a
    /// write that failed may have left them torn, and whoever verifies holds every partial to the tree. Those that are
    /// needed are written again.
    /// </summary>
    internal void RemoveUnpublished(ReplayedYear year)
    {
        var shard = new ShardFolder(_parts.Settings.Folder, year.Year);
        var end = year.Batches.Count > 0 ? Math.Max(year.Size, year.Batches[^1].Next) : year.Size;
        for (var level = TilePath.EntriesLevel; level <= 0 || end >> (level * TilePath.HeightBits) > 0; level++)
        {
            for (var index = TilePath.FullTiles(year.Size, level); index <= TilePath.FullTiles(end, level); index++)
            {
                var published = index == TilePath.FullTiles(year.Size, level)
                    ? TilePath.PartialWidth(year.Size, Math.Max(level, 0))
                    : 0;
                RemoveWider(shard.FileOf(level, index, 0) + ".p", published);
            }
        }
    }

    private void RemoveWider(string folder, int published)
    {
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            if (int.TryParse(Path.GetFileName(file), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
                && width > published)
            {
                Disk.Delete(file);
                _unflushed.Add(folder);
            }
        }
    }

    /// <summary>
    /// The first shard of a new ledger, with a head over nothing: so the key is there for whoever reads the WAL before
    /// the first publication, and the anchor before the first entry.
    /// </summary>
    internal void BeginFirst(int year)
    {
        BeginShard(year);
        FlushFolders();
        var note = _parts.SignCheckpoint(year, 0, MerkleTree.EmptyRoot);
        Disk.ReplaceDurably(_shard!.CheckpointFile, note);
        _anchor.Write(note);
    }

    internal void Publish(IEnumerable<WalBatch> batches)
    {
        foreach (var batch in batches)
        {
            if (batch.Year != _shard?.Year)
            {
                Commit();
                BeginShard(batch.Year);
            }

            if (_segment is not null && _segment != batch.Segment)
            {
                _finished.Add(_segment);
            }

            _segment = batch.Segment;
            Take(batch);
            batch.Release();
        }

        _annexes.Write();
        Commit();
        Drop(_finished);
        _finished.Clear();
    }

    public void Dispose() => _annexes.Dispose();

    /// <summary>Everything is published and no batch will follow: no segment is needed any more.</summary>
    internal void DropAll(IEnumerable<string> segments) => Drop([.. segments]);

    private void Take(WalBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var index = batch.First + i;
            _annexes.Append(batch.Year, index, batch.Annex(i));
            if (batch.Year > _state.Year || (batch.Year == _state.Year && index >= _state.Size))
            {
                _state.Apply(batch.Year, index, batch.Facts(i));
            }

            if (index >= _frontier!.Size)
            {
                _frontier.Append(batch.Entry(i), batch.LeafHash(i), batch.FilledTile(index));
            }
        }

        if (batch.Next == _frontier!.Size)
        {
            _root = batch.Root.ToArray();
        }
    }

    private void BeginShard(int year)
    {
        _shard = new ShardFolder(_parts.Settings.Folder, year);
        (_frontier, _root, _published) = (new TileFrontier(WriteFullTile), [], 0);
        MakeFolder(_shard.Root);
        Disk.ReplaceDurably(_shard.VkeyFile, System.Text.Encoding.UTF8.GetBytes($"{_parts.ShardKey(year)}\n"));
    }

    private void Commit()
    {
        if (_shard is null || _frontier is null || _frontier.Size == _published)
        {
            return;
        }

        WritePartials(_shard, _frontier);
        FlushFolders();
        var note = _parts.SignCheckpoint(_shard.Year, _frontier.Size, _root);
        Disk.ReplaceDurably(_shard.CheckpointFile, note);
        (_published, LastCheckpoint) = (_frontier.Size, note);
        _anchor.Write(note);
        RemovePartials();
    }

    private void WritePartials(ShardFolder shard, TileFrontier frontier)
    {
        for (var level = 0; level < frontier.Levels; level++)
        {
            var shift = level * TilePath.HeightBits;
            var width = TilePath.PartialWidth(frontier.Size, level);
            if (width > 0 && frontier.Size >> shift != _published >> shift)
            {
                WriteTile(shard.FileOf(level, TilePath.FullTiles(frontier.Size, level), width),
                    frontier.PartialTile(level));
            }
        }

        var entries = TilePath.PartialWidth(frontier.Size, 0);
        if (entries > 0)
        {
            var index = TilePath.FullTiles(frontier.Size, 0);
            WriteTile(shard.FileOf(TilePath.EntriesLevel, index, entries), frontier.PartialBundle);
        }
    }

    private void WriteFullTile(int level, long index, ReadOnlySpan<byte> bytes)
    {
        var path = _shard!.FileOf(level, index, 0);
        WriteTile(path, bytes);
        _fullTiles.Add(path);
    }

    // Straight to its name: until a checkpoint needs it nobody reads it, and recovery writes it again.
    private void WriteTile(string path, ReadOnlySpan<byte> bytes)
    {
        var folder = Path.GetDirectoryName(path)!;
        MakeFolder(folder);
        using var file = Disk.Open(path);
        Disk.Write(file, bytes, 0);
        Disk.SetLength(file, bytes.Length);
        Disk.Flush(file);
        _unflushed.Add(folder);
    }

    private void MakeFolder(string folder)
    {
        if (!_knownFolders.Add(folder) || Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder)!;
        MakeFolder(parent);
        Disk.CreateFolder(folder);
        _unflushed.Add(parent);
    }

    private void FlushFolders()
    {
        foreach (var folder in _unflushed)
        {
            Disk.FlushFolder(folder);
        }

        _unflushed.Clear();
    }

    private void RemovePartials()
    {
        foreach (var partials in _fullTiles.Select(path => path + ".p").Where(Directory.Exists))
        {
            Disk.DeleteFolder(partials);
            _knownFolders.Remove(partials);
        }

        _fullTiles.Clear();
    }

    private void Drop(List<string> segments)
    {
        if (segments.Count == 0)
        {
            return;
        }

        _state.Save(Disk, _parts.Settings, _parts.Key);
        Disk.FlushVolume(_parts.Settings.Folder);
        foreach (var segment in segments)
        {
            Disk.Delete(segment);
        }

        Disk.FlushFolder(_parts.Settings.WalFolder);
    }
}
