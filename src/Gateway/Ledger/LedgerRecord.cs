using System.Globalization;
using Gateway.Ledger.Entries;

namespace Gateway.Ledger;

/// <summary>
/// What is appended as one: the entry, which becomes a leaf, and the sealed annex beside it (empty where the kind has
/// none). Both must stay unchanged until the append completes; a queued record is given away.
/// </summary>
internal readonly record struct LedgerRecord(ReadOnlyMemory<byte> Entry, SealedBytes Annex)
{
    internal static LedgerRecord Of(
        LedgerEntry entry, EntryContext context, TimeProvider time, SealedBytes annex = default) =>
        new(entry.ToBytes(context, time.GetUtcNow()), annex);
}

/// <summary>Where an entry stands: the value of Transfer-Ledger.</summary>
/// <param name="Origin">The ledger's origin, without the year.</param>
internal readonly record struct LedgerPosition(string Origin, int Year, long Index)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}/{Year:D4}/{Index}");
}

/// <summary>Whose record it is: strangers may not use the last room in the WAL.</summary>
internal enum LedgerPriority
{
    /// <summary>Made for an identified party, or by the daemon itself.</summary>
    Party,

    /// <summary>Made for somebody who passed no identity check.</summary>
    Stranger,
}
