namespace Gateway.Ledger.Index;

/// <summary>
/// Where the index is kept: the seam between what is asked of it and the database that answers. Whoever keeps it
/// elsewhere implements this, and nothing above changes. One writer; any number of readers beside it.
/// </summary>
/// <exception cref="IndexBrokenException">From any member: it cannot be used, and must be made again.</exception>
internal interface IEntryIndex : IDisposable
{
    /// <summary>How far it goes, oldest shard first; what is after the last is not in it yet.</summary>
    IReadOnlyList<IndexHead> Heads();

    /// <summary>Takes entries of one shard, in the order of the log, and how far it goes with them: all or nothing.</summary>
    void Append(IReadOnlyList<IndexedEntry> entries, IndexHead head);

    /// <summary>The first entries of the window whose facet is wanted, in the order of the log.</summary>
    IReadOnlyList<IndexedEntry> Find(IndexWindow window, Func<IndexFacet, bool> isWanted, int most);

    /// <summary>Every entry of one transfer, in the order of the log.</summary>
    IReadOnlyList<IndexedEntry> Of(Guid transfer);

    /// <summary>What the entries of the window add up to, by facet.</summary>
    IReadOnlyList<FacetSum> Sum(IndexWindow window, Func<IndexFacet, bool> isWanted);

    /// <summary>How many transfers the wanted entries of the window are of.</summary>
    long Transfers(IndexWindow window, Func<IndexFacet, bool> isWanted);
}

/// <summary>The index is damaged or not one; it is derived, so the ledger has all of it.</summary>
internal sealed class IndexBrokenException(string message, Exception? inner = null) : Exception(message, inner);
