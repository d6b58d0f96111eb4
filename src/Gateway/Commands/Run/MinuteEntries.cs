using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.State;

namespace Gateway.Commands.Run;

/// <summary>
/// Once a minute, and at a clean stop: one counted entry per code for what strangers were refused beyond their budget,
/// and per code and party for what parties were refused beyond their limits. What was observed is written to its file.
/// </summary>
internal sealed class MinuteEntries : IAsyncDisposable
{
    private readonly DaemonParts _parts;
    private readonly ITimer _timer;
    private readonly ILogger _log;

    internal MinuteEntries(DaemonParts parts)
    {
        _parts = parts;
        _log = parts.Log.CreateLogger<MinuteEntries>();
        _timer = parts.Time.CreateTimer(_ => Write(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        Write();
    }

    private void SaveObserved()
    {
        try
        {
            _parts.Observations.Save();
        }
        catch (IOException e)
        {
            _log.ObservedUnsaved(e.Message);
        }
    }

    private void Write()
    {
        SaveObserved();
        var (handshakes, messages, headers, users) = _parts.Rejected.Drain();
        _parts.Strangers.Count(RefusalCode.MessageTls, handshakes);
        _parts.Strangers.Count(RefusalCode.MessageMalformed, messages);
        _parts.Strangers.Count(RefusalCode.MessageHeaderTooLarge, headers);
        _parts.Strangers.Count(RefusalCode.PartyUnknown, users);
        var context = _parts.Snapshots.Current.EntryContext();
        foreach (var (code, party, count) in _parts.Strangers.Drain())
        {
            var entry = new RefusalEntry(null, code, false, TurnBackPlace.Nowhere with { Party = party }, count);
            _parts.Ledger.Enqueue(LedgerRecord.Of(entry, context, _parts.Time));
            _parts.Refusals.Add(new RecentRefusal(
                _parts.Time.GetUtcNow(), null, code.Wire, null, null, null, count, null));
        }
    }
}
