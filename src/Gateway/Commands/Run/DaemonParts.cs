using System.Collections;
using System.Net;
using Gateway.Closing;
using Gateway.Forwarding;
using Gateway.Identity;
using Gateway.Ledger;
using Gateway.Listening;
using Gateway.Operations;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Reading;
using Gateway.Rooms;
using Gateway.Screening;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.State;
using Gateway.Trust;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Commands.Run;

/// <summary>What the daemon holds open for as long as it runs: ledger, keys, snapshots, peers.</summary>
internal sealed class DaemonParts : IAsyncDisposable
{
    private readonly Ed25519PrivateKey _stampingKey;
    private readonly Ed25519PrivateKey _ledgerKey;

    private DaemonParts(
        Foundation foundation,
        TransparencyLedger ledger,
        Ed25519PrivateKey stampingKey,
        Ed25519PrivateKey ledgerKey,
        ILoggerFactory log,
        TimeProvider time)
    {
        Log = log;
        Foundation = foundation;
        Ledger = ledger;
        Time = time;
        StartedAt = time.GetUtcNow();
        _stampingKey = stampingKey;
        _ledgerKey = ledgerKey;
        Policies = new PolicyStore(foundation.Policy);
        Trusts = new TrustStore(foundation.Trust);
        Peers = new PeerClients(foundation.Settings.Forwarding, time);
        Strangers = new StrangerBudget(time);
        Doors = ConnectionPlaces.ForAll(foundation.Settings.Listeners);
        Sight = new DaemonSight(foundation.Settings, log);
    }

    internal Foundation Foundation { get; }

    internal ILoggerFactory Log { get; }

    internal TransparencyLedger Ledger { get; }

    internal TimeProvider Time { get; }

    internal PolicyStore Policies { get; }

    internal TrustStore Trusts { get; }

    internal PeerClients Peers { get; }

    internal StrangerBudget Strangers { get; }

    internal Expiries Expiries { get; } = new();

    internal RecentRefusals Refusals { get; } = new();

    internal DateTimeOffset StartedAt { get; }

    /// <summary>Looks at the files. Set when the start is done; until then the answer is that it is not.</summary>
    internal Func<Task<IReadOnlyList<Fault>>> Reload { get; set; } = () => Task.FromResult<IReadOnlyList<Fault>>(
        [new Fault("", 0, 0, "$", "reload.starting", "the daemon is still starting: ask again")]);

    internal RejectedConnections Rejected { get; } = new();

    internal OpenConnections Connections { get; } = new();

    internal Intake Intake { get; } = new();

    /// <summary>The places of each listener, by its name.</summary>
    internal IReadOnlyDictionary<string, ConnectionPlaces> Doors { get; }

    internal DaemonSight Sight { get; }

    /// <summary>Of the listeners that have an IP address; a Unix socket is where the settings say.</summary>
    internal IReadOnlyDictionary<string, IPEndPoint> Addresses { get; private set; } =
        new Dictionary<string, IPEndPoint>();

    /// <summary>Opens the ledger, then reads the foundation again against what the ledger remembers.</summary>
    internal static async Task<DaemonParts?> OpenAsync(
        string configFile,
        IDictionary environment,
        Foundation first,
        TimeProvider time,
        List<Fault> faults,
        CancellationToken cancellationToken)
    {
        var settings = first.Settings;
        var log = DaemonLog.Create(settings.Log);
        Directory.CreateDirectory(settings.State.Directory);
        var ledgerKey = Ed25519KeyFile.ReadPrivate(settings.Ledger.Key);
        var ledger = TransparencyLedger.Open(
            LedgerSettingsOf(settings), ledgerKey, time, new PosixDisk(), log.CreateLogger<TransparencyLedger>());
        faults.Clear();
        var kept = new AcceptedBundle(settings.State.Directory);
        var accepted = new AcceptedState(
            ledger.LastPolicy,
            ledger.LastTrust.ToDictionary(
                pair => pair.Key, pair => (pair.Value.Sequence, pair.Value.Sha256), StringComparer.Ordinal),
            kept.Read());
        if (Foundation.Read(configFile, environment, accepted, time, faults) is not { } foundation)
        {
            await ledger.DisposeAsync();
            ledgerKey.Dispose();
            log.Dispose();
            return null;
        }

        var parts = new DaemonParts(
            foundation, ledger, Ed25519KeyFile.ReadPrivate(settings.Stamping.Key), ledgerKey, log, time);
        await new AcceptedEntries(parts).RecordStartAsync(cancellationToken);
        parts.UseContext();
        RefusalTail.Refill(parts.Refusals, settings.Ledger.Directory);
        kept.Keep(settings.Policy.Folder, foundation.Policy.Bundle.Digest);
        return parts;
    }

    /// <summary>
    /// Tells the ledger under what its own entries are made from now on, and works out what expires when; after the
    /// start and every swap.
    /// </summary>
    internal void UseContext()
    {
        Ledger.UseContext(Software.Context(Policies.Current, Trusts.Current));
        Expiries.Swap(Foundation.ExpiriesUnder(Policies.Current, Trusts.Current));
    }

    /// <summary>The rooms, put together. Everything is a singleton: rooms hold no transfer.</summary>
    internal void AddTo(IServiceCollection services)
    {
        var settings = Foundation.Settings;
        var stopSwitch = new StopSwitch(settings.State.Directory);
        var standing = new Standing([Foundation.Stamping, Foundation.Ledger], Trusts, () => Ledger.IsClockBehind, Time);
        var identity = new IdentifiedTransfer.IdentityRoom(Time);
        var permit = new PermittedTransfer.PermitRoom(stopSwitch, standing, Time);
        var budget = new MemoryBudget(settings.Reading.MemoryBudgetBytes);
        var closing = new ClosingRoom(Ledger, Strangers, Refusals, Time);
        var readiness = new Readiness(Ledger, stopSwitch, standing, Policies, Intake);
        Sight.Watch(this, readiness, budget);
        var stamp = new MessageStamp(_stampingKey, KeyThumbprint.Of(_stampingKey.PublicKey));
        services.AddSingleton(provider => new TransferRooms(
            identity,
            new AdmittedTransfer.AdmissionRoom(settings.Identity, settings.Reading, budget, Intake, Time),
            permit,
            new ReadLeg.ReadingRoom(new BodyReader(settings.Reading, Time)),
            new ScreenedLeg.ScreeningRoom(Foundation.Keys, new SubjectQuestions(), Time),
            new StampedLeg.StampingRoom(stamp, settings.Ledger.Origin, Time),
            new RecordedLeg.LedgerRoom(
                Ledger, Foundation.Keys, new LastQuestions(identity, permit, Policies, Trusts), Time),
            ForwardingRoom.Create(provider, Peers, settings.Forwarding, Current, Time),
            closing));
        var keys = new PublishedKeys(identity, [Foundation.Stamping, Foundation.Ledger]);
        services.AddSingleton(_ => new OperatorAnswers(View(readiness), keys, Current, Time));
        services.AddSingleton(provider => new TransferEdge(
            new Arrival.ListeningRoom(
                Policies, Trusts, new TransferTime(settings.Identity.TransferTimeout, Intake, Time), Time),
            new TransferPipeline(provider.GetRequiredService<TransferRooms>()),
            closing,
            new SideDoors(
                keys,
                Desk(provider, closing),
                new ProbeEndpoint(readiness, Ledger.Vitals, settings.Ledger.StopGrace, Sight.Page)),
            Sight.Report(provider.GetRequiredService<ILogger<TransferEdge>>())));
    }

    private OperatorDesk Desk(IServiceProvider provider, ClosingRoom closing) => new(
        new IdentifiedOfficer.OfficerRoom(Time),
        closing,
        new ReadingRecord(Ledger, Time),
        provider.GetRequiredService<OperatorAnswers>(),
        provider.GetRequiredService<ILogger<OperatorDesk>>());

    private DaemonView View(Readiness readiness) => new()
    {
        Settings = Foundation.Settings,
        Ledger = Ledger,
        Expiries = Expiries,
        Refusals = Refusals,
        StartedAt = StartedAt,
        Unready = () => [.. readiness.Reasons()],
        Addresses = () => Addresses,
        Reload = () => Reload(),
    };

    internal PinnedSnapshots Current() => new(Policies.Current, Trusts.Current);

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

    internal void Announce(ILogger log)
    {
        var bundle = Policies.Current.Bundle;
        log.PolicyInForce(bundle.Name, bundle.Version, bundle.Digest);
        log.TrustInForce(string.Join(", ", Trusts.Current.Lists.Select(list => $"{list.List} #{list.Sequence}")));
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
        Sight.Dispose();
        _stampingKey.Dispose();
        _ledgerKey.Dispose();
        Foundation.Keys.Dispose();
        Intake.Dispose();
        Log.Dispose();
    }

    private static LedgerSettings LedgerSettingsOf(GatewaySettings settings) =>
        new(settings.Ledger.Directory, settings.Ledger.Origin, Software.Name)
        {
            AnchorFile = settings.Ledger.Anchor,
            TickInterval = settings.Ledger.TickInterval,
            AppendTimeout = settings.Ledger.AppendTimeout,
        };
}
