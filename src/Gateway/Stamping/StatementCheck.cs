using System.Security.Cryptography;
using Gateway.Policies;

namespace Gateway.Stamping;

/// <summary>Whether the statement a message carries speaks of this message, this key and this moment.</summary>
internal static class StatementCheck
{
    // Statement and stamp are made one after the other by one clock.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(MessageStamp.LifetimeSeconds);

    private static readonly string[] Known =
    [
        "v", "crit", "id", "parent", "time", "gateway", "leg", "direction", "mode", "exporter", "recipient", "route",
        "category", "categoryVersion", "grade", "sensitive", "purpose", "basis", "notice", "instrument", "pia",
        "retention", "storagePlace", "origin", "dataset", "consent", "policy", "trust", "content", "source", "fields",
        "records", "subjects", "findings", "fieldsRoot",
    ];

    internal static void Run(
        ReceivedMessage message, DateTimeOffset? created, KeyEndorsement? key, List<VerificationFinding> findings)
    {
        var json = Decode(message.Head.FieldValue(TransferStatement.FieldName));
        using var statement = JsonMembers.Parse(json ?? [], TransferStatement.MaxSize);
        if (statement?.Number("v") != 1 || statement.HasUnknownCritical(Known))
        {
            findings.Add(new(
                FindingCodes.StatementMalformed,
                TransferStatement.FieldName,
                "the field is absent or no statement of a version known here, of at most 4 KiB"));
            return;
        }

        foreach (var mismatch in Mismatches(statement, message, created, key))
        {
            findings.Add(new(FindingCodes.StatementMismatch, TransferStatement.FieldName, mismatch));
        }
    }

    private static byte[]? Decode(string? value) =>
        value is not null
            && StructuredFields.TryParseItem(value, out var item)
            && item is { Value: BareItem.Bytes { Value: var json }, Parameters.All.Count: 0 }
            ? json
            : null;

    private static IEnumerable<string> Mismatches(
        JsonMembers statement, ReceivedMessage message, DateTimeOffset? created, KeyEndorsement? key)
    {
        var head = message.Head;
        if (statement.Text("leg") != StatementNames.Of(head.IsResponse ? Leg.Response : Leg.Request))
        {
            yield return "'leg' is not that of the message";
        }

        if (!Guid.TryParseExact(statement.Text("id"), "D", out _)
            || (head.FieldValue("Transfer-Id") is { } id && id != statement.Text("id")))
        {
            yield return "'id' is no transfer id, or not that of Transfer-Id";
        }

        if (!WireTime.TryParse(statement.Text("time"), out var time)
            || (created is { } stamped && (time - stamped).Duration() > Apart))
        {
            yield return "'time' is no time, or not that of the stamp";
        }

        using var content = statement.Object("content");
        if (content?.Text("type") is not { } type || type != head.FieldValue("Content-Type"))
        {
            yield return "'content.type' is not the Content-Type";
        }

        if (!IsContent(content, message))
        {
            yield return "'content.bytes' or 'content.sha256' is not that of the body";
        }

        using var exporter = statement.Object("exporter");
        if (key is not null && statement.Text("gateway") != key.Origin)
        {
            yield return "'gateway' is not the origin that the key is endorsed for";
        }

        if (key is not null && !key.Exporters.Contains(exporter?.Text("id") ?? "", StringComparer.Ordinal))
        {
            yield return "'exporter.id' is not one that the key is endorsed for";
        }
    }

    private static bool IsContent(JsonMembers? content, ReceivedMessage message) => message.IsBodyAtHand
        ? content?.Number("bytes") == message.Body.Length
            && content?.Text("sha256") == Convert.ToHexStringLower(SHA256.HashData(message.Body.Span))
        : message.Head.FieldValue(ContentDigest.FieldName) is { } digest
            && ContentDigest.Claimed(digest) is { } claimed
            && content?.Text("sha256") == claimed;
}
