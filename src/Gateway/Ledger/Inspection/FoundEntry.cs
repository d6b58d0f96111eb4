namespace Gateway.Ledger.Inspection;

/// <summary>How sure a reader may be that an entry is in the log.</summary>
internal enum Inclusion
{
    /// <summary>Proven under the shard's signed checkpoint.</summary>
    Proven,

    /// <summary>Durable, in the WAL, and not under a checkpoint yet.</summary>
    Unpublished,

    /// <summary>The tiles do not prove it: the ledger is damaged there.</summary>
    Unproven,
}

/// <summary>One entry as it lies in a ledger folder.</summary>
/// <param name="Bytes">Its exact bytes.</param>
internal sealed record FoundEntry(LedgerPosition Position, ReadOnlyMemory<byte> Bytes, Inclusion Inclusion);
