using System.Globalization;
using System.Security.Cryptography;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Witnessing;

namespace Gateway.Ledger.Verification;

/// <summary>
/// The heads that are kept with cosignatures: each signed by the shard's key, and of this very history; and the lines
/// of the witnesses whom the verifier knows. A line that names no such witness is passed over, as C2SP signed-note
/// says.
/// </summary>
/// <param name="policy">Null: whose the lines are is not asked.</param>
internal sealed class CosignCheck(Findings findings, CosignPolicy? policy)
{
    /// <summary>What the quorum is not over, and need not be.</summary>
    internal IReadOnlyList<LedgerLack> Lacks { get; private set; } = [];

    internal void Run(IReadOnlyList<ShardVerifier> shards)
    {
        foreach (var shard in shards)
        {
            if (shard.Note is { } note && SignedNote.TryRead(note, out var text, out var lines))
            {
                CheckLines($"{shard.Shard.Year:D4}/checkpoint", text, lines);
            }

            foreach (var name in Names(shard.Shard))
            {
                Check(shard, name);
            }
        }

        if (policy is not null && shards is [.., { Key: { } key, Head: { } head } last])
        {
            CheckQuorum(policy, last, key, head);
        }
    }

    private static IEnumerable<string> Names(ShardFolder shard) => !CosignFolder.IsThere(shard)
        ? []
        : Directory.GetFiles(Path.Combine(shard.Root, CosignFolder.Name))
            .Select(file => Path.GetFileName(file)!)
            .Where(CosignFolder.IsName)
            .Order(StringComparer.Ordinal);

    private void Check(ShardVerifier shard, string name)
    {
        var where = $"{shard.Shard.Year:D4}/{CosignFolder.Name}/{name}";
        if (shard.Key is not { } key || CosignFolder.Read(shard.Shard, name) is not { } kept
            || !Checkpoint.TryOpen(kept.Note, key, out var head)
            || (name != CosignFolder.Newest && name != CosignFolder.NameOf(head!.Size)))
        {
            findings.Add("cosignature.invalid", where, "it is not a head of that size that the shard's key signed");
            return;
        }

        if (shard.Head is { } published && !IsOfThisHistory(shard.Shard, head!, published))
        {
            findings.Add("cosignature.invalid", where, "the head is not of this history");
        }

        CheckLines(where, kept.Text, kept.Lines);
    }

    private void CheckLines(string where, string text, IReadOnlyList<string> lines)
    {
        foreach (var name in policy?.Spoiled(text, lines) ?? [])
        {
            findings.Add("cosignature.signature", where, $"the line of '{name}' is not that witness's cosignature");
        }
    }

    // The newest year answers for those before it: its first entry holds the last head of the year before.
    private void CheckQuorum(CosignPolicy asked, ShardVerifier shard, NoteKey key, Checkpoint published)
    {
        var cosigned = new[] { shard.Note, CosignFolder.ReadNewest(shard.Shard)?.Note }
            .Select(note => note is null ? -1 : WitnessedSize(asked, note, key))
            .Max();
        if (cosigned < 0 && asked.IsRequired)
        {
            findings.Add(
                "cosignature.quorum",
                $"{shard.Shard.Year:D4}/{CosignFolder.NewestPath}",
                "no head of the newest year is kept that enough witnesses cosigned");
        }
        else if (cosigned < published.Size)
        {
            Lacks =
            [
                new LedgerLack("cosignatures", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{shard.Shard.Year:D4}:{Math.Max(0, cosigned)}-{published.Size - 1}")),
            ];
        }
    }

    private static long WitnessedSize(CosignPolicy asked, byte[] note, NoteKey key) =>
        Checkpoint.TryOpen(note, key, out var head) && SignedNote.TryRead(note, out var text, out var lines)
        && asked.IsWitnessed(text, lines)
            ? head!.Size
            : -1;

    // Beside a running daemon it may have grown beyond the checkpoint that was read before.
    private static bool IsOfThisHistory(ShardFolder shard, Checkpoint head, Checkpoint published)
    {
        var now = head.Size <= published.Size ? published : PublishedShard.Open(shard)?.Head ?? published;
        return head.Size <= now.Size
            && shard.ReadRange(head.Size, now.Size) is { } range
            && CryptographicOperations.FixedTimeEquals(range.Root(), head.Root.Span);
    }
}
