namespace Gateway.Ledger.Inspection;

/// <summary>One published entry, proven under its shard's signed checkpoint.</summary>
/// <param name="Origin">The shard's: "origin/YYYY".</param>
/// <param name="Bytes">Its exact bytes.</param>
/// <param name="LeafHash">32 bytes (RFC 6962).</param>
internal sealed record PublishedEntry(
    string Origin, LedgerCursor Cursor, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> LeafHash);

/// <summary>
/// What lies in the folder is not what its checkpoint says, or is gone: whoever reads on would skip something. The
/// message says where.
/// </summary>
internal sealed class LedgerUnreadableException(string message) : Exception(message);
