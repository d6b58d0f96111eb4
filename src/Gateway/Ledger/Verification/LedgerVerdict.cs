namespace Gateway.Ledger.Verification;

/// <summary>Something a reader must know before relying on a ledger.</summary>
/// <param name="Code">Stable, lower case: what and how, for example "tile.mismatch".</param>
/// <param name="Where">A file below the ledger folder, or "YYYY:index" for an entry.</param>
/// <param name="Detail">Lower case, no full stop; never a value from an entry.</param>
public sealed record LedgerFinding(string Code, string Where, string Detail);

/// <summary>What a verification came to. Origin, size and root are those of the last shard.</summary>
/// <param name="Origin">Shard origin; "" where no shard could be read.</param>
/// <param name="Size">Entries under the last signed head, be it the checkpoint or a WAL head after it.</param>
/// <param name="Root">Lower-case hex of the root at that size.</param>
public sealed record LedgerVerdict(string Origin, long Size, string Root, IReadOnlyList<LedgerFinding> Findings)
{
    /// <summary>
    /// What was not there to be verified, and need not be: what a mirror's copy never holds, entries that were pruned.
    /// Empty for a whole ledger.
    /// </summary>
    public IReadOnlyList<LedgerLack> NotHeld { get; init; } = [];

    /// <summary>The folder is a mirror's copy.</summary>
    public bool IsCopy { get; init; }

    /// <summary>True only where nothing was found.</summary>
    public bool Ok => Findings.Count == 0;
}

/// <summary>Something that a verification could not look at, because the folder does not hold it.</summary>
/// <param name="What">"entries", "annexes", "seals" or "cosignatures".</param>
/// <param name="Where">
/// "YYYY:first-last" of entries, or of entries that no cosigned head is over; "" where it is all of them.
/// </param>
public sealed record LedgerLack(string What, string Where);
