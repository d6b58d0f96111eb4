using Gateway.Ledger.Entries;

namespace Gateway.Ledger.Inspection;

/// <summary>
/// How a ledger folder looks from outside, without verifying it: for whoever asks whether it lives. Reads only.
/// </summary>
/// <param name="Origin">Origin of the last shard; empty where nothing is published.</param>
/// <param name="Size">Entries under the last published checkpoint.</param>
/// <param name="Root">Lower-case hex of its root.</param>
/// <param name="CheckpointAt">When the checkpoint was written.</param>
/// <param name="LastEntryAt">Time of the newest entry.</param>
/// <param name="LastKind">Its kind: "stop" after a clean stop.</param>
/// <param name="LastTickAt">The newest tick among the last entries.</param>
/// <param name="IsHeld">A daemon holds the folder.</param>
internal sealed record LedgerGlance(
    string Origin,
    long Size,
    string Root,
    DateTimeOffset? CheckpointAt,
    DateTimeOffset? LastEntryAt,
    string? LastKind,
    DateTimeOffset? LastTickAt,
    bool IsHeld)
{
    // One tick a minute: on a busy ledger it may lie further back, and then the entries themselves show that it lives.
    private const int Bundles = 16;

    internal static LedgerGlance At(string ledgerFolder)
    {
        var isHeld = LedgerLock.IsTaken(ledgerFolder);
        if (PublishedShard.All(ledgerFolder).LastOrDefault() is not { } shard)
        {
            return new LedgerGlance("", 0, "", null, null, null, null, isHeld);
        }

        EntryFacts? last = null;
        EntryFacts? tick = null;
        foreach (var (_, bytes) in LedgerTail.Read(ledgerFolder, Bundles))
        {
            if (!EntryFacts.TryRead(bytes.Span, out var facts))
            {
                continue;
            }

            last ??= facts;
            if (facts.Kind == EntryKind.Tick)
            {
                tick = facts;
                break;
            }
        }

        return new LedgerGlance(
            shard.Head.Origin,
            shard.Head.Size,
            Convert.ToHexStringLower(shard.Head.Root.Span),
            shard.PublishedAt,
            last?.Time,
            last?.Kind.Wire(),
            tick?.Time,
            isHeld);
    }
}
