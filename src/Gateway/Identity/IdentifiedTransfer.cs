using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Rooms;
using Gateway.Settings;
using Gateway.Trust;

namespace Gateway.Identity;

/// <summary>
/// Room 2's result: the caller is a party of the bundle, by a certificate that both sides recognise or, at a sidecar
/// listener, by the configuration.
/// </summary>
internal sealed class IdentifiedTransfer
{
    private IdentifiedTransfer(Arrival arrival, Party caller, EntryPeer peer)
    {
        Arrival = arrival;
        Caller = caller;
        Peer = peer;
    }

    internal Arrival Arrival { get; }

    internal Party Caller { get; }

    /// <summary>By what the caller was known, for the record.</summary>
    internal EntryPeer Peer { get; }

    internal TransferFacts Facts
    {
        get => Arrival.Facts;
        set => Arrival.Facts = value;
    }

    /// <summary>
    /// Room 2: who is this? Only the client certificate answers, or the configured party; headers are hearsay.
    /// </summary>
    internal sealed class IdentityRoom(TimeProvider time)
    {
        internal Outcome<IdentifiedTransfer> Identify(Arrival arrival)
        {
            arrival.Enter(Room.Identity);
            if (!Judge(arrival, arrival.Pinned).TryPass(out var caller, out var turnBack))
            {
                return turnBack;
            }

            if (arrival.Listener.Side is { } side && !ZoneCheck.Admit(caller.Party, side).TryPass(out _, out turnBack))
            {
                return turnBack;
            }

            arrival.Facts = arrival.Facts with { Party = caller.Party.Id, PartyZone = caller.Party.Zone };
            return new IdentifiedTransfer(arrival, caller.Party, caller.Peer);
        }

        /// <summary>
        /// Asked again just before the append, where a snapshot changed. Null: the caller is still who it was.
        /// </summary>
        internal TurnBack? AskAgain(IdentifiedTransfer identified, PinnedSnapshots current)
        {
            if (current == identified.Arrival.Pinned)
            {
                return null;
            }

            if (!Judge(identified.Arrival, current).TryPass(out var caller, out var turnBack))
            {
                return turnBack;
            }

            return caller.Party.Id == identified.Caller.Id
                ? null
                : new Refusal(RefusalCode.PartyUnknown, "the certificate is no longer the same party's");
        }

        private Outcome<Caller> Judge(Arrival arrival, PinnedSnapshots snapshots)
        {
            if (arrival.Listener.Sidecar is { } sidecar)
            {
                return JudgeSidecar(arrival, sidecar, snapshots.Policy.Bundle);
            }

            if (arrival.ClientCertificate is not { } certificate)
            {
                return new Refusal(RefusalCode.CertificateAbsent, "no client certificate was shown");
            }

            switch (snapshots.Trust.Judge(certificate, TrustUse.TlsPeer, time.GetUtcNow()))
            {
                case CertificateVerdict.Distrusted no:
                    return no.ToRefusal();
                case CertificateVerdict.Trusted yes:
                    return PartyResolution.Resolve(snapshots.Policy.Bundle, yes, certificate)
                        .TryPass(out var party, out var turnBack)
                        ? new Caller(party, new EntryPeer.Certificate(DigestOf(yes)))
                        : turnBack;
                default:
                    return new Refusal(RefusalCode.CertificateUntrusted, "the certificate has no verdict");
            }
        }

        private static Sha256Digest DigestOf(CertificateVerdict.Trusted verdict) =>
            Sha256Digest.TryParse(verdict.Sha256, out var digest)
                ? digest
                : throw new InvalidOperationException("a verdict names its certificate by SHA-256");

        // Whoever got to the listener is the party it is configured for; the rest is whether it was the application.
        private static Outcome<Caller> JudgeSidecar(Arrival arrival, SidecarSettings sidecar, PolicyBundle bundle)
        {
            if (SidecarAddress.Refuse(arrival, sidecar) is { } elsewhere)
            {
                return elsewhere;
            }

            return bundle.Parties.TryGetValue(sidecar.Party, out var party)
                ? new Caller(party, new EntryPeer.Sidecar(arrival.Listener.Name, arrival.PeerUid))
                : new Refusal(RefusalCode.PartyUnknown, $"party '{sidecar.Party}' is not in the bundle");
        }

        private sealed record Caller(Party Party, EntryPeer Peer);
    }
}
