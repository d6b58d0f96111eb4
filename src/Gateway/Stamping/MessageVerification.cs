using System.Security.Cryptography.X509Certificates;

namespace Gateway.Stamping;

/// <summary>Judges an endorsing e-certificate by the trust lists: null when it is trusted, else why not.</summary>
/// <param name="at">The time the certificate was used.</param>
internal delegate string? JudgeEndorser(X509Certificate2 certificate, DateTimeOffset at);

/// <summary>
/// Verifies one kept message offline: stamp, body, statement, kept base and signature, endorsement, and the
/// e-certificates behind it. Anchors come from the caller alone; without them nothing is proven, and that is said.
/// </summary>
internal static class MessageVerification
{
    /// <summary>Reads both folders and verifies.</summary>
    /// <param name="judge">By the trust lists that the caller named; null when it named none.</param>
    internal static VerificationResult Run(string messageFolder, string keysFolder, JudgeEndorser? judge)
    {
        var findings = new List<VerificationFinding>();
        var evidence = MessageFolder.Read(messageFolder, findings);
        var endorsements = EndorsementFolder.Read(keysFolder, KeyUse.Stamping, findings);
        if (evidence is not null)
        {
            Verify(evidence, endorsements, judge, findings);
        }
        else if (judge is null)
        {
            findings.Add(Unanchored);
        }

        return new VerificationResult(findings);
    }

    /// <summary>Verifies what was read already.</summary>
    /// <param name="endorsements">By the file name that findings shall give.</param>
    internal static VerificationResult Run(
        MessageEvidence evidence, IReadOnlyDictionary<string, SignedEndorsement> endorsements, JudgeEndorser? judge)
    {
        var findings = new List<VerificationFinding>();
        Verify(evidence, endorsements, judge, findings);
        return new VerificationResult(findings);
    }

    private static VerificationFinding Unanchored { get; } = new(
        FindingCodes.EvidenceUnanchored, "--trust-list", "no trust list was given: the e-certificates prove nothing");

    private static void Verify(
        MessageEvidence evidence,
        IReadOnlyDictionary<string, SignedEndorsement> endorsements,
        JudgeEndorser? judge,
        List<VerificationFinding> findings)
    {
        var keys = new Dictionary<string, KeyEndorsement>(StringComparer.Ordinal);
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, signed) in endorsements)
        {
            if (!KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out var fault))
            {
                findings.Add(new(FindingCodes.EndorsementInvalid, name, fault));
            }
            else
            {
                keys[endorsement.KeyId] = endorsement;
                named[endorsement.KeyId] = name;
            }
        }

        var verdict = StampVerifier.Verify(evidence.Message, keys, now: null);
        findings.AddRange(verdict.Findings);
        CompareKept(evidence, verdict, findings);
        if (verdict is { Key: { } key, Stamp.Created: { } created })
        {
            var name = named[key.KeyId];
            CheckEndorsement(name, endorsements[name], key, created, judge, findings);
        }

        if (judge is null)
        {
            findings.Add(Unanchored);
        }
    }

    private static void CompareKept(
        MessageEvidence evidence, StampVerdict verdict, List<VerificationFinding> findings)
    {
        if (verdict.Base is { } rebuilt && !evidence.Base.Span.SequenceEqual(rebuilt))
        {
            findings.Add(new(
                FindingCodes.EvidenceMismatch, MessageFolder.BaseFile, "it is not the signature base of the message"));
        }

        if (verdict.Stamp is { } stamp && !evidence.Signature.Span.SequenceEqual(stamp.Signature))
        {
            findings.Add(new(
                FindingCodes.EvidenceMismatch, MessageFolder.SignatureFile, "it is not the signature in the message"));
        }
    }

    // Which certificate is which exporter is the bundle's knowledge, and no bundle is here: each signer must be
    // trusted, and there must be at least as many as the endorsement names exporters.
    internal static void CheckEndorsement(
        string name,
        SignedEndorsement signed,
        KeyEndorsement key,
        DateTimeOffset at,
        JudgeEndorser? judge,
        List<VerificationFinding> findings)
    {
        var verdict = CadesSignature.Verify(signed.Json.Span, signed.Signature.Span);
        findings.AddRange(verdict.Faults.Select(fault =>
            new VerificationFinding(FindingCodes.EndorsementInvalid, name, fault)));
        if (verdict.Signers.Count < key.Exporters.Count)
        {
            findings.Add(new(FindingCodes.EndorsementInvalid, name, "not each exporter it is for has signed"));
        }

        foreach (var signer in verdict.Signers)
        {
            if (judge?.Invoke(signer.Certificate, at) is { } reason)
            {
                findings.Add(new(FindingCodes.EndorsementUntrusted, name, reason));
            }
        }
    }
}
