using System.Text.Json;

namespace Gateway.Stamping;

/// <summary>One thing that is wrong with what was to be verified.</summary>
/// <param name="Code">Stable name, for example "stamp.invalid".</param>
/// <param name="Member">The file or field that it is wrong in.</param>
/// <param name="Detail">For a person; never a value from a body.</param>
internal sealed record VerificationFinding(string Code, string Member, string Detail);

/// <summary>The answer of a verification: everything that is wrong, not the first thing.</summary>
internal sealed record VerificationResult(IReadOnlyList<VerificationFinding> Findings)
{
    internal bool IsOk => Findings.Count == 0;

    /// <summary>{"ok","findings":[{"code","member","detail"}]} (FORMATS.md 6).</summary>
    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", IsOk);
        json.WriteStartArray("findings");
        foreach (var finding in Findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code);
            json.WriteString("member", finding.Member);
            json.WriteString("detail", finding.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <summary>The codes of <see cref="VerificationFinding"/>. Machines match on them: add freely, never rename.</summary>
internal static class FindingCodes
{
    internal const string MessageMalformed = "message.malformed";
    internal const string StampMissing = "stamp.missing";
    internal const string StampMalformed = "stamp.malformed";
    internal const string StampComponents = "stamp.components";
    internal const string StampParameters = "stamp.parameters";
    internal const string StampTime = "stamp.time";
    internal const string StampKey = "stamp.key";
    internal const string StampInvalid = "stamp.invalid";
    internal const string ContentDigest = "content.digest";
    internal const string ContentEncoding = "content.encoding";
    internal const string StatementMalformed = "statement.malformed";
    internal const string StatementMismatch = "statement.mismatch";
    internal const string EndorsementInvalid = "endorsement.invalid";
    internal const string EndorsementUntrusted = "endorsement.untrusted";
    internal const string EvidenceMissing = "evidence.missing";
    internal const string EvidenceMismatch = "evidence.mismatch";
    internal const string EvidenceUnanchored = "evidence.unanchored";
    internal const string EvidenceMalformed = "evidence.malformed";
    internal const string EvidenceChanged = "evidence.changed";
    internal const string EvidenceExtra = "evidence.extra";
    internal const string EntryMalformed = "entry.malformed";
    internal const string EntryMismatch = "entry.mismatch";
    internal const string ProofMalformed = "proof.malformed";
    internal const string ProofLog = "proof.log";
    internal const string ProofInclusion = "proof.inclusion";
    internal const string ProofQuorum = "proof.quorum";
    internal const string CheckpointSignature = "checkpoint.signature";
    internal const string LogKey = "log.key";
    internal const string LogsMalformed = "logs.malformed";
    internal const string LogsSignature = "logs.signature";
    internal const string LogsShard = "logs.shard";
    internal const string LogsUntrusted = "logs.untrusted";
    internal const string SealMissing = "seal.missing";
    internal const string SealInvalid = "seal.invalid";
    internal const string SealUntrusted = "seal.untrusted";
    internal const string SealTimestamp = "seal.timestamp";
    internal const string TrustListInvalid = "trust_list.invalid";
    internal const string CrlInvalid = "crl.invalid";
    internal const string PolicyUnsigned = "policy.unsigned";
    internal const string PolicySignature = "policy.signature";
    internal const string PolicyMismatch = "policy.mismatch";
}
