using System.Security.Cryptography;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Witnessing;

namespace Gateway.Ledger.Verification;

/// <summary>
/// The heads that are kept with cosignatures: each signed by the shard's key, and of this very history. Whose the other
/// lines are is asked of evidence, where the verifier's log policy is at hand.
/// </summary>
internal sealed class CosignCheck(Findings findings)
{
    internal void Run(IReadOnlyList<ShardVerifier> shards)
    {
        foreach (var shard in shards.Where(shard => CosignFolder.IsThere(shard.Shard)))
        {
            foreach (var name in Directory.GetFiles(Path.Combine(shard.Shard.Root, CosignFolder.Name))
                .Select(file => Path.GetFileName(file)!)
                .Where(CosignFolder.IsName)
                .Order(StringComparer.Ordinal))
            {
                Check(shard, name);
            }
        }
    }

    private void Check(ShardVerifier shard, string name)
    {
        var where = $"{shard.Shard.Year:D4}/{CosignFolder.Name}/{name}";
        if (shard.Key is not { } key || CosignFolder.Read(shard.Shard, name) is not { } kept
            || !Checkpoint.TryOpen(kept.Note, key, out var head)
            || (name != CosignFolder.Newest && name != CosignFolder.NameOf(head!.Size)))
        {
            findings.Add("cosignature.invalid", where, "it is not a head of that size that the shard's key signed");
        }
        else if (shard.Head is { } published && !IsOfThisHistory(shard.Shard, head!, published))
        {
            findings.Add("cosignature.invalid", where, "the head is not of this history");
        }
    }

    // Beside a running daemon it may have grown beyond the checkpoint that was read before.
    private static bool IsOfThisHistory(ShardFolder shard, Checkpoint head, Checkpoint published)
    {
        var now = head.Size <= published.Size ? published : PublishedShard.Open(shard)?.Head ?? published;
        return head.Size <= now.Size
            && shard.ReadRange(head.Size, now.Size) is { } range
            && CryptographicOperations.FixedTimeEquals(range.Root(), head.Root.Span);
    }
}
