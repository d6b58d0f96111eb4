using System.Text.Json;
using Gateway.Closing;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Operations;
using Gateway.Policies;
using Gateway.Policies.Catalogue;

namespace Gateway.Audit;

/// <summary>A transfer's story for machines: of <c>explain --json</c> and of the operator listener.</summary>
internal static class StoryJson
{
    // The statement stands there in clear; what only a verifier needs is in the entry itself.
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        "v", "kind", "salt", "time", "trust", "transferId", "statement", "signatureInput", "signature", "baseSha256",
    };

    /// <summary>Writes the members of the document.</summary>
    internal static void Write(Utf8JsonWriter json, TransferStory story)
    {
        json.WriteString("id", story.Id);
        json.WriteTime("began", story.Began);
        json.WriteString("ending", Wire(story.Ending));
        json.WriteBoolean("changed", story.IsChanged);
        WriteDecision(json, story);
        json.WriteStartArray("entries");
        foreach (var entry in story.Entries)
        {
            json.WriteStartObject();
            WriteEntry(json, entry);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static string Wire(StoryEnding ending) => ending switch
    {
        StoryEnding.Crossed => "crossed",
        StoryEnding.Refused => "refused",
        StoryEnding.Held => "held",
        StoryEnding.Unknown => "unknown",
        _ => "unfinished",
    };

    internal static string Wire(Inclusion inclusion) => inclusion switch
    {
        Inclusion.Proven => "proven",
        Inclusion.Unpublished => "unpublished",
        _ => "unproven",
    };

    private static void WriteDecision(Utf8JsonWriter json, TransferStory story)
    {
        json.WriteString("code", story.Decision?.Text("code"));
        if (story.Code is { } code)
        {
            json.WriteString("title", RefusalTitles.Of(code));
            json.WriteString("advice", RefusalAdvice.Of(code).In(Language.English));
        }

        if (story.Decision is { } decision)
        {
            json.WriteString("leg", decision.Text("leg"));
            if (decision.Members.MemberOf("delivered") is { } delivered)
            {
                json.WritePropertyName("delivered");
                delivered.WriteTo(json);
            }

            json.WriteString("detail", StoryRules.PermitDetail(decision)?.En);
            if (StoryRules.RuleOf(decision) is { } rule)
            {
                json.WriteStartObject("rule");
                WriteRule(json, rule);
                json.WriteEndObject();
            }
        }
    }

    private static void WriteEntry(Utf8JsonWriter json, StoryEntry entry)
    {
        json.WriteString("kind", entry.Kind.Wire());
        json.WriteTime("time", entry.Time);
        json.WriteString("ledger", entry.Found.Position.ToString());
        json.WriteString("inclusion", Wire(entry.Found.Inclusion));
        json.WriteBoolean("policyAtHand", entry.Bundle is not null);
        foreach (var member in entry.Members.EnumerateObject().Where(member => !LeftOut.Contains(member.Name)))
        {
            member.WriteTo(json);
        }

        if (entry.Statement is { } statement)
        {
            json.WritePropertyName("statement");
            statement.WriteTo(json);
            json.WriteStartArray("rules");
            foreach (var rule in StoryRules.Changing(entry))
            {
                json.WriteStartObject();
                WriteRule(json, rule);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private static void WriteRule(Utf8JsonWriter json, FieldRule rule)
    {
        json.WriteString("path", rule.Path);
        json.WriteString("action", StoryRules.Words(rule.Action));
        json.WriteString("file", rule.Mark.File);
        json.WriteNumber("line", rule.Mark.Line);
    }
}
