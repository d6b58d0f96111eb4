using System.Text.Json;

namespace Gateway.Ledger.Entries;

/// <summary>Takes members out of an entry or a statement; a member of another type counts as absent.</summary>
internal static class EntryReading
{
    internal static string? TextOf(this JsonElement entry, string name) =>
        entry.MemberOf(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    internal static long? NumberOf(this JsonElement entry, string name) =>
        entry.MemberOf(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value)
            ? value
            : null;

    internal static JsonElement? MemberOf(this JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) ? value : null;
}
