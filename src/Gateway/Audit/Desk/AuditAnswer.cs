using Gateway.Operations;

namespace Gateway.Audit.Desk;

/// <summary>One answer, whole.</summary>
internal sealed record AuditAnswer(string ContentType, ReadOnlyMemory<byte> Body)
{
    private const string Json = "application/json";

    /// <summary>Under what name a browser saves it; null: it shows it.</summary>
    internal string? FileName { get; init; }

    /// <summary>Of a page for people: its language's tag.</summary>
    internal string? Language { get; init; }

    /// <summary>True for what never changes: a full tile.</summary>
    internal bool IsImmutable { get; init; }

    /// <summary>One object, whose members the caller writes.</summary>
    internal static AuditAnswer Document(Action<System.Text.Json.Utf8JsonWriter> members) =>
        new(Json, OperatorJson.Document(members));

    internal static AuditAnswer OfJson(ReadOnlyMemory<byte> document) => new(Json, document);
}
