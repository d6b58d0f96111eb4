using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;

namespace Gateway.Ledger.Index;

/// <summary>One entry as the index knows it. What is told of it is read from the ledger again, and proven.</summary>
internal sealed record IndexedEntry(
    LedgerCursor Cursor,
    DateTimeOffset Time,
    Guid? Transfer,
    IndexFacet Facet,
    long Decisions,
    long Records,
    long Subjects,
    long? Counted)
{
    /// <summary>Null for a kind that is not of transfers.</summary>
    internal static IndexedEntry? Of(PublishedEntry entry) =>
        EntryOutline.Of(entry.Bytes) is { } outline
        && (outline.Kind == EntryKind.Outcome || EntryFilter.Decisions.Contains(outline.Kind))
            ? new IndexedEntry(
                entry.Cursor,
                outline.Time,
                outline.Transfer,
                IndexFacet.Of(outline),
                outline.Count,
                outline.Records,
                outline.Subjects,
                outline.Counted)
            : null;
}

/// <summary>How far the index goes in one shard, and the root of the tree there: what it was made from.</summary>
/// <param name="Origin">The shard's: "origin/YYYY".</param>
/// <param name="Root">Lower-case hex.</param>
internal sealed record IndexHead(string Origin, int Year, long Size, string Root);

/// <summary>A window of the log and of time; null asks nothing.</summary>
/// <param name="After">Entries after this one.</param>
/// <param name="Before">Entries before this place; exclusive.</param>
/// <param name="Since">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
internal sealed record IndexWindow(
    LedgerCursor? After = null,
    LedgerCursor? Before = null,
    DateTimeOffset? Since = null,
    DateTimeOffset? Until = null)
{
    /// <summary>A moment in milliseconds of Unix time. Entries have whole ones: within one, the next begins.</summary>
    internal static long Ceiling(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks + TimeSpan.TicksPerMillisecond - 1)
        / TimeSpan.TicksPerMillisecond;
}
