using System.Security.Cryptography.X509Certificates;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Trust;

namespace Gateway.Identity;

/// <summary>Who asks at the operator listener: an officer of the bundle in force, with the role for it.</summary>
internal sealed class IdentifiedOfficer
{
    private IdentifiedOfficer(Officer officer, Sha256Digest certificate) =>
        (Officer, CertificateSha256) = (officer, certificate);

    internal Officer Officer { get; }

    internal Sha256Digest CertificateSha256 { get; }

    /// <summary>
    /// The same questions as at the other doors, asked of persons: is the certificate recognised by both sides, whose
    /// is it, from which zone, and may that one be here.
    /// </summary>
    internal sealed class OfficerRoom(TimeProvider time)
    {
        internal Outcome<IdentifiedOfficer> Identify(Arrival arrival, OfficerRole role)
        {
            if (arrival.ClientCertificate is not { } certificate)
            {
                return new Refusal(RefusalCode.CertificateAbsent, "no client certificate was shown");
            }

            if (!Judge(certificate, arrival.Pinned.Trust).TryPass(out var verdict, out var turnBack)
                || !PartyResolution.ResolveOfficer(arrival.Pinned.Policy.Bundle, verdict, certificate)
                    .TryPass(out var officer, out turnBack))
            {
                return turnBack;
            }

            // Known from here on: the one who asks may read why the answer is no.
            arrival.Facts = arrival.Facts with { PartyZone = verdict.Zone };
            if (arrival.Listener.Zone is { } zone && zone != verdict.Zone)
            {
                return new Refusal(
                    RefusalCode.PartyZone, $"officer '{officer.Id}' is certified in '{verdict.Zone}', not in '{zone}'");
            }

            return officer.Roles.Contains(role)
                ? new IdentifiedOfficer(officer, Sha256Digest.Of(certificate.RawDataMemory.Span))
                : new Refusal(RefusalCode.PartyRole, $"officer '{officer.Id}' has no role '{role.Wire()}'");
        }

        // Persons come under authorities for persons ("operator" on the trust lists). A program's certificate, which
        // comes under those for connections, counts only where the bundle pins it to an officer by its fingerprint:
        // without the entries it was issued under, no match by attributes can be met.
        private Outcome<CertificateVerdict.Trusted> Judge(X509Certificate2 certificate, TrustSnapshot trust)
        {
            var now = time.GetUtcNow();
            var person = trust.Judge(certificate, TrustUse.Operator, PeerRole.Client, now);
            if (person is CertificateVerdict.Trusted trusted)
            {
                return trusted;
            }

            var program = trust.Judge(certificate, TrustUse.TlsPeer, PeerRole.Client, now);
            if (program is CertificateVerdict.Trusted pinned)
            {
                return pinned with { Entries = [] };
            }

            // Of the two refusals the one that came further: "untrusted" says that nobody for that use issued it.
            var no = new[] { person, program }.OfType<CertificateVerdict.Distrusted>()
                .MaxBy(verdict => verdict.Code != RefusalCode.CertificateUntrusted);
            return no?.ToRefusal()
                ?? new Refusal(RefusalCode.CertificateUntrusted, "the certificate has no verdict");
        }
    }
}
