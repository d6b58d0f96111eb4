using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Settings;

namespace Gateway.Witnessing;

/// <summary>
/// Asks the witnesses, before the ledger is opened, how far they saw it. Where one shows a head with our own signature
/// beyond the anchor, that head becomes the anchor: a copy that was restored together with its anchor is noticed by the
/// same check as one that was restored without.
/// </summary>
internal static class WitnessedAnchor
{
    /// <param name="settings">Whom to ask; null: nobody.</param>
    /// <param name="ledger">What is about to be opened.</param>
    internal static async Task RaiseAsync(CosigningSettings? settings, LedgerParts ledger)
    {
        // A new ledger has no anchor; whoever holds the folder keeps it.
        if (settings is null || ledger.Settings.AnchorFile is not { } anchor || !File.Exists(anchor)
            || LedgerLock.IsTaken(ledger.Settings.Folder))
        {
            return;
        }

        var members = settings.Members.Select(member => new Cosigner(member, settings.Timeout, ledger.Time)).ToList();
        var year = ledger.Time.GetUtcNow().Year;
        var logs = new[] { year, year - 1 }
            .Select(ledger.ShardKey)
            .ToList();
        var heads = await Task.WhenAll(members.Select(member => member.LastAsync(logs, settings.Timeout)));
        members.ForEach(member => member.Dispose());
        foreach (var (note, head) in heads
            .OfType<(byte[] Note, Checkpoint Head)>()
            .OrderByDescending(seen => seen.Head.Origin, StringComparer.Ordinal)
            .ThenByDescending(seen => seen.Head.Size)
            .Take(1))
        {
            if (IsBeyond(head, File.ReadAllBytes(anchor)))
            {
                ledger.Disk.ReplaceDurably(anchor, note);
            }
        }
    }

    // Names of shards differ in the year alone, so their order is that of the years.
    private static bool IsBeyond(Checkpoint seen, byte[] anchor)
    {
        var origin = Checkpoint.ClaimedOrigin(anchor);
        var order = string.CompareOrdinal(seen.Origin, origin);
        return order > 0
            || (order == 0 && SignedNote.TryRead(anchor, out var text, out _)
                && Checkpoint.TryParse(text, out var last) && seen.Size > last!.Size);
    }
}
