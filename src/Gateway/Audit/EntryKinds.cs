using System.Collections.Frozen;
using Gateway.Ledger.Entries;

namespace Gateway.Audit;

/// <summary>Kinds of entry, by what they speak of.</summary>
internal static class EntryKinds
{
    /// <summary>Of the log and the gateway themselves: no transfer, no person, nobody's data.</summary>
    internal static FrozenSet<EntryKind> OfTheLog { get; } = FrozenSet.ToFrozenSet(
    [
        EntryKind.Start, EntryKind.Stop, EntryKind.Tick, EntryKind.Seal, EntryKind.Policy, EntryKind.Trust,
        EntryKind.Key, EntryKind.EgressStop, EntryKind.Witness, EntryKind.Recover, EntryKind.Prune,
    ]);
}
