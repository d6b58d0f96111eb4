using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Audit;
using Gateway.Closing;
using Gateway.Ledger.Entries;
using Gateway.Policies;

namespace Gateway.Commands.Explain;

/// <summary>A transfer's story for people: how it ended and why, what to do, then entry by entry.</summary>
internal sealed class ExplainText(TransferStory story, Language language)
{
    private readonly StringBuilder _text = new();

    public override string ToString()
    {
        _text.Clear();
        Line(0, ExplainWords.Head(story.Id, story.Began));
        Line(0, ExplainWords.Ending(story));
        if (story.Decision is { } decision)
        {
            WriteDecision(decision);
        }

        for (var i = 0; i < story.Entries.Count; i++)
        {
            _text.Append('\n');
            WriteEntry(i + 1, story.Entries[i]);
        }

        WriteMissingBundles();
        return _text.ToString().TrimEnd('\n');
    }

    private void WriteDecision(StoryEntry decision)
    {
        if (StoryRules.PermitDetail(decision) is { } detail)
        {
            Line(1, detail);
        }

        if (decision.Text("rule") is { } path)
        {
            Line(1, StoryRules.RuleOf(decision) is { } rule
                ? ExplainWords.Rule(path, StoryRules.Words(rule.Action), Place(rule.Mark))
                : ExplainWords.RuleAlone(path));
        }

        if (story.Code is { } code)
        {
            Line(1, ExplainWords.Advice(RefusalAdvice.Of(code)));
        }
    }

    private void WriteEntry(int number, StoryEntry entry)
    {
        var leg = entry.Text("leg") ?? (entry.Kind == EntryKind.Request ? "request" : null);
        Line(0, ExplainWords.EntryHead(number, entry.Kind, leg, Time(entry.Time)));
        switch (entry.Kind)
        {
            case EntryKind.Release:
                WriteRelease(entry);
                break;
            case EntryKind.Request:
                Line(1, ExplainWords.Admitted(entry.Text("caller") ?? "", entry.Text("route") ?? ""));
                break;
            case EntryKind.Outcome:
                WriteOutcome(entry);
                break;
            default:
                WriteTurnBack(entry);
                break;
        }

        Line(1, ExplainWords.Place(entry.Found.Position.ToString(), entry.Found.Inclusion));
    }

    private void WriteTurnBack(StoryEntry entry)
    {
        Line(1, entry.Text("code") ?? "");
        if (entry.Text("party") is { } party)
        {
            Line(1, ExplainWords.Party(party));
        }

        if (entry.Text("route") is { } route)
        {
            Line(1, ExplainWords.Route(route));
        }

        if (entry.Text("category") is { } category)
        {
            Line(1, ExplainWords.Category(category, null, StoryRules.CategoryOf(entry)?.Title));
        }

        Line(1, ExplainWords.Delivered(entry.Delivered));
    }

    private void WriteRelease(StoryEntry entry)
    {
        if (entry.Statement is not { } statement)
        {
            return;
        }

        Line(1, ExplainWords.Category(
            statement.TextOf("category") ?? "",
            statement.NumberOf("categoryVersion"),
            StoryRules.CategoryOf(entry)?.Title));
        Line(1, ExplainWords.Purpose(
            statement.TextOf("purpose") ?? "", statement.TextOf("basis") ?? "", StoryRules.PurposeOf(entry)?.Title));
        Line(1, ExplainWords.Parties(Id(statement, "exporter"), Id(statement, "recipient")));
        Line(1, ExplainWords.Instrument(
            Id(statement, "instrument"), statement.MemberOf("instrument")?.TextOf("mechanism") ?? ""));
        Line(1, ExplainWords.Records(
            Number(statement, "records", "in"),
            Number(statement, "records", "out"),
            Number(statement, "content", "bytes")));
        Line(1, ExplainWords.Counts(TransferStory.Counts(entry).Where(count => count.Value > 0), language));
        var rules = StoryRules.Changing(entry).ToList();
        if (rules.Count > 0)
        {
            Line(1, ExplainWords.Rules);
            rules.ForEach(rule => Line(2, $"{rule.Path}: {StoryRules.Words(rule.Action)}, {Place(rule.Mark)}"));
        }
    }

    private void WriteOutcome(StoryEntry entry)
    {
        Line(1, ExplainWords.Outcome(
            entry.Members.NumberOf("status"), entry.Members.NumberOf("bytes"), entry.Members.NumberOf("durationMs")));
        if (entry.Members.NumberOf("discardedBytes") is { } discarded)
        {
            Line(1, ExplainWords.Discarded(discarded));
        }

        Line(1, ExplainWords.Delivered(entry.Delivered));
    }

    // Without the bundle the ledger still says which it was: whoever has it can look.
    private void WriteMissingBundles()
    {
        var missing = story.Entries
            .Where(entry => entry.Bundle is null && entry.Kind != EntryKind.Outcome)
            .Select(entry => entry.Text("policy"))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (missing.Count > 0)
        {
            _text.Append('\n');
            missing.ForEach(digest => Line(0, ExplainWords.BundleMissing(digest)));
        }
    }

    private void Line(int depth, Titles words) => Line(depth, words.In(language));

    private void Line(int depth, string words) => _text.Append(' ', depth * 4).Append(words).Append('\n');

    private static string Place(Mark mark) => string.Create(CultureInfo.InvariantCulture, $"{mark.File}:{mark.Line}");

    private static string Time(DateTimeOffset time) => LedgerEntry.Time(time);

    private static string Id(JsonElement statement, string member) => statement.MemberOf(member)?.TextOf("id") ?? "";

    private static long Number(JsonElement statement, string member, string name) =>
        statement.MemberOf(member)?.NumberOf(name) ?? 0;
}
