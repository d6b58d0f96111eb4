using System.Collections.Concurrent;
using Gateway.Listening;
using Gateway.Permit;
using Gateway.Policies.Parties;
using Gateway.Settings;
using Gateway.Trust;

namespace Gateway.Forwarding;

/// <summary>
/// One <see cref="PeerClient"/> per party and per what it was made under; those of snapshots gone by are closed after a
/// while. And one <see cref="BesideClient"/> per party that stands beside the gateway, which no trust is asked about.
/// </summary>
internal sealed class PeerClients(ForwardingSettings settings, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<Key, Lazy<PeerClient>> _clients = new();
    private readonly ConcurrentDictionary<PartyId, Lazy<BesideClient>> _beside = new();

    /// <summary>For http upstreams: the application beside the gateway.</summary>
    internal IPeerClient Beside(PartyId party) =>
        _beside.GetOrAdd(party, name => new Lazy<BesideClient>(() => new BesideClient(name, settings))).Value;

    internal IPeerClient For(PartyId party, PinnedSnapshots snapshots) =>
        _clients.GetOrAdd(Key.Of(party, snapshots), Create, snapshots).Value;

    /// <summary>
    /// Closes the clients of other snapshots than these. Called a full exchange's time after a swap, when no transfer
    /// can still be pinned to the old ones.
    /// </summary>
    internal void CloseAllBut(PinnedSnapshots current)
    {
        foreach (var key in _clients.Keys.Where(key => key != Key.Of(key.Party, current)))
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

    private Lazy<PeerClient> Create(Key key, PinnedSnapshots snapshots) =>
        new(() => new PeerClient(key.Party, snapshots, key.Shown.Context, settings, time));

    /// <summary>What a connection depends on: a new secret for hashing is no reason for a new handshake.</summary>
    private sealed record Key(PartyId Party, PolicySnapshot Policy, TrustSnapshot Trust, TlsIdentity Shown)
    {
        internal static Key Of(PartyId party, PinnedSnapshots snapshots) =>
            new(party, snapshots.Policy, snapshots.Trust, snapshots.Tls.ForPeer(party));
    }
}
