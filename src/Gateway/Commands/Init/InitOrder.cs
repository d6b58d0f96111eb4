using System.Net;
using Gateway.Commands.Dev;
using Gateway.Commands.Draft;
using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Commands.Init;

/// <summary>What a configuration is made for: one application, one far side, and what crosses between them.</summary>
/// <param name="Folder">Where everything goes; empty or absent.</param>
/// <param name="App">Where the far side's calls go to; null: it calls nothing here.</param>
/// <param name="Peer">Where the application's calls go to; null: it calls nothing there.</param>
/// <param name="Draft">The category, from the samples.</param>
/// <param name="Zone">Where the application is; the far side is on the other side.</param>
internal sealed record InitOrder(
    string Folder, ServiceDoor? App, ServiceDoor? Peer, DraftRequest Draft, Zone Zone, InitNames Names)
{
    /// <summary>Loopback address of the application's door; null: a Unix socket.</summary>
    internal IPEndPoint? Listen { get; init; }

    /// <summary>Address of the far side's door.</summary>
    internal IPEndPoint Door { get; init; } = new(IPAddress.Loopback, 9443);

    /// <summary>Address of the probe listener.</summary>
    internal IPEndPoint Probe { get; init; } = new(IPAddress.Loopback, 8081);

    /// <summary>Throw-away certificates, lists and keys are made.</summary>
    internal bool HasKeys { get; init; } = true;

    /// <summary>A throw-away officer signs the bundle.</summary>
    internal bool IsSigned { get; init; } = true;

    /// <summary>Users that may connect to the application's socket.</summary>
    internal IReadOnlyList<uint> Uids { get; init; } = [];

    internal string Origin => $"gateway.{Names.Party}.example";

    internal string PolicyFolder => Path.Combine(Folder, "policy");

    internal string ConfigFile => Path.Combine(Folder, "gateway.json");

    internal string KeysFolder => Path.Combine(Folder, "dev");

    internal DevParty AppParty { get; } = PartyOf(Names.Party, Zone);

    internal DevParty PeerParty { get; } = PartyOf(Names.Peer, Zone == Zone.CN ? Zone.HK : Zone.CN);

    /// <summary>Those who get throw-away certificates.</summary>
    internal DevCast Cast()
    {
        var gateway = DevParties.GatewayGz with
        {
            Zone = Zone,
            Registration = Zone == Zone.CN ? DevParties.GatewayGz.Registration : "99000033",
        };
        return new DevCast(
            [AppParty, PeerParty], [gateway], [new(InitNames.Officer, Zone, "OFFICER-0001", "Officer", gateway)],
            gateway, Origin);
    }

    // Numbers with right check characters that are nobody's: to be replaced with the certificates.
    private static DevParty PartyOf(string id, Zone zone) => zone == Zone.CN
        ? new DevParty(id, zone, DevParties.BankGz.Registration, DevParties.BankGz.City, new Titles(id, null, null))
        : new DevParty(id, zone, DevParties.BankHk.Registration, DevParties.BankHk.City, new Titles(id, null, null));
}

/// <summary>Ids in the new bundle.</summary>
internal sealed record InitNames(string Party, string Peer, string Purpose)
{
    internal const string Officer = "officer-1";

    internal const string Instrument = "to-be-filed";
}
