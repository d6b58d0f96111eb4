using System.Security.Cryptography.X509Certificates;
using Gateway.Identity;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies.Parties;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Approvals;

/// <summary>
/// Two approvals: detached CMS over the request's exact bytes, by two persons whom both sides' trust lists recognise,
/// whom the bundle names, and who have the role 'officer'. One person with two certificates is one.
/// </summary>
internal static class OfficerApprovals
{
    internal const int Wanted = 2;

    /// <summary>Who approved; or why it does not count.</summary>
    internal static IReadOnlyList<ApprovingOfficer> Check(
        byte[] request, IReadOnlyList<byte[]> approvals, PinnedSnapshots snapshots, DateTimeOffset now,
        out ApprovalRefusal? refusal)
    {
        var officers = new List<ApprovingOfficer>();
        foreach (var approval in approvals)
        {
            var verdict = CadesSignature.Verify(request, approval);
            refusal = verdict.IsSound ? null : ApprovalRefusal.Signature;
            foreach (var signer in verdict.Signers)
            {
                if (Officer(signer.Certificate, snapshots, now) is { } officer)
                {
                    officers.Add(new(officer.Id, Sha256Digest.Of(signer.Certificate.RawDataMemory.Span)));
                }
                else
                {
                    refusal ??= ApprovalRefusal.Officer;
                }
            }

            if (refusal is not null)
            {
                return [];
            }
        }

        var persons = officers.DistinctBy(approving => approving.Officer).ToList();
        refusal = persons.Count >= Wanted ? null : ApprovalRefusal.SamePerson;
        return refusal is null ? persons : [];
    }

    private static Officer? Officer(X509Certificate2 certificate, PinnedSnapshots snapshots, DateTimeOffset now) =>
        snapshots.Trust.Judge(certificate, TrustUse.Operator, now) is CertificateVerdict.Trusted trusted
        && PartyResolution.ResolveOfficer(snapshots.Policy.Bundle, trusted, certificate).TryPass(out var officer, out _)
        && officer.Roles.Contains(OfficerRole.Officer)
            ? officer
            : null;
}
