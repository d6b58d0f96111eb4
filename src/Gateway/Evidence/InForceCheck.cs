using System.Security.Cryptography;
using System.Text;
using Gateway.Stamping;

namespace Gateway.Evidence;

/// <summary>
/// What was in force when the entry was made: the lists, the bundle and its rules are those that the entry names by
/// digest, and somebody signed them. Whom to trust is the verifier's own lists' word, not these'.
/// </summary>
internal sealed class InForceCheck(
    IReadOnlyDictionary<string, byte[]> members, EvidenceAnchors anchors, List<VerificationFinding> findings)
{
    internal void Run(TransferRecord main)
    {
        CheckLists(main);
        CheckCrls(main);
        CheckBundle(main);
    }

    private void CheckLists(TransferRecord main)
    {
        var lists = members.Where(member => EvidenceNames.IsTrustList(member.Key)).ToList();
        var named = main.Trust.DistinctBy(list => list.Sha256)
            .ToDictionary(list => list.Sha256, StringComparer.Ordinal);
        foreach (var (name, json) in lists)
        {
            using var parsed = JsonMembers.Parse(json, int.MaxValue);
            if (!named.Remove(Hex(json), out var state)
                || parsed?.Text("list") != state.List || parsed.Number("sequence") != state.Sequence)
            {
                Find(FindingCodes.TrustListInvalid, name, "the entry was not made under this list");
            }

            CheckSigned(name, FindingCodes.TrustListInvalid);
        }

        foreach (var list in named.Values)
        {
            Find(FindingCodes.EvidenceMissing, $"trust-list-*.json ({list.List})", "the entry was made under it");
        }
    }

    private void CheckCrls(TransferRecord main)
    {
        if (!members.Keys.Any(name => name.StartsWith(EvidenceNames.Crls, StringComparison.Ordinal)))
        {
            Find(FindingCodes.EvidenceMissing, EvidenceNames.Crls, "no CRL of the time of the entry");
        }

        foreach (var (member, detail) in anchors.CrlFaults?.Invoke(main.Facts.Time) ?? [])
        {
            Find(FindingCodes.CrlInvalid, member, detail);
        }
    }

    private void CheckBundle(TransferRecord main)
    {
        if (main.Text("policy") is not { } digest)
        {
            return;
        }

        const string Name = EvidenceNames.BundleLines;
        if (!members.TryGetValue(Name, out var lines))
        {
            Find(FindingCodes.EvidenceMissing, Name, "the entry names a bundle");
            return;
        }

        if (Hex(lines) != digest)
        {
            Find(FindingCodes.PolicyMismatch, Name, "it is not the bundle that the entry names");
        }

        if (!members.ContainsKey(Name + EvidenceNames.SignatureEnding))
        {
            Find(FindingCodes.PolicyUnsigned, Name + EvidenceNames.SignatureEnding, "no officer signed the bundle");
        }
        else
        {
            CheckSigned(Name, FindingCodes.PolicySignature);
        }

        CheckRules(main, Encoding.UTF8.GetString(lines));
    }

    private void CheckRules(TransferRecord main, string lines)
    {
        if (!members.TryGetValue(EvidenceNames.Rules, out var rules))
        {
            if (main.Category is not null)
            {
                Find(FindingCodes.EvidenceMissing, EvidenceNames.Rules, "nothing says what rules applied");
            }
        }
        else if (!lines.Contains($" {Hex(rules)}\n", StringComparison.Ordinal)
            || !Encoding.UTF8.GetString(rules).Contains(main.Category ?? "\0", StringComparison.Ordinal))
        {
            Find(FindingCodes.PolicyMismatch, EvidenceNames.Rules, "it is no file of the bundle with that category");
        }
    }

    private void CheckSigned(string name, string code)
    {
        var signature = name + EvidenceNames.SignatureEnding;
        if (!members.TryGetValue(signature, out var p7s))
        {
            Find(FindingCodes.EvidenceMissing, signature, "nobody signed it");
            return;
        }

        foreach (var fault in CadesSignature.Verify(members[name], p7s).Faults)
        {
            Find(code, signature, fault);
        }
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private void Find(string code, string member, string detail) => findings.Add(new(code, member, detail));
}
