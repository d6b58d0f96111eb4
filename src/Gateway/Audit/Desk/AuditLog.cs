using Gateway.Ledger;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Policies;

namespace Gateway.Audit.Desk;

/// <summary>
/// The log as the desk reads it: the index says which entries, the ledger says what is in them. Each is proven under
/// its shard's signed checkpoint; an index that does not agree with it tells nothing, and whoever asked it says so.
/// </summary>
internal sealed class AuditLog(string ledgerFolder, LedgerIndex index)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    internal string Folder => ledgerFolder;

    /// <summary>Not now: what is derived from the ledger is being made.</summary>
    internal static Refusal Behind { get; } =
        new(RefusalCode.LedgerBehind, "the index has not caught up with what is published") { RetryAfter = AskAgain };

    /// <summary>The index with everything that is published by now.</summary>
    internal async Task<Outcome<AuditView>> LookAsync(CancellationToken cancellationToken) =>
        await index.CurrentAsync(Patience, cancellationToken) is { } current
            ? new AuditView(current.Index, current.End)
            : Behind;

    /// <summary>
    /// Whether a place is behind the last entry there is, of all or of its own year: whoever was sent that one was sent
    /// entries that this log does not have. The first place of a year without a log is where a reader may begin.
    /// </summary>
    internal bool IsBeyond(LedgerCursor place, AuditView view) =>
        place > view.Last
        || (place.Year < view.End.Year
            && place.Index > 0
            && place.Index >= (PublishedShard.Open(new ShardFolder(ledgerFolder, place.Year))?.Head.Size ?? 0));

    /// <summary>The entries themselves, in the order given.</summary>
    /// <exception cref="LedgerUnreadableException">The ledger does not prove one of them.</exception>
    /// <exception cref="IndexBrokenException">The index and the ledger do not agree.</exception>
    internal IReadOnlyList<PublishedEntry> Read(IReadOnlyList<IndexedEntry> indexed)
    {
        var entries = new PublishedEntries(ledgerFolder).At(indexed.Select(entry => entry.Cursor)).ToList();
        return entries.Select(IndexedEntry.Of).SequenceEqual(indexed)
            ? entries
            : throw new IndexBrokenException("the index and the ledger do not agree");
    }

    /// <summary>What it answered cannot be told: looked at, or made again, before it answers anybody.</summary>
    /// <param name="why">An <see cref="IndexBrokenException"/> or an <see cref="IndexAwayException"/>.</param>
    internal void Doubt(AuditView view, Exception why) => index.Doubt(view.Index, why is IndexBrokenException);

    /// <summary>
    /// Asked on a thread of its own: a database that hangs holds up who asks it, and never a thread that transfers use.
    /// </summary>
    internal static Task<T> ApartAsync<T>(Func<T> ask, CancellationToken cancellationToken) => Task.Factory.StartNew(
        ask,
        cancellationToken,
        TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
        TaskScheduler.Default);

    /// <summary>Completes when there is more than up to here, or the time is over.</summary>
    internal Task<bool> HasMoreAsync(LedgerCursor than, TimeSpan most, CancellationToken cancellationToken) =>
        index.HasMoreAsync(than, most, cancellationToken);
}

/// <summary>The index at one moment.</summary>
/// <param name="End">The place after the last entry that is in it: later ones are not looked at.</param>
internal sealed record AuditView(IEntryIndex Index, LedgerCursor End)
{
    /// <summary>The last entry that was looked at, to go on after.</summary>
    internal LedgerCursor Last => End with { Index = Math.Max(0, End.Index - 1) };
}
