using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Policies.Bundle;

namespace Gateway.Audit;

/// <summary>How a transfer ended, as far as the ledger knows.</summary>
internal enum StoryEnding
{
    /// <summary>It left, and the far side answered.</summary>
    Crossed,

    /// <summary>Turned back, before it left or on the way back.</summary>
    Refused,

    /// <summary>A person decides.</summary>
    Held,

    /// <summary>It left; whether it arrived nobody can tell.</summary>
    Unknown,

    /// <summary>It left, and its outcome is not written yet.</summary>
    Unfinished,
}

/// <summary>One entry of a transfer, with the bundle it was decided by where that is at hand.</summary>
/// <param name="Members">The entry itself.</param>
/// <param name="Statement">Of a release: what was signed.</param>
internal sealed record StoryEntry(
    FoundEntry Found,
    EntryKind Kind,
    DateTimeOffset Time,
    JsonElement Members,
    JsonElement? Statement,
    PolicyBundle? Bundle)
{
    internal string? Text(string member) => Members.TextOf(member);

    /// <summary>"true", "false" or "unknown"; null where the entry does not say.</summary>
    internal string? Delivered => Members.MemberOf("delivered") switch
    {
        { ValueKind: JsonValueKind.True } => "true",
        { ValueKind: JsonValueKind.False } => "false",
        { ValueKind: JsonValueKind.String } => "unknown",
        _ => null,
    };
}

/// <summary>
/// What the ledger knows of one transfer, put in order: both legs, what decided, how it ended. Entries hold no value of
/// a body, so neither does this.
/// </summary>
/// <param name="Began">From the id, where it is a UUIDv7.</param>
/// <param name="Code">Of the refusal or hold; null where there was none.</param>
internal sealed record TransferStory(
    Guid Id, DateTimeOffset? Began, StoryEnding Ending, RefusalCode? Code, IReadOnlyList<StoryEntry> Entries)
{
    private const string Kept = "kept";

    /// <summary>The entry that turned it back; null where none did.</summary>
    internal StoryEntry? Decision =>
        Entries.LastOrDefault(entry => entry.Kind == EntryKind.Refusal)
        ?? Entries.LastOrDefault(entry => entry.Kind == EntryKind.Hold);

    /// <summary>True where something was done to a value that left: masked, dropped, hashed and so on.</summary>
    internal bool IsChanged => Entries.Any(entry => Counts(entry).Any(count => count.Name != Kept && count.Value > 0));

    /// <param name="bundles">Candidates; one counts for an entry that names its digest.</param>
    internal static TransferStory Of(
        Guid id, IReadOnlyList<FoundEntry> found, IReadOnlyList<PolicyBundle> bundles)
    {
        var entries = found.Select(entry => Read(entry, bundles)).ToList();
        var story = new TransferStory(id, BeganOf(id), StoryEnding.Unfinished, null, entries);
        _ = RefusalCode.TryParse(story.Decision?.Text("code") ?? "", out var code);
        return story with { Ending = EndingOf(story), Code = code };
    }

    /// <summary>What was done to how many values, by the names of the statement; empty for other entries.</summary>
    internal static IEnumerable<(string Name, long Value)> Counts(StoryEntry entry) =>
        entry.Statement?.MemberOf("fields") is { ValueKind: JsonValueKind.Object } fields
            ? fields.EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.Number)
                .Select(member => (member.Name, member.Value.GetInt64()))
            : [];

    private static StoryEntry Read(FoundEntry found, IReadOnlyList<PolicyBundle> bundles)
    {
        _ = EntryFacts.TryRead(found.Bytes.Span, out var facts);
        using var document = JsonDocument.Parse(found.Bytes);
        var members = document.RootElement.Clone();
        var digest = members.TextOf("policy");
        return new StoryEntry(
            found,
            facts.Kind,
            facts.Time,
            members,
            StatementOf(members),
            bundles.FirstOrDefault(bundle => bundle.Digest == digest));
    }

    private static JsonElement? StatementOf(JsonElement members)
    {
        if (members.MemberOf("statement") is not { } statement
            || !statement.TryGetBytesFromBase64(out var bytes))
        {
            return null;
        }

        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    private static StoryEnding EndingOf(TransferStory story)
    {
        var outcome = story.Entries.LastOrDefault(entry => entry.Kind == EntryKind.Outcome);
        return story.Decision switch
        {
            { Kind: EntryKind.Refusal } => StoryEnding.Refused,
            { } when !story.Entries.Any(entry => entry.Kind == EntryKind.Release) => StoryEnding.Held,
            _ => outcome?.Delivered switch
            {
                "true" => StoryEnding.Crossed,
                null => StoryEnding.Unfinished,
                _ => StoryEnding.Unknown,
            },
        };
    }

    private static DateTimeOffset? BeganOf(Guid id) => TransferSearch.MillisecondsOf(id) is { } began
        ? DateTimeOffset.FromUnixTimeMilliseconds(began)
        : null;
}
