using System.Security.Cryptography;
using Gateway.Stamping;

namespace Gateway.Evidence;

/// <summary>
/// The stamp of one release: the entry, the statement, the signature base and the signature say the same, and an
/// endorsed key signed it. The body is not at hand; its digest is in the base and in the statement.
/// </summary>
internal sealed class StampCheck(
    IReadOnlyDictionary<string, byte[]> members, EvidenceAnchors anchors, List<VerificationFinding> findings)
{
    /// <param name="folder">"", or that of the second leg.</param>
    internal void Run(string folder, TransferRecord record)
    {
        Compare(folder + EvidenceNames.Statement, record.Statement, "it is not the statement of the entry");
        Compare(folder + EvidenceNames.Signature, StampRecord.Signature(record), "it is not that of the entry");
        if (record.StatementText("policy") != record.Text("policy"))
        {
            Find(FindingCodes.StatementMismatch, folder + EvidenceNames.Statement, "'policy' is not that of the entry");
        }

        var key = folder + EvidenceNames.StampingKey;
        key = members.ContainsKey(key) ? key : EvidenceNames.StampingKey;
        var endorsement = new KeyCheck(members, anchors, findings).Endorsement(key);
        if (Member(folder + EvidenceNames.Base, "without it nobody can check the stamp") is not { } signed)
        {
            return;
        }

        if (Convert.ToHexStringLower(SHA256.HashData(signed)) != record.Text("baseSha256"))
        {
            Find(FindingCodes.EvidenceMismatch, folder + EvidenceNames.Base, "it is not the base that the entry names");
        }

        if (SignatureBaseText.Read(signed, StampRecord.Fields(record)) is not { } message)
        {
            Find(FindingCodes.StampComponents, folder + EvidenceNames.Base, "it is not the base of a message");
            return;
        }

        if (message.Head.FieldValue(TransferStatement.FieldName) is not { } field
            || record.Statement is not { } statement || field != TransferStatement.FieldValue(statement))
        {
            Find(FindingCodes.StatementMismatch, folder + EvidenceNames.Base, "another statement was signed");
        }

        var signature = members.GetValueOrDefault(folder + EvidenceNames.Signature);
        var named = new Dictionary<string, SignedEndorsement>(StringComparer.Ordinal);
        if (endorsement is not null)
        {
            named[key] = endorsement;
        }

        // Without anchors that is said once, for the whole.
        var result = MessageVerification.Run(
            new MessageEvidence(message, signed, signature), named, anchors.Judge ?? ((_, _) => null));
        findings.AddRange(result.Findings.Select(finding =>
            finding with { Member = MemberOf(folder, finding.Member) }));
    }

    private void Compare(string name, byte[]? expected, string detail)
    {
        if (Member(name, "the entry has it, and it is gone") is { } bytes && !bytes.AsSpan().SequenceEqual(expected))
        {
            Find(FindingCodes.EvidenceMismatch, name, detail);
        }
    }

    private byte[]? Member(string name, string detail)
    {
        if (members.TryGetValue(name, out var bytes))
        {
            return bytes;
        }

        Find(FindingCodes.EvidenceMissing, name, detail);
        return null;
    }

    // A finding about a field names the member that the field came from.
    private static string MemberOf(string folder, string member) => member switch
    {
        ParsedStamp.InputField or ParsedStamp.SignatureField => folder + EvidenceNames.Entry,
        TransferStatement.FieldName => folder + EvidenceNames.Statement,
        MessageFolder.BaseFile => folder + EvidenceNames.Base,
        MessageFolder.SignatureFile => folder + EvidenceNames.Signature,
        _ when member.Contains(".json", StringComparison.Ordinal) => member,
        _ => folder + EvidenceNames.Base,
    };

    private void Find(string code, string member, string detail) => findings.Add(new(code, member, detail));
}
