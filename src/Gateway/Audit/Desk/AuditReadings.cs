using Gateway.Identity;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Listening;

namespace Gateway.Audit.Desk;

/// <summary>
/// Puts on record that a regulator or an auditor looked, once for each reader, resource and minute, before anything is
/// shown: these are other people's records, so what cannot be recorded is not read (docs/decisions/0056).
/// </summary>
internal sealed class AuditReadings(TransparencyLedger ledger, TimeProvider time)
{
    // Guards the two below; held for one look. A task is the record of one reader and resource in this minute: whoever
    // asks for the same meanwhile waits for it.
    private readonly Lock _gate = new();
    private readonly Dictionary<(ReaderName Reader, string Resource), Task> _noted = [];
    private long _minute;

    /// <exception cref="LedgerUnavailableException">It is not on record.</exception>
    internal Task NoteAsync(IdentifiedReader reader, string resource, PinnedSnapshots pinned)
    {
        lock (_gate)
        {
            var minute = time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
            if (minute != _minute)
            {
                _minute = minute;
                _noted.Clear();
            }

            var key = (reader.Name, resource);
            if (!_noted.TryGetValue(key, out var noted) || noted.IsFaulted)
            {
                var entry = new ReadEntry(reader.Name, reader.CertificateSha256, resource);
                _noted[key] = noted = ledger.AppendAsync(
                    LedgerRecord.Of(entry, pinned.EntryContext(), time), CancellationToken.None).AsTask();
            }

            return noted;
        }
    }
}
