using Gateway.Ledger.Archives;
using Gateway.Ledger.Wal;

namespace Gateway.Ledger.Verification;

/// <summary>
/// <c>ledger verify DIR</c>: reads a ledger folder, of a stopped or a running daemon, and believes nothing in it but
/// signatures. Every shard is verified; all findings are told.
/// </summary>
internal static class LedgerVerifier
{
    /// <param name="folder">The ledger folder.</param>
    /// <param name="publicKeys">
    /// Ed25519 public keys that may have signed; null: whatever stands in each shard's vkey, which proves that a
    /// ledger
    /// is whole and not whose it is.
    /// </param>
    /// <param name="beside">
    /// Folders of the organisation's other ledgers, each of which must be among them; null: only this one is asked
    /// about.
    /// </param>
    /// <param name="witnesses">Whose cosignatures count; null: they are not asked for.</param>
    internal static LedgerVerdict Verify(
        string folder,
        IReadOnlyCollection<ReadOnlyMemory<byte>>? publicKeys,
        IReadOnlyList<string>? beside = null,
        CosignPolicy? witnesses = null)
    {
        var findings = new Findings();
        var isArchive = ArchiveFolder.IsArchive(folder);
        var isCopy = CopyMark.IsCopy(folder);
        var mark = isCopy ? CopyMark.Read(folder) : null;
        var checks = new EntryChecks(Path.Combine(folder, "side"), findings)
        {
            IsArchive = isArchive,
            IsCopy = isCopy,
            IsWithoutEntries = mark is { HasEntries: false },
        };

        // The WAL first: a daemon that publishes meanwhile can only make the checkpoint newer.
        var isRunning = LedgerLock.IsTaken(folder);
        var scan = ReadWal(folder, isRunning);
        var shards = new List<ShardVerifier>();
        foreach (var shard in ShardFolder.All(folder))
        {
            var verifier = new ShardVerifier(shard, checks, findings);
            verifier.Run(publicKeys is null ? null : key => IsAmong(key, publicKeys), shards.LastOrDefault());
            CheckOrigin(shards.LastOrDefault(), verifier, findings);
            shards.Add(verifier);
        }

        var wal = new WalVerifier(scan, checks, findings);
        wal.Run(shards, isRunning, folder);
        if (shards.Count == 0 && scan.Batches.Count == 0)
        {
            findings.Add("ledger.empty", ".", "no shard and no WAL: not a ledger folder");
        }

        checks.Finish(() => shards.SelectMany(shard => shard.Salts()).Concat(wal.Salts(shards)));
        CheckMinima(shards, checks, findings);
        if (isArchive)
        {
            new ArchiveCheck(folder, findings).Run(shards);
        }

        if (isCopy)
        {
            new CopyCheck(folder, mark, findings).Run(shards);
        }

        new SealCheck(findings, isCopy).Run(shards, checks.Seals);
        var cosigned = new CosignCheck(findings, witnesses);
        cosigned.Run(shards);
        new LogListCheck(folder, findings).Run(shards, beside);
        new KeysCheck(folder, findings).Run();
        var head = wal.Head ?? shards.LastOrDefault()?.Head;
        return new LedgerVerdict(
            head?.Origin ?? "",
            head?.Size ?? 0,
            head is null ? "" : Convert.ToHexStringLower(head.Root.Span),
            findings.All)
        {
            NotHeld = [.. checks.NotHeld(), .. cosigned.Lacks],
            IsCopy = isCopy,
        };
    }

    // A reader may overtake a write: the front of a batch as it was before, its end as it is now, looks like damage. Of
    // a running daemon, damage is what is still there when looked at again.
    private static WalScan ReadWal(string folder, bool isRunning)
    {
        const int Looks = 5;
        var scan = WalScan.Read(Path.Combine(folder, "wal"));
        for (var look = 1; isRunning && look < Looks && IsDamaged(scan); look++)
        {
            scan = WalScan.Read(Path.Combine(folder, "wal"));
        }

        return scan;
    }

    private static bool IsDamaged(WalScan scan) => scan is { Damage: not null } or { Torn.IsCutShort: false };

    private static void CheckOrigin(ShardVerifier? before, ShardVerifier shard, Findings findings)
    {
        if (before?.Key is { } older && shard.Key is { } key
            && older.Name[..^4] != key.Name[..^Math.Min(4, key.Name.Length)])
        {
            findings.Add("vkey.origin", $"{shard.Shard.Year:D4}/vkey", "the origin is not that of the shard before");
        }
    }

    // The file is for readers; only an entry may say that something is gone.
    private static void CheckMinima(IEnumerable<ShardVerifier> shards, EntryChecks checks, Findings findings)
    {
        foreach (var shard in shards.Where(shard => shard.Key is not null
            && shard.Shard.ReadMinimum() > checks.MinimumOf(shard.Key.Name)))
        {
            findings.Add(
                "prune.minimum",
                $"{shard.Shard.Year:D4}/minimum",
                "it says that more is gone than any prune entry does");
        }
    }

    private static bool IsAmong(ReadOnlyMemory<byte> key, IReadOnlyCollection<ReadOnlyMemory<byte>> keys) =>
        keys.Any(known => known.Span.SequenceEqual(key.Span));
}
