using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Rooms;
using Gateway.Trust;

namespace Gateway.Identity;

/// <summary>Room 2's result: the caller is a party of the bundle, by a certificate that both sides recognise.</summary>
internal sealed class IdentifiedTransfer
{
    private IdentifiedTransfer(Arrival arrival, Party caller, Sha256Digest certificate)
    {
        Arrival = arrival;
        Caller = caller;
        CertificateSha256 = certificate;
    }

    internal Arrival Arrival { get; }

    internal Party Caller { get; }

    internal Sha256Digest CertificateSha256 { get; }

    internal TransferFacts Facts
    {
        get => Arrival.Facts;
        set => Arrival.Facts = value;
    }

    /// <summary>Room 2: who is this? Only the client certificate answers; headers are hearsay.</summary>
    internal sealed class IdentityRoom(TimeProvider time)
    {
        internal Outcome<IdentifiedTransfer> Identify(Arrival arrival)
        {
            if (!Judge(arrival, arrival.Pinned).TryPass(out var caller, out var turnBack))
            {
                return turnBack;
            }

            if (!ZoneCheck.Admit(caller.Party, arrival.Listener.Side).TryPass(out _, out turnBack))
            {
                return turnBack;
            }

            arrival.Facts = arrival.Facts with { Party = caller.Party.Id, PartyZone = caller.Party.Zone };
            return new IdentifiedTransfer(arrival, caller.Party, caller.Sha256);
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
                        ? new Caller(party, DigestOf(yes))
                        : turnBack;
                default:
                    return new Refusal(RefusalCode.CertificateUntrusted, "the certificate has no verdict");
            }
        }

        private static Sha256Digest DigestOf(CertificateVerdict.Trusted verdict) =>
            Sha256Digest.TryParse(verdict.Sha256, out var digest)
                ? digest
                : throw new InvalidOperationException("a verdict names its certificate by SHA-256");

        private sealed record Caller(Party Party, Sha256Digest Sha256);
    }
}
