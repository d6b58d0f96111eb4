using System.Collections.Concurrent;
using System.Net.Security;
using Gateway.Listening;
using Gateway.Policies.Parties;
using Gateway.Settings;

namespace Gateway.Forwarding;

/// <summary>
/// One <see cref="PeerClient"/> per party and snapshots; those of snapshots gone by are closed after a while. And one
/// <see cref="BesideClient"/> per party that stands beside the gateway, which no trust is asked about.
/// </summary>
internal sealed class PeerClients : IDisposable
{
    private readonly ConcurrentDictionary<(PartyId Party, PinnedSnapshots Snapshots), Lazy<PeerClient>> _clients =
        new();
    private readonly ConcurrentDictionary<PartyId, Lazy<BesideClient>> _beside = new();
    private readonly Dictionary<string, SslStreamCertificateContext> _identities;
    private readonly ForwardingSettings _settings;
    private readonly TimeProvider _time;

    internal PeerClients(ForwardingSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _identities = settings.Identities.ToDictionary(
            pair => pair.Key,
            pair => CertificateFiles.LoadContext(pair.Value.Certificate, pair.Value.Key),
            StringComparer.Ordinal);
    }

    /// <summary>For http upstreams: the application beside the gateway.</summary>
    internal IPeerClient Beside(PartyId party) =>
        _beside.GetOrAdd(party, name => new Lazy<BesideClient>(() => new BesideClient(name, _settings))).Value;

    internal IPeerClient For(PartyId party, PinnedSnapshots snapshots) =>
        _clients.GetOrAdd((party, snapshots), Create).Value;

    /// <summary>
    /// Closes the clients of other snapshots than these. Called a full exchange's time after a swap, when no transfer
    /// can still be pinned to the old ones.
    /// </summary>
    internal void CloseAllBut(PinnedSnapshots current)
    {
        foreach (var key in _clients.Keys.Where(key => key.Snapshots != current))
        {
            if (_clients.TryRemove(key, out var client) && client.IsValueCreated)
            {
                client.Value.Dispose();
            }
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }

        foreach (var client in _beside.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private Lazy<PeerClient> Create((PartyId Party, PinnedSnapshots Snapshots) key) =>
        new(() => new PeerClient(key.Party, key.Snapshots, IdentityFor(key.Party), _settings, _time));

    private SslStreamCertificateContext IdentityFor(PartyId party) =>
        _identities.TryGetValue(party.ToString(), out var own) ? own : _identities["*"];
}
