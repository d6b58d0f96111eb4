using System.Security.Cryptography.X509Certificates;
using Gateway.Identity;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies.Parties;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Reveal;

/// <summary>
/// Two approvals: detached CMS over the request's exact bytes, by two persons whom both sides' trust lists recognise,
/// whom the bundle names, and who have the role. One person with two certificates is one.
/// </summary>
internal static class RevealApprovals
{
    internal const int Wanted = 2;

    /// <summary>The officers; or why their approvals do not count.</summary>
    internal static (IReadOnlyList<(OfficerId Officer, Sha256Digest Certificate)> Officers, RevealReason? Reason) Check(
        byte[] request, IReadOnlyList<byte[]> approvals, PinnedSnapshots snapshots, DateTimeOffset now)
    {
        var officers = new List<(OfficerId Officer, Sha256Digest Certificate)>();
        foreach (var approval in approvals)
        {
            var verdict = CadesSignature.Verify(request, approval);
            if (!verdict.IsSound)
            {
                return ([], RevealReason.Signature);
            }

            foreach (var signer in verdict.Signers)
            {
                if (Officer(signer.Certificate, snapshots, now) is not { } officer)
                {
                    return ([], RevealReason.Officer);
                }

                officers.Add((officer.Id, Sha256Digest.Of(signer.Certificate.RawDataMemory.Span)));
            }
        }

        var persons = officers.DistinctBy(pair => pair.Officer).ToList();
        return persons.Count >= Wanted ? (persons, null) : ([], RevealReason.SamePerson);
    }

    private static Officer? Officer(X509Certificate2 certificate, PinnedSnapshots snapshots, DateTimeOffset now) =>
        snapshots.Trust.Judge(certificate, TrustUse.Operator, now) is CertificateVerdict.Trusted trusted
        && PartyResolution.ResolveOfficer(snapshots.Policy.Bundle, trusted, certificate).TryPass(out var officer, out _)
        && officer.Roles.Contains(OfficerRole.Officer)
            ? officer
            : null;
}
