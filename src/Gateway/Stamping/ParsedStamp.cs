namespace Gateway.Stamping;

/// <summary>The one signature of a message that carries our tag, taken apart.</summary>
/// <param name="Label">As received: an intermediary may have renamed it, and it is not signed.</param>
internal sealed record ParsedStamp(string Label, StructuredInnerList Input, byte[] Signature)
{
    internal const string InputField = "Signature-Input";
    internal const string SignatureField = "Signature";

    internal DateTimeOffset? Created => Seconds("created");

    internal DateTimeOffset? Expires => Seconds("expires");

    internal string? KeyId => Text("keyid");

    internal string? Algorithm => Text("alg");

    internal string? Nonce => Text("nonce");

    /// <summary>Finds the stamp among the signatures of a message, by its tag (RFC 9421 section 3.2).</summary>
    internal static ParsedStamp? Find(MessageHead head, List<VerificationFinding> findings)
    {
        var inputs = Dictionary(head, InputField, findings);
        var signatures = Dictionary(head, SignatureField, findings);
        if (inputs is null || signatures is null)
        {
            return null;
        }

        if (!inputs.All.Select(member => member.Key).ToHashSet().SetEquals(signatures.All.Select(member => member.Key)))
        {
            findings.Add(new(FindingCodes.StampMalformed, InputField, "its labels are not those of Signature"));
            return null;
        }

        var ours = inputs.All.Where(member => TagOf(member.Value) == MessageStamp.Tag).ToList();
        if (ours.Count != 1)
        {
            findings.Add(new(FindingCodes.StampMissing, InputField, $"{ours.Count} signatures carry the tag, one must"));
            return null;
        }

        return Take(ours[0].Key, ours[0].Value, signatures[ours[0].Key], findings);
    }

    private static ParsedStamp? Take(
        string label, StructuredMember input, StructuredMember? signature, List<VerificationFinding> findings)
    {
        if (input is not StructuredInnerList { Parameters.HasDuplicates: false } list
            || signature is not StructuredItem { Value: BareItem.Bytes { Value: var bytes }, Parameters.All.Count: 0 })
        {
            findings.Add(new(FindingCodes.StampMalformed, InputField, "the stamp is not a list of components and a byte sequence"));
            return null;
        }

        return new ParsedStamp(label, list, bytes);
    }

    private static StructuredDictionary? Dictionary(
        MessageHead head, string name, List<VerificationFinding> findings)
    {
        if (head.FieldValue(name) is not { } value)
        {
            findings.Add(new(FindingCodes.StampMissing, name, "the field is absent"));
            return null;
        }

        if (StructuredFields.TryParseDictionary(value, out var dictionary) && !dictionary.HasDuplicates)
        {
            return dictionary;
        }

        findings.Add(new(FindingCodes.StampMalformed, name, "the field is not a dictionary of distinct labels"));
        return null;
    }

    private static string? TagOf(StructuredMember member) =>
        member is StructuredInnerList && member.Parameters["tag"] is BareItem.Text { Value: var tag } ? tag : null;

    private string? Text(string name) => Input.Parameters[name] is BareItem.Text { Value: var text } ? text : null;

    // RFC 8941 integers have 15 digits; a time has fewer.
    private DateTimeOffset? Seconds(string name) =>
        Input.Parameters[name] is BareItem.Integer { Value: >= 0 and <= 253_402_300_799 and var seconds }
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
