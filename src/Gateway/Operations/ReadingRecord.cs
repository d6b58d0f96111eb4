using Gateway.Identity;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies.Parties;

namespace Gateway.Operations;

/// <summary>
/// Puts on record that an officer looked: one <c>read</c> entry for each reader, resource and minute (DESIGN.md 7).
/// Queued, never awaited: a ledger that has stopped is exactly what an operator wants to read about.
/// </summary>
internal sealed class ReadingRecord(TransparencyLedger ledger, TimeProvider time)
{
    // Guards the two below; held for one look into the set.
    private readonly Lock _gate = new();
    private readonly HashSet<(OfficerId Reader, string Resource)> _seen = [];
    private long _minute;

    internal void Note(IdentifiedOfficer officer, string resource, PinnedSnapshots pinned)
    {
        if (IsFirst(officer.Officer.Id, resource))
        {
            var entry = new ReadEntry(ReaderName.Operator(officer.Officer.Id), officer.CertificateSha256, resource);
            ledger.Enqueue(LedgerRecord.Of(entry, pinned.EntryContext(), time));
        }
    }

    private bool IsFirst(OfficerId reader, string resource)
    {
        var minute = time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
        lock (_gate)
        {
            if (minute != _minute)
            {
                _minute = minute;
                _seen.Clear();
            }

            return _seen.Add((reader, resource));
        }
    }
}
