using System.Text.Json;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.State;

namespace Gateway.Operations;

/// <summary>Fills the ring of recent refusals from the ledger's tail, so that a restart does not empty it.</summary>
internal static class RefusalTail
{
    // 4096 entries at most: a start may not take longer because the ledger is long.
    private const int Bundles = 16;

    internal static void Refill(RecentRefusals refusals, string ledgerFolder)
    {
        foreach (var refusal in Read(ledgerFolder).Take(RecentRefusals.Capacity).Reverse())
        {
            refusals.Add(refusal);
        }
    }

    private static IEnumerable<RecentRefusal> Read(string ledgerFolder)
    {
        foreach (var (position, bytes) in LedgerTail.Read(ledgerFolder, Bundles))
        {
            if (EntryFacts.TryRead(bytes.Span, out var facts) && facts.Kind == EntryKind.Refusal)
            {
                yield return Parse(position, facts, bytes);
            }
        }
    }

    private static RecentRefusal Parse(LedgerPosition position, EntryFacts facts, ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var entry = document.RootElement;
        return new RecentRefusal(
            facts.Time,
            facts.TransferId == Guid.Empty ? null : facts.TransferId,
            entry.TextOf("code") ?? "",
            entry.TextOf("leg"),
            entry.TextOf("party"),
            entry.TextOf("route"),
            entry.NumberOf("count") ?? 1,
            position.ToString());
    }
}
