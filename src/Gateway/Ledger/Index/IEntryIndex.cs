namespace Gateway.Ledger.Index;

/// <summary>
/// Where the index is kept: the seam between what is asked of it and the database that answers. Whoever keeps it
/// elsewhere implements this, and nothing above changes. One writer; any number of readers beside it.
/// </summary>
/// <exception cref="IndexBrokenException">From any member: it cannot be used, and must be made again.</exception>
/// <exception cref="IndexAwayException">From any member: it cannot be asked now; nothing is said about it.</exception>
internal interface IEntryIndex : IDisposable
{
    /// <summary>How far it goes, oldest shard first; what is after the last is not in it yet.</summary>
    IReadOnlyList<IndexHead> Heads();

    /// <summary>Takes entries of one shard, in the order of the log, and how far it goes with them; or none.</summary>
    void Append(IReadOnlyList<IndexedEntry> entries, IndexHead head);

    /// <summary>The first entries of the window whose facet is wanted, in the order of the log.</summary>
    IReadOnlyList<IndexedEntry> Find(IndexWindow window, Func<IndexFacet, bool> isWanted, int most);

    /// <summary>Every entry of one transfer, in the order of the log.</summary>
    IReadOnlyList<IndexedEntry> Of(Guid transfer);

    /// <summary>
    /// What the wanted entries of these days add up to: from sums that are kept, so it takes no longer for a long
    /// ledger than for a short one of as many days.
    /// </summary>
    IndexTotals Total(DaySpan days, Func<IndexFacet, bool> isWanted);
}

/// <summary>Where the index of one ledger is kept: opened there, and taken away.</summary>
internal interface IIndexPlace
{
    /// <summary>Opens the index, or makes an empty one.</summary>
    /// <exception cref="IndexBrokenException">It is damaged, or of another form.</exception>
    /// <exception cref="IndexAwayException">The database cannot be reached, or lets nobody in.</exception>
    IEntryIndex Open();

    /// <summary>Takes the index of this ledger away, whatever is in it, and nothing of another ledger.</summary>
    /// <exception cref="IndexAwayException">The database cannot be reached, or lets nobody in.</exception>
    void Clear();
}

/// <summary>The index is damaged or not one; it is derived, so the ledger has all of it.</summary>
internal sealed class IndexBrokenException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The database of the index cannot be reached, or refuses. The message is ours: it holds no name, value or text of the
/// database's.
/// </summary>
internal sealed class IndexAwayException(string message, Exception? inner = null) : Exception(message, inner);
