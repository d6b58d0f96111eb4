using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Trust;

namespace Gateway.Identity;

/// <summary>
/// Who asks at the audit listener: a party of the bundle in force with the role regulator, or an officer with the role
/// auditor. What it may see is its scope's to say; without one, nothing.
/// </summary>
internal sealed class IdentifiedReader
{
    private IdentifiedReader(ReaderName name, Sha256Digest certificate, ReadScope? scope) =>
        (Name, CertificateSha256, Scope) = (name, certificate, scope);

    internal ReaderName Name { get; }

    internal Sha256Digest CertificateSha256 { get; }

    /// <summary>With a regulator's own zone where its scope names none.</summary>
    internal ReadScope? Scope { get; }

    /// <summary>The same questions as at the other doors: recognised, whose, from where, as what.</summary>
    internal sealed class ReaderRoom(IdentifiedOfficer.OfficerRoom officers, TimeProvider time)
    {
        internal Outcome<IdentifiedReader> Identify(Arrival arrival)
        {
            var party = PartyOf(arrival);
            var asOfficer = officers.Identify(arrival, OfficerRole.Auditor);
            if (asOfficer.TryPass(out var officer, out var turnBack))
            {
                return party is null
                    ? new IdentifiedReader(
                        ReaderName.Auditor(officer.Officer.Id), officer.CertificateSha256, officer.Officer.Scope)
                    : new Refusal(RefusalCode.PartyAmbiguous, "the certificate is an officer's and a party's");
            }

            // An officer without the role stays one: being a party as well opens nothing.
            return party is not null && turnBack.Code == RefusalCode.PartyUnknown
                ? IdentifyParty(arrival, party)
                : turnBack;
        }

        private static Outcome<IdentifiedReader> IdentifyParty(Arrival arrival, Party party)
        {
            arrival.Facts = arrival.Facts with { PartyZone = party.Zone };
            if (arrival.Listener.Zone is { } zone && zone != party.Zone)
            {
                return new Refusal(RefusalCode.PartyZone, $"party '{party.Id}' is of '{party.Zone}', not of '{zone}'");
            }

            if (!party.Roles.Contains(PartyRole.Regulator))
            {
                return new Refusal(RefusalCode.PartyRole, $"party '{party.Id}' has no role 'regulator'");
            }

            var certificate = Sha256Digest.Of(arrival.ClientCertificate!.RawDataMemory.Span);
            return new IdentifiedReader(ReaderName.Regulator(party.Id), certificate, party.Reads);
        }

        private Party? PartyOf(Arrival arrival) =>
            arrival.ClientCertificate is { } certificate
            && arrival.Pinned.Trust.Judge(certificate, TrustUse.TlsPeer, time.GetUtcNow())
                is CertificateVerdict.Trusted trusted
            && PartyResolution.Resolve(arrival.Pinned.Policy.Bundle, trusted, certificate).TryPass(out var party, out _)
                ? party
                : null;
    }
}
