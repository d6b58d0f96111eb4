using Gateway.Audit.Desk;
using Gateway.Closing;
using Gateway.Identity;
using Gateway.Ledger;
using Gateway.Ledger.Index;
using Gateway.Listening;
using Gateway.Settings;
using Gateway.State;
using Gateway.Telemetry;

namespace Gateway.Commands.Run;

/// <summary>
/// What stands behind the audit listener. Without one no index is kept: nobody would ask it.
/// </summary>
internal sealed class AuditParts : IAsyncDisposable
{
    // A certificate that has ended is noticed when the next stream begins.
    private static readonly TimeSpan LongestStream = TimeSpan.FromHours(1);

    private readonly GatewaySettings _settings;
    private readonly TransparencyLedger _ledger;
    private readonly LedgerIndex _index;
    private readonly TimeProvider _time;

    internal AuditParts(GatewaySettings settings, TransparencyLedger ledger, ILoggerFactory log, TimeProvider time)
    {
        (_settings, _ledger, _time) = (settings, ledger, time);
        _index = new LedgerIndex(
            settings.Ledger.Directory, IndexPlaces.Of(settings), time, log.CreateLogger<LedgerIndex>());
        if (settings.Listeners.Any(listener => listener.Kind == ListenerKind.Audit))
        {
            // Behind the publisher, never before an acknowledgement: a slow index makes readers wait, not transfers.
            ledger.Vitals.Published += _index.Wake;
            _index.Start();
        }
    }

    internal void AddTo(IServiceCollection services, Func<PinnedSnapshots> current, Intake intake)
    {
        var log = new AuditLog(_settings.Ledger.Directory, _index);
        var readings = new AuditReadings(_ledger, _time);
        services.AddSingleton(_ => new AuditAnswers(
            log, new TransferAnswers(log, _settings, _time), _settings.Ledger.Origin, _time));
        services.AddSingleton(provider => new AuditDeskParts(
            readings,
            new ReaderShares(_settings.Audit, _time),
            provider.GetRequiredService<AuditAnswers>(),
            new AuditStream(
                log,
                readings,
                current,
                intake,
                new StreamTimes(_time, _settings.Audit.Heartbeat, LongestStream))));
    }

    internal AuditDesk Desk(IServiceProvider provider, ClosingRoom closing, Instruments instruments) => new(
        new IdentifiedReader.ReaderRoom(new IdentifiedOfficer.OfficerRoom(_time), _time),
        closing,
        provider.GetRequiredService<AuditDeskParts>(),
        instruments,
        provider.GetRequiredService<ILogger<AuditDesk>>());

    /// <summary>After the ledger, whose last publication wakes it once more.</summary>
    public async ValueTask DisposeAsync()
    {
        _ledger.Vitals.Published -= _index.Wake;
        await _index.DisposeAsync();
    }
}
