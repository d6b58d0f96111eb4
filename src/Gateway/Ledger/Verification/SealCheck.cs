using System.Globalization;
using System.Security.Cryptography;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Seals;
using Gateway.Stamping;

namespace Gateway.Ledger.Verification;

/// <summary>
/// The seals against the log: each is over a head of this very history, its signature and its timestamp hold, and it is
/// the one that its entry names. Who signed is asked of evidence, where the verifier's trust lists are at hand.
/// </summary>
/// <param name="isCopy">A mirror's copy, which holds no seals.</param>
internal sealed class SealCheck(Findings findings, bool isCopy)
{
    /// <param name="recorded">What the <c>seal</c> entries say.</param>
    internal void Run(IReadOnlyList<ShardVerifier> shards, IReadOnlyList<SealFacts> recorded)
    {
        foreach (var shard in shards)
        {
            foreach (var size in SealFolder.Sizes(shard.Shard))
            {
                Check(shard, size);
            }
        }

        foreach (var seal in recorded)
        {
            CheckRecorded(shards, seal);
        }
    }

    private void Check(ShardVerifier shard, long size)
    {
        var where = WhereOf(shard, size);
        if (SealFolder.Read(shard.Shard, size) is not { } head)
        {
            findings.Add("seal.invalid", where, "there is no head that it could be over");
            return;
        }

        if (shard.Key is not { } key || !Checkpoint.TryOpen(head.Note, key, out var sealedHead)
            || sealedHead!.Size != size)
        {
            findings.Add("seal.invalid", where, "it is not over a head of that size that the shard's key signed");
        }
        else if (shard.Head is { } published && (size > published.Size
            || shard.Shard.ReadRange(size, published.Size) is not { } range
            || !CryptographicOperations.FixedTimeEquals(range.Root(), sealedHead.Root.Span)))
        {
            findings.Add("seal.invalid", where, "the head it is over is not of this history");
        }

        foreach (var fault in CadesSignature.Verify(head.Note, head.Signature).Faults)
        {
            findings.Add("seal.invalid", where, fault);
        }
    }

    private void CheckRecorded(IReadOnlyList<ShardVerifier> shards, SealFacts seal)
    {
        if (shards.FirstOrDefault(shard => shard.Key?.Name == seal.Origin) is not { } shard)
        {
            return;
        }

        var where = WhereOf(shard, seal.Size);
        if (SealFolder.Read(shard.Shard, seal.Size) is not { } head)
        {
            if (!isCopy)
            {
                findings.Add("seal.missing", where, "an entry names the seal, and it is gone");
            }
        }
        else if (Sha256Digest.Of(head.Signature) != seal.Sha256)
        {
            findings.Add("seal.invalid", where, "it is not the seal that its entry names");
        }
    }

    private static string WhereOf(ShardVerifier shard, long size) =>
        string.Create(CultureInfo.InvariantCulture, $"{shard.Shard.Year:D4}/seals/{size}.p7s");
}
