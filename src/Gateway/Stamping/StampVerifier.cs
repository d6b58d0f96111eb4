namespace Gateway.Stamping;

//
//  Verifying a stamp
//
//  References:
//
//      RFC 9421 - section 3.2 (verifying), 3.2.1 (application requirements), 7.2.1 (insufficient coverage)
//      RFC 9530 - Content-Digest against the body really received
//      FORMATS.md 4 - the components each leg must cover, the parameters
//

/// <summary>Verifies the stamp of a received message and says everything that is wrong with it.</summary>
internal static class StampVerifier
{
    private const string Signature = ParsedStamp.SignatureField;
    private const string Input = ParsedStamp.InputField;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private static readonly string[] RequestComponents =
        ["\"@method\"", "\"@target-uri\"", "\"content-digest\"", "\"content-type\"", "\"transfer-statement\""];

    private static readonly string[] ResponseComponents =
    [
        "\"@status\"", "\"content-digest\"", "\"content-type\"", "\"transfer-statement\"",
        "\"@method\";req", "\"@authority\";req", "\"@path\";req", "\"@query\";req",
    ];

    /// <summary>Verifies one message.</summary>
    /// <param name="keys">Stamping keys by keyid. Whether their endorsements hold is the caller's question.</param>
    /// <param name="now">The moment of receipt; null for a message of the past, whose own time then counts.</param>
    internal static StampVerdict Verify(
        ReceivedMessage message, IReadOnlyDictionary<string, KeyEndorsement> keys, DateTimeOffset? now)
    {
        var findings = new List<VerificationFinding>();
        CheckContent(message, findings);
        var stamp = ParsedStamp.Find(message.Head, findings);
        byte[]? signed = null;
        KeyEndorsement? key = null;
        if (stamp is not null)
        {
            CheckComponents(message, stamp, findings);
            CheckParameters(stamp, now, findings);
            key = FindKey(stamp, keys, findings);
            signed = CheckSignature(message, stamp, key, findings);
        }

        StatementCheck.Run(message, stamp?.Created, key, findings);
        return new StampVerdict(findings, stamp, signed, key);
    }

    private static void CheckContent(ReceivedMessage message, List<VerificationFinding> findings)
    {
        if (message.Head.FieldValue(ContentDigest.FieldName) is not { } digest)
        {
            findings.Add(new(FindingCodes.ContentDigest, ContentDigest.FieldName, "the field is absent"));
        }
        else if (message.IsBodyAtHand && ContentDigest.Check(digest, message.Body.Span) is { } fault)
        {
            findings.Add(new(FindingCodes.ContentDigest, ContentDigest.FieldName, fault));
        }

        // Not covered, and it would change what the covered bytes mean; a stamped message leaves without it.
        if (message.Head.FieldValue("Content-Encoding") is not null)
        {
            findings.Add(new(FindingCodes.ContentEncoding, "Content-Encoding", "a stamped message has no such field"));
        }
    }

    private static void CheckComponents(ReceivedMessage message, ParsedStamp stamp, List<VerificationFinding> findings)
    {
        var covered = stamp.Input.Items.Select(SignatureBase.Identifier).ToHashSet();
        IEnumerable<string> required = message.Head.IsResponse ? ResponseComponents : RequestComponents;
        if (message.Request is { } request
            && (request.HasBody || request.FieldValue(ContentDigest.FieldName) is not null))
        {
            required = required.Append("\"content-digest\";req");
        }

        foreach (var component in required.Where(component => !covered.Contains(component)))
        {
            findings.Add(new(FindingCodes.StampComponents, Input, $"component {component} is not covered"));
        }

        if (message.Head.IsResponse && message.Request is null)
        {
            findings.Add(new(FindingCodes.StampComponents, Input, "the request it answers is not known"));
        }
    }

    private static void CheckParameters(ParsedStamp stamp, DateTimeOffset? now, List<VerificationFinding> findings)
    {
        if (stamp.Algorithm != MessageStamp.Algorithm)
        {
            findings.Add(new(FindingCodes.StampParameters, Input, "'alg' is absent or not ed25519"));
        }

        var nonce = new byte[MessageStamp.NonceSize + 2];
        if (stamp.Nonce is not { Length: 24 } text
            || !Convert.TryFromBase64String(text, nonce, out var written) || written != MessageStamp.NonceSize)
        {
            findings.Add(new(FindingCodes.StampParameters, Input, "'nonce' is absent or not 16 bytes"));
        }

        if (stamp.Created is not { } created || stamp.Expires is not { } expires
            || expires <= created || expires - created > TimeSpan.FromSeconds(MessageStamp.LifetimeSeconds))
        {
            findings.Add(new(FindingCodes.StampTime, Input, "'created' and 'expires' are not at most 300 s apart"));
        }
        else if (now is { } moment && created > moment + Skew)
        {
            findings.Add(new(FindingCodes.StampTime, Input, "the stamp was created in the future"));
        }
        else if (now is { } instant && expires <= instant)
        {
            findings.Add(new(FindingCodes.StampTime, Input, "the stamp has expired"));
        }
    }

    private static KeyEndorsement? FindKey(
        ParsedStamp stamp, IReadOnlyDictionary<string, KeyEndorsement> keys, List<VerificationFinding> findings)
    {
        if (stamp.KeyId is not { } keyId || !keys.TryGetValue(keyId, out var key) || key.Use != KeyUse.Stamping)
        {
            findings.Add(new(FindingCodes.StampKey, Input, "no endorsed stamping key has this keyid"));
            return null;
        }

        // Asked at the stamp's own time, so that evidence outlives the key.
        if (stamp.Created is { } created && !key.IsInForce(created))
        {
            findings.Add(new(FindingCodes.StampKey, Input, "the key's endorsement was not in force when it stamped"));
        }

        return key;
    }

    private static byte[]? CheckSignature(
        ReceivedMessage message, ParsedStamp stamp, KeyEndorsement? key, List<VerificationFinding> findings)
    {
        var signed = SignatureBase.Build(message, stamp.Input, out var fault);
        if (signed is null)
        {
            findings.Add(new(FindingCodes.StampComponents, Input, fault!));
        }
        else if (key is not null && !Ed25519.Verify(key.Key.Span, signed, stamp.Signature))
        {
            findings.Add(new(
                FindingCodes.StampInvalid, Signature, "it is not a signature of this message by this key"));
        }

        return signed;
    }
}

/// <summary>What came of verifying a stamp.</summary>
/// <param name="Stamp">The stamp, where one was found.</param>
/// <param name="Base">The base rebuilt from the message, where one could be.</param>
/// <param name="Key">The endorsement that the keyid names, where one was given.</param>
internal sealed record StampVerdict(
    IReadOnlyList<VerificationFinding> Findings, ParsedStamp? Stamp, byte[]? Base, KeyEndorsement? Key)
{
    internal bool IsOk => Findings.Count == 0;
}
