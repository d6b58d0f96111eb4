using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Settings;

/// <summary>Every certificate the gateway shows: at each door, and to each party it calls.</summary>
/// <param name="Doors">By listener name.</param>
/// <param name="Peers">By party id, or "*" for every other.</param>
internal sealed record TlsIdentities(
    IReadOnlyDictionary<string, TlsIdentity> Doors, IReadOnlyDictionary<string, TlsIdentity> Peers)
{
    /// <summary>A plain door has none: the probe's, and that of an application beside the gateway.</summary>
    internal static bool IsShownAt(ListenerSettings listener) =>
        listener.Kind != ListenerKind.Probe && listener.Sidecar is null;

    internal TlsIdentity ForPeer(PartyId party) =>
        Peers.TryGetValue(party.ToString(), out var own) ? own : Peers["*"];

    /// <summary>Reads every pair of files; faults are gathered. Null when there was any.</summary>
    internal static TlsIdentities? Read(GatewaySettings settings, SettingsPlaces places, ICollection<Fault> faults)
    {
        var before = faults.Count;
        var doors = Load(DoorFiles(settings), null, places, null, faults);
        var peers = Load(PeerFiles(settings), null, places, null, faults);
        return faults.Count == before ? new TlsIdentities(doors, peers) : null;
    }

    /// <summary>
    /// Reads every pair again. One that did not change is kept as it is; one that cannot be used, or not at this
    /// moment, leaves the old one in its place. This very object where nothing changed.
    /// </summary>
    internal TlsIdentities Renew(
        GatewaySettings settings, SettingsPlaces places, DateTimeOffset now, ICollection<Fault> faults)
    {
        var doors = Load(DoorFiles(settings), Doors, places, now, faults);
        var peers = Load(PeerFiles(settings), Peers, places, now, faults);
        return IsSame(doors, Doors) && IsSame(peers, Peers) ? this : new TlsIdentities(doors, peers);
    }

    private static IEnumerable<Pair> DoorFiles(GatewaySettings settings) => settings.Listeners.Where(IsShownAt)
        .Select(door => new Pair(door.Name, $"Listeners.{door.Name}", door.Certificate, door.Key));

    private static IEnumerable<Pair> PeerFiles(GatewaySettings settings) => settings.Forwarding.Identities
        .Select(peer => new Pair(
            peer.Key, $"Forwarding.Identities.{peer.Key}", peer.Value.Certificate, peer.Value.Key));

    private static Dictionary<string, TlsIdentity> Load(
        IEnumerable<Pair> files,
        IReadOnlyDictionary<string, TlsIdentity>? running,
        SettingsPlaces places,
        DateTimeOffset? now,
        ICollection<Fault> faults)
    {
        var loaded = new Dictionary<string, TlsIdentity>(StringComparer.Ordinal);
        foreach (var pair in files.Where(pair => pair is { Certificate.Length: > 0, Key.Length: > 0 }))
        {
            var old = running?.GetValueOrDefault(pair.Name);
            if (Load(pair, places, now, faults) is { } identity)
            {
                loaded[pair.Name] = old?.FileSha256 == identity.FileSha256 ? old : identity;
            }
            else if (old is not null)
            {
                loaded[pair.Name] = old;
            }
        }

        return loaded;
    }

    private static TlsIdentity? Load(
        Pair pair, SettingsPlaces places, DateTimeOffset? now, ICollection<Fault> faults)
    {
        try
        {
            var identity = TlsIdentity.Load(pair.Certificate, pair.Key);
            if (now is not { } at || identity.IsInForce(at))
            {
                return identity;
            }

            faults.Add(places.Of(pair.Path + ".Certificate").Fault(
                "settings.certificate",
                $"'{Path.GetFileName(pair.Certificate)}': it is not valid at this moment: put one there that is"));
        }
        catch (SettingsFileException e)
        {
            var key = e.File == pair.Key ? ".Key" : ".Certificate";
            faults.Add(places.Of(pair.Path + key).Fault("settings.certificate", e.Message));
        }

        return null;
    }

    private static bool IsSame(
        Dictionary<string, TlsIdentity> next, IReadOnlyDictionary<string, TlsIdentity> running) =>
        next.Count == running.Count
        && next.All(pair => ReferenceEquals(running.GetValueOrDefault(pair.Key), pair.Value));

    private sealed record Pair(string Name, string Path, string Certificate, string Key);
}
