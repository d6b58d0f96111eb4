using System.Globalization;

namespace Gateway.Stamping;

/// <summary>One field line as it was received.</summary>
internal readonly record struct HeaderLine(string Name, string Value);

/// <summary>The head of a request (method and absolute URI) or of a response (status).</summary>
/// <param name="Status">Zero for a request.</param>
internal sealed record MessageHead(string Method, string TargetUri, int Status, IReadOnlyList<HeaderLine> Fields)
{
    internal static MessageHead OfRequest(string method, string targetUri, IReadOnlyList<HeaderLine> fields) =>
        new(method, targetUri, 0, fields);

    internal static MessageHead OfResponse(int status, IReadOnlyList<HeaderLine> fields) => new("", "", status, fields);

    internal bool IsResponse => Status != 0;

    /// <summary>
    /// The combined value (RFC 9421 section 2.1): the lines in order, each trimmed, joined by comma and space. Null
    /// when there is no such field.
    /// </summary>
    internal string? FieldValue(string name)
    {
        string? value = null;
        foreach (var line in Fields)
        {
            if (line.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                var trimmed = line.Value.Trim(' ', '\t');
                value = value is null ? trimmed : $"{value}, {trimmed}";
            }
        }

        return value;
    }

    /// <summary>The value of a derived component (RFC 9421 section 2.2), or null where this head has none.</summary>
    internal string? DerivedValue(string name) => (name, IsResponse) switch
    {
        ("@status", true) => Status.ToString("000", CultureInfo.InvariantCulture),
        ("@method", false) => Method,
        ("@target-uri", false) => TargetUri,
        ("@scheme", false) => TargetParts.Parse(TargetUri)?.Scheme,
        ("@authority", false) => TargetParts.Parse(TargetUri)?.Authority,
        ("@path", false) => TargetParts.Parse(TargetUri)?.Path,
        ("@query", false) => TargetParts.Parse(TargetUri)?.Query,
        _ => null,
    };

    /// <summary>True when framing says that content followed this head.</summary>
    internal bool HasBody =>
        FieldValue("Transfer-Encoding") is not null || (FieldValue("Content-Length") ?? "0").Trim('0').Length > 0;
}

/// <summary>A message as the far side received it.</summary>
/// <param name="Request">For a response: the head of the request it answers, as its sender knows it.</param>
internal sealed record ReceivedMessage(MessageHead Head, MessageHead? Request, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// False where only the head was kept, as in evidence: then what the head says of its body is held against the
    /// statement, and against nothing else.
    /// </summary>
    internal bool IsBodyAtHand { get; init; } = true;
}
