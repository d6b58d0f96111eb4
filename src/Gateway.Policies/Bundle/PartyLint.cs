using Gateway.Policies.Parties;

namespace Gateway.Policies.Bundle;

/// <summary>What must hold between parties, and between officers.</summary>
internal static class PartyLint
{
    internal static void Check(BundleDraft draft)
    {
        foreach (var branch in draft.Parties.Where(party => party.BranchOf is not null))
        {
            CheckBranch(branch, draft);
        }

        CheckCertificates(draft.Parties.SelectMany(party => party.Certificates), draft.Faults);
        CheckCertificates(draft.Officers.SelectMany(officer => officer.Certificates), draft.Faults);
    }

    private static void CheckBranch(Party branch, BundleDraft draft)
    {
        var entity = draft.FindParty(branch.BranchOf);
        var mark = draft.Marks.GetValueOrDefault((branch.Mark.File, branch.Mark.Path + ".branchOf"), branch.Mark);
        if (entity is not null && entity.Id == branch.Id)
        {
            draft.Faults.Add(mark, "party.branch", "name the legal entity: a party is not its own branch");
        }
        else if (entity?.BranchOf is not null)
        {
            draft.Faults.Add(mark, "party.branch", $"name the legal entity: '{entity.Id}' is itself a branch");
        }
    }

    // Two parties that one certificate matches are refused on every request: better said before the first.
    private static void CheckCertificates(IEnumerable<CertificateMatch> certificates, FaultList faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var certificate in certificates.Where(certificate => !seen.Add(KeyOf(certificate))))
        {
            faults.Add(certificate.Mark, "certificate.duplicate", "remove one: the same certificate is given twice");
        }
    }

    private static string KeyOf(CertificateMatch certificate)
    {
        var match = certificate.Match
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}\0{pair.Value}");
        return string.Join('\0', [certificate.Sha256 ?? "", certificate.Entry ?? "", .. match]);
    }
}
