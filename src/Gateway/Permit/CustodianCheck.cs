using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Settings;

namespace Gateway.Permit;

/// <summary>
/// Whether the two custodians of the keys file are persons of the bundle: officers with the role 'custodian', by a
/// certificate whose fingerprint the signed bundle names. Whoever could put another certificate into the keys file
/// could otherwise read what is kept.
/// </summary>
internal static class CustodianCheck
{
    private const string Code = "keys.custodian";

    /// <summary>When the first of their certificates ends; null with faults.</summary>
    internal static DateTimeOffset? Check(
        PolicyBundle bundle, Category category, KeyRing keys, ICollection<Fault> faults)
    {
        if (keys.Custodians.Count == 0)
        {
            faults.Add(bundle.Marks.Of(category.Mark, "commit").Fault(
                "category.custodians", "originals are kept for two custodians: name them in the keys file"));
            return null;
        }

        var wrong = keys.Custodians
            .Select(custodian => (custodian.Mark, Why: WhyNot(bundle, custodian)))
            .Where(one => one.Why is not null)
            .Select(one => one.Mark.Fault(Code, one.Why!))
            .ToList();
        foreach (var fault in wrong.Where(fault => !faults.Contains(fault)))
        {
            faults.Add(fault);
        }

        return wrong.Count == 0 ? keys.Custodians.Min(custodian => custodian.NotAfter) : null;
    }

    private static string? WhyNot(PolicyBundle bundle, CustodianEntry custodian) =>
        !OfficerId.TryParse(custodian.Officer, out var id) || !bundle.Officers.TryGetValue(id, out var officer)
            ? $"the bundle names no officer '{custodian.Officer}'"
        : !officer.Roles.Contains(OfficerRole.Custodian)
            ? $"officer '{custodian.Officer}' has not the role 'custodian'"
        : !officer.Certificates.Any(one => one.Sha256 == custodian.Sha256.ToString())
            ? $"the bundle names no certificate of '{custodian.Officer}' with sha256 {custodian.Sha256}"
        : null;
}
