using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Wal;
using Gateway.Stamping;

namespace Gateway.Ledger;

/// <summary>What every part of an open ledger stands on.</summary>
internal sealed record LedgerParts(
    LedgerSettings Settings, Ed25519PrivateKey Key, TimeProvider Time, LedgerDisk Disk, ILogger Logger)
{
    internal string ShardOrigin(int year) => WalHead.ShardOrigin(Settings.Origin, year);

    internal NoteKey ShardKey(int year) => NoteKey.Of(ShardOrigin(year), Key.PublicKey);

    /// <summary>The signed head of a shard. Only ever called for a size that is durable.</summary>
    internal byte[] SignCheckpoint(int year, long size, ReadOnlySpan<byte> root) =>
        new Checkpoint(ShardOrigin(year), size, root.ToArray()).Sign(Key);

    internal EntryContext OwnContext => new(Settings.Software, null, []);
}
