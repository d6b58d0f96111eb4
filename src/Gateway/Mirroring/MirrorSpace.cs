using System.Globalization;
using Gateway.Ledger.Tree;

namespace Gateway.Mirroring;

/// <summary>
/// How much of the disk copies may take: one ledger's, within that of all. A log that is false, and long, must not fill
/// the disk that the others' copies stand on. One round at a time counts.
/// </summary>
/// <param name="most">Bytes.</param>
/// <param name="whole">What this is a part of; null: it is the whole.</param>
internal sealed class MirrorSpace(long most, MirrorSpace? whole = null)
{
    private const int FullTile = TilePath.FullWidth * MerkleTree.HashSize;

    /// <summary>Bytes of files.</summary>
    internal long Used { get; private set; }

    internal long Most => most;

    private long Left => Math.Min(Math.Max(0, most - Used), whole?.Left ?? long.MaxValue);

    /// <summary>What stands in a folder already, however it came there.</summary>
    internal void Count(string folder)
    {
        if (Directory.Exists(folder))
        {
            Add(new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length));
        }
    }

    /// <summary>Before that much more is written.</summary>
    /// <param name="more">Below zero where a file is taken away.</param>
    /// <exception cref="MirrorFindingException">There is no room; nothing was counted.</exception>
    internal void Take(long more, string where)
    {
        if (more > Left)
        {
            throw Full(where);
        }

        Add(more);
    }

    /// <summary>
    /// Before a log is followed to a size: there must be room for its hash tiles, so that nothing at all is fetched of
    /// one that is too long.
    /// </summary>
    /// <exception cref="MirrorFindingException">There is not.</exception>
    internal void CheckTiles(long held, long size, string where)
    {
        var needed = Int128.Zero;
        for (var level = 0; level < TilePath.Levels(size); level++)
        {
            needed += (Int128)(TilePath.FullTiles(size, level) - TilePath.FullTiles(held, level)) * FullTile;
        }

        if (needed > Left)
        {
            throw Full(where);
        }
    }

    private void Add(long more)
    {
        Used += more;
        whole?.Add(more);
    }

    private MirrorFindingException Full(string where) => new("mirror.full", where, string.Create(
        CultureInfo.InvariantCulture,
        $"the copy may take no more of the disk ('MaxMiB', {(most - Used > Left ? "of all copies" : "of this log")})"));
}
