using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Trust;

namespace Gateway.Identity;

/// <summary>
/// Whose certificate it is: the party, or officer, of the bundle that names it by fingerprint or by entry and subject
/// attributes. Nobody is "unknown", two are "ambiguous"; both are refusals.
/// </summary>
internal static class PartyResolution
{
    // One index for each bundle, made at its first use and gone with it.
    private static readonly ConditionalWeakTable<PolicyBundle, Index> Indexes = [];

    internal static Outcome<Party> Resolve(
        PolicyBundle bundle, CertificateVerdict.Trusted verdict, X509Certificate2 certificate) =>
        IndexOf(bundle).PartyOf(verdict, certificate);

    internal static Outcome<Officer> ResolveOfficer(
        PolicyBundle bundle, CertificateVerdict.Trusted verdict, X509Certificate2 certificate) =>
        One(IndexOf(bundle).Officers.Find(verdict, certificate), verdict, "officer");

    /// <summary>
    /// The party whose trusted signing certificate this is; null when it is nobody's, or not trusted now.
    /// </summary>
    internal static PartyId? Signer(
        X509Certificate2 certificate, PolicyBundle bundle, TrustSnapshot trust, DateTimeOffset now) =>
        trust.Judge(certificate, TrustUse.Signing, now) is CertificateVerdict.Trusted trusted
        && Resolve(bundle, trusted, certificate).TryPass(out var party, out _)
            ? party.Id
            : null;

    private static Outcome<T> One<T>(IReadOnlyCollection<T> found, CertificateVerdict.Trusted verdict, string kind)
        where T : class =>
        found.Count switch
        {
            1 => found.First(),
            0 => new Refusal(RefusalCode.PartyUnknown, $"no {kind} of the bundle has certificate '{verdict.Sha256}'"),
            _ => new Refusal(
                RefusalCode.PartyAmbiguous, $"more than one {kind} of the bundle has certificate '{verdict.Sha256}'"),
        };

    private static Index IndexOf(PolicyBundle bundle) => Indexes.GetValue(bundle, made => new Index(
        new CertificateIndex<Party>(made.Parties.Values.Select(party => (party, party.Certificates))),
        new CertificateIndex<Officer>(made.Officers.Values.Select(officer => (officer, officer.Certificates)))));

    private sealed record Index(CertificateIndex<Party> Parties, CertificateIndex<Officer> Officers)
    {
        // The answer follows from certificate and verdict alone. A verdict that did not change is the same object.
        private readonly ConditionalWeakTable<X509Certificate2, Answer> _answers = [];

        internal Outcome<Party> PartyOf(CertificateVerdict.Trusted verdict, X509Certificate2 certificate)
        {
            if (_answers.TryGetValue(certificate, out var answer) && ReferenceEquals(answer.Verdict, verdict))
            {
                return answer.Party;
            }

            var party = One(Parties.Find(verdict, certificate), verdict, "party");
            _answers.AddOrUpdate(certificate, new Answer(verdict, party));
            return party;
        }
    }

    private sealed record Answer(CertificateVerdict.Trusted Verdict, Outcome<Party> Party);
}
