using System.Net;
using Gateway.Audit.Taps;
using Gateway.Closing;
using Gateway.Evidence;
using Gateway.Forwarding;
using Gateway.Identity;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Observing;
using Gateway.Operations;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Reading;
using Gateway.Rooms;
using Gateway.Screening;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.State;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Commands.Run;

/// <summary>What the daemon holds open for as long as it runs: ledger, keys, snapshots, peers.</summary>
internal sealed class DaemonParts : IAsyncDisposable
{
    private readonly Ed25519PrivateKey _ledgerKey;

    private DaemonParts(
        Foundation foundation,
        TransparencyLedger ledger,
        Ed25519PrivateKey ledgerKey,
        ILoggerFactory log,
        TimeProvider time)
    {
        Log = log;
        Foundation = foundation;
        Ledger = ledger;
        Time = time;
        StartedAt = time.GetUtcNow();
        _ledgerKey = ledgerKey;
        Snapshots = new SnapshotStore(foundation.First);
        Peers = new PeerClients(foundation.Settings.Forwarding, time);
        Strangers = new StrangerBudget(time);
        Doors = ConnectionPlaces.ForAll(foundation.Settings.Listeners);
        Sight = new DaemonSight(foundation.Settings, log);
        Observations = new Observations(foundation.Settings.State.Directory, time);
        Audit = new AuditParts(foundation.Settings, ledger, log, time);
    }

    internal Foundation Foundation { get; }

    internal ILoggerFactory Log { get; }

    internal TransparencyLedger Ledger { get; }

    internal TimeProvider Time { get; }

    /// <summary>What the ledger is written to.</summary>
    internal required LedgerDisk Disk { get; init; }

    /// <summary>Seals the ledger. Set when the start is done; until then nothing is sealed.</summary>
    internal Func<Task<SealEntry?>> Seal { get; set; } = () => Task.FromResult<SealEntry?>(null);

    /// <summary>What is in force; the files are read again when they change (SnapshotReload).</summary>
    internal SnapshotStore Snapshots { get; }

    private AcceptedBundle KeptBundle => new(Foundation.Settings.State.Directory);

    internal PeerClients Peers { get; }

    internal StrangerBudget Strangers { get; }

    internal Expiries Expiries { get; } = new();

    internal RecentRefusals Refusals { get; } = new();

    /// <summary>What mirrored copies would have become.</summary>
    internal Observations Observations { get; }

    internal DateTimeOffset StartedAt { get; }

    /// <summary>Looks at the files. Set when the start is done; until then the answer is that it is not.</summary>
    internal Func<Task<ReloadReport>> Reload { get; set; } = () => Task.FromResult(new ReloadReport(
        [], [new RefusedPart("files", new Fault("", 0, 0, "$", "reload.starting", "still starting: ask again"))]));

    /// <summary>How each tap is doing. Set when the start is done.</summary>
    internal IReadOnlyList<TapWatch> Taps { get; set; } = [];

    internal RejectedConnections Rejected { get; } = new();

    internal OpenConnections Connections { get; } = new();

    internal Intake Intake { get; } = new();

    /// <summary>What stands behind the audit listener.</summary>
    internal AuditParts Audit { get; }

    /// <summary>The places of each listener, by its name.</summary>
    internal IReadOnlyDictionary<string, ConnectionPlaces> Doors { get; }

    internal DaemonSight Sight { get; }

    /// <summary>Of the listeners that have an IP address; a Unix socket is where the settings say.</summary>
    internal IReadOnlyDictionary<string, IPEndPoint> Addresses { get; private set; } =
        new Dictionary<string, IPEndPoint>();

    /// <summary>Opens the ledger, then reads the foundation again against what the ledger remembers.</summary>
    internal static async Task<DaemonParts?> OpenAsync(
        DaemonStart start, GatewaySettings settings, List<Fault> faults, CancellationToken cancellationToken)
    {
        var log = DaemonLog.Create(settings.Log);
        Directory.CreateDirectory(settings.State.Directory);
        if (settings.Reading.SpoolDirectory is { } spool)
        {
            Directory.CreateDirectory(
                spool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var ledgerKey = Ed25519KeyFile.ReadPrivate(settings.Ledger.Key);
        var ledger = TransparencyLedger.Open(
            LedgerSettingsOf(settings), ledgerKey, start.Time, start.Disk, log.CreateLogger<TransparencyLedger>());
        faults.Clear();
        var accepted = AcceptedBy(ledger, new AcceptedBundle(settings.State.Directory).Read());
        if (Foundation.Read(start.ConfigFile, start.Environment, accepted, start.Time, faults) is not { } foundation)
        {
            await ledger.DisposeAsync();
            ledgerKey.Dispose();
            log.Dispose();
            return null;
        }

        var parts = new DaemonParts(foundation, ledger, ledgerKey, log, start.Time) { Disk = start.Disk };
        try
        {
            parts.KeepInForce(foundation.First, foundation.BundleFiles);
            await new AcceptedEntries(parts).RecordAsync(foundation.First, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LedgerUnavailableException)
        {
            await parts.DisposeAsync();
            throw new LedgerStopException($"what comes into force cannot be recorded: {e.Message}", e);
        }

        parts.UseContext();
        RefusalTail.Refill(parts.Refusals, settings.Ledger.Directory);
        return parts;
    }

    /// <summary>What the ledger says was last in force, and the bundle that is now.</summary>
    internal AcceptedState Accepted() => AcceptedBy(Ledger, Snapshots.Current.Policy.Bundle);

    /// <summary>
    /// Keeps what comes into force: the bundle for the next start, and all that entries will name, beside the ledger,
    /// for the evidence that is made of them.
    /// </summary>
    /// <param name="files">Of the bundle, where it is new; else empty.</param>
    /// <exception cref="IOException">It cannot be kept, so it may not come into force.</exception>
    internal void KeepInForce(PinnedSnapshots next, IReadOnlyList<BundleFile> files)
    {
        var settings = Foundation.Settings;
        var inForce = new InForceFolder(settings.Ledger.Directory);
        if (files.Count > 0)
        {
            KeptBundle.Keep(files, next.Policy.Bundle.Digest);
            inForce.Keep(files, next.Policy.Bundle.Digest);
        }

        inForce.Keep(next.Trust, settings.Trust.Crls);
    }

    /// <summary>
    /// Tells the ledger under what its own entries are made from now on, and works out what expires when; after the
    /// start and every swap.
    /// </summary>
    internal void UseContext()
    {
        var current = Snapshots.Current;
        Ledger.UseContext(current.EntryContext());
        Expiries.Swap(Foundation.ExpiriesUnder(current));
    }

    /// <summary>The rooms, put together. Everything is a singleton: rooms hold no transfer.</summary>
    internal void AddTo(IServiceCollection services)
    {
        var settings = Foundation.Settings;
        var stopSwitch = new StopSwitch(settings.State.Directory);
        var standing = new Standing(() => Ledger.IsClockBehind, Time);
        var identity = new IdentifiedTransfer.IdentityRoom(Time);
        var permit = new PermittedTransfer.PermitRoom(stopSwitch, standing, Time);
        var budget = new MemoryBudget(settings.Reading.MemoryBudgetBytes);
        var closing = new ClosingRoom(Ledger, Strangers, Refusals, Time);
        var readiness = new Readiness(Ledger, stopSwitch, standing, Snapshots, Intake, Time);
        Sight.Watch(this, readiness, budget);
        services.AddSingleton(provider => new TransferRooms(
            identity,
            new AdmittedTransfer.AdmissionRoom(settings.Identity, settings.Reading, budget, Intake, Time),
            permit,
            new ReadLeg.ReadingRoom(new BodyReader(settings.Reading, Time)),
            new ScreenedLeg.ScreeningRoom(new SubjectQuestions()),
            new StampedLeg.StampingRoom(settings.Ledger.Origin, Time),
            new RecordedLeg.LedgerRoom(Ledger, new LastQuestions(identity, permit, Snapshots), Time),
            ForwardingRoom.Create(provider, Peers, settings.Forwarding, () => Snapshots.Current, Time),
            closing));
        var keys = new PublishedKeys(identity);
        Audit.AddTo(services, () => Snapshots.Current, Intake);
        services.AddSingleton(_ => new OperatorAnswers(View(readiness), () => Snapshots.Current, Time));
        services.AddSingleton(provider => new TransferEdge(
            new Arrival.ListeningRoom(
                Snapshots, new TransferTime(settings.Identity.TransferTimeout, Intake, Time), Time),
            new TransferPipeline(provider.GetRequiredService<TransferRooms>()),
            closing,
            new SideDoors(
                keys,
                Desk(provider, closing),
                Audit.Desk(provider, closing, Sight.Instruments),
                new ProbeEndpoint(readiness, Ledger.Vitals, settings.Ledger.StopGrace, Sight.Page),
                new ObservationDesk(
                    new ObservationPipeline(ForCopies(identity, permit, budget)),
                    Observations,
                    Sight.Instruments,
                    provider.GetRequiredService<ILogger<ObservationDesk>>())),
            Sight.Report(provider.GetRequiredService<ILogger<TransferEdge>>())));
    }

    // Places of their own, and a quarter of the memory at most: copies take nothing that a transfer waits for.
    private ObservationRooms ForCopies(
        IdentifiedTransfer.IdentityRoom identity, PermittedTransfer.PermitRoom permit, MemoryBudget budget)
    {
        var (limits, reading) = (Foundation.Settings.Identity, Foundation.Settings.Reading);
        var bodies = new BodyReader(reading, Time);
        var memory = new MemoryBudget(reading.MemoryBudgetBytes / 4, budget);
        return new ObservationRooms(
            identity,
            new AdmittedTransfer.AdmissionRoom(limits, reading, memory, Intake, Time),
            permit,
            new ReadLeg.ReadingRoom(bodies),
            new ScreenedLeg.ScreeningRoom(new SubjectQuestions()),
            bodies);
    }

    private OperatorDesk Desk(IServiceProvider provider, ClosingRoom closing) => new(
        new IdentifiedOfficer.OfficerRoom(Time),
        closing,
        new ReadingRecord(Ledger, Time),
        provider.GetRequiredService<OperatorAnswers>(),
        Sight.Instruments,
        provider.GetRequiredService<ILogger<OperatorDesk>>());

    private DaemonView View(Readiness readiness) => new()
    {
        Settings = Foundation.Settings,
        Ledger = Ledger,
        Expiries = Expiries,
        Refusals = Refusals,
        Observed = () => Observations.Periods,
        StartedAt = StartedAt,
        Unready = () => [.. readiness.Reasons()],
        Addresses = () => Addresses,
        Reload = () => Reload(),
        Seal = () => Seal(),
        Taps = () => Taps,
    };

    internal void ResolveAddresses(WebApplication app)
    {
        // Kestrel lists what it bound in the order of the listeners.
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Addresses = Foundation.Settings.Listeners.Zip(bound)
            .Where(pair => pair.First.Address is IPEndPoint)
            .ToDictionary(
                pair => pair.First.Name,
                pair => new IPEndPoint(((IPEndPoint)pair.First.Address).Address, new Uri(pair.Second).Port),
                StringComparer.Ordinal);
    }

    /// <param name="isKnown">Which warnings are left to whoever started the daemon.</param>
    internal void Announce(ILogger log, Func<Fault, bool> isKnown)
    {
        foreach (var warning in Foundation.Warnings.Where(warning => !isKnown(warning)))
        {
            log.StartWarning(warning.ToString());
        }

        var bundle = Snapshots.Current.Policy.Bundle;
        log.PolicyInForce(bundle.Name, bundle.Version, bundle.Digest);
        log.TrustInForce(
            string.Join(", ", Snapshots.Current.Trust.Lists.Select(list => $"{list.List} #{list.Sequence}")));
        foreach (var listener in Foundation.Settings.Listeners)
        {
            var address = Addresses.GetValueOrDefault(listener.Name) ?? listener.Address;
            log.ListenerOpen(listener.Name, listener.Kind.ToString().ToLowerInvariant(), address.ToString()!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Peers.Dispose();
        await Ledger.DisposeAsync();
        await Audit.DisposeAsync();
        Sight.Dispose();
        Snapshots.Dispose();
        _ledgerKey.Dispose();
        Intake.Dispose();
        Log.Dispose();
    }

    private static AcceptedState AcceptedBy(TransparencyLedger ledger, PolicyBundle? running) => new(
        ledger.LastPolicy,
        ledger.LastTrust.ToDictionary(
            pair => pair.Key, pair => (pair.Value.Sequence, pair.Value.Sha256), StringComparer.Ordinal),
        running);

    internal static LedgerSettings LedgerSettingsOf(GatewaySettings settings) =>
        new(settings.Ledger.Directory, settings.Ledger.Origin, Software.Name)
        {
            AnchorFile = settings.Ledger.Anchor,
            TickInterval = settings.Ledger.TickInterval,
            AppendTimeout = settings.Ledger.AppendTimeout,
        };
}
