using Gateway.Ledger.Entries;
using Gateway.Permit;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Listening;

/// <summary>
/// Everything that decides a transfer and that a reload may replace, at one moment, pinned for the whole transfer
/// (DESIGN.md 3). Immutable; the parts were checked against each other when it was put together.
/// </summary>
/// <param name="Policy">Its rules were compiled with <paramref name="Secrets"/>, never with another ring.</param>
/// <param name="Secrets">Keys for fields, source digests, pseudonyms and annexes.</param>
/// <param name="Endorsed">The stamping key, and what e-certificates say of both Ed25519 keys.</param>
/// <param name="Tls">What is shown in handshakes. A connection keeps what it was made with.</param>
internal sealed record PinnedSnapshots(
    PolicySnapshot Policy, TrustSnapshot Trust, KeyRing Secrets, EndorsedKeys Endorsed, TlsIdentities Tls)
{
    /// <summary>What an entry of this transfer is made under.</summary>
    internal EntryContext EntryContext() => Software.Context(Policy, Trust);

    /// <summary>True: no secret of it is wiped until <see cref="Release"/>.</summary>
    internal bool TryHold()
    {
        if (!Secrets.TryHold())
        {
            return false;
        }

        if (Endorsed.TryHold())
        {
            return true;
        }

        Secrets.Dispose();
        return false;
    }

    internal void Release()
    {
        Secrets.Dispose();
        Endorsed.Dispose();
    }
}
