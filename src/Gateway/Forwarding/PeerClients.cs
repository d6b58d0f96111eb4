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
    private readonly ConcurrentDictionary<Key, Kept> _clients = new();
    private readonly ConcurrentDictionary<PartyId, Lazy<BesideClient>> _beside = new();

    /// <summary>For http upstreams: the application beside the gateway.</summary>
    internal IPeerClient Beside(PartyId party) =>
        _beside.GetOrAdd(party, name => new Lazy<BesideClient>(() => new BesideClient(name, settings))).Value;

    internal IPeerClient For(PartyId party, PinnedSnapshots snapshots) =>
        _clients.GetOrAdd(Key.Of(party, snapshots), Create, snapshots).Client.Value;

    /// <summary>
    /// These are about to be replaced: from now on their clients are only used to the end. Called before the swap.
    /// </summary>
    internal void Retire(PinnedSnapshots snapshots)
    {
        foreach (var (_, kept) in _clients.Where(one => one.Key == Key.Of(one.Key.Party, snapshots)))
        {
            kept.LastInForce = time.GetTimestamp();
        }
    }

    /// <summary>
    /// Closes the clients of other snapshots than these that were not in force for so long: for the time of the longest
    /// transfer, after which none can still use them. Others were in force a moment ago, and are in use.
    /// </summary>
    internal void CloseRetired(PinnedSnapshots current, TimeSpan since)
    {
        foreach (var (key, kept) in _clients)
        {
            if (key != Key.Of(key.Party, current) && time.GetElapsedTime(kept.LastInForce) >= since
                && _clients.TryRemove(key, out _))
            {
                kept.Dispose();
            }
        }
    }

    public void Dispose()
    {
        foreach (var kept in _clients.Values)
        {
            kept.Dispose();
        }

        foreach (var client in _beside.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private Kept Create(Key key, PinnedSnapshots snapshots) => new(
        new Lazy<PeerClient>(() => new PeerClient(key.Party, snapshots, key.Shown.Context, settings, time)),
        time.GetTimestamp());

    /// <summary>A client, and when it was last known to be in force: a timestamp of the clock.</summary>
    private sealed class Kept(Lazy<PeerClient> client, long lastInForce) : IDisposable
    {
        private long _lastInForce = lastInForce;

        internal Lazy<PeerClient> Client => client;

        internal long LastInForce
        {
            get => Volatile.Read(ref _lastInForce);
            set => Volatile.Write(ref _lastInForce, value);
        }

        public void Dispose()
        {
            if (client.IsValueCreated)
            {
                client.Value.Dispose();
            }
        }
    }

    /// <summary>What a connection depends on: a new secret for hashing is no reason for a new handshake.</summary>
    private sealed record Key(PartyId Party, PolicySnapshot Policy, TrustSnapshot Trust, TlsIdentity Shown)
    {
        internal static Key Of(PartyId party, PinnedSnapshots snapshots) =>
            new(party, snapshots.Policy, snapshots.Trust, snapshots.Tls.ForPeer(party));
    }
}
