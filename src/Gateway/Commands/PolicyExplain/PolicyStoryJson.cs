using System.Text.Json;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Explaining;
using Gateway.Policies.Instruments;
using Gateway.Policies.Routes;

namespace Gateway.Commands.PolicyExplain;

/// <summary>The same facts for machines, untranslated.</summary>
internal static class PolicyStoryJson
{
    internal static string Write(PolicyStory story)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteStartObject("bundle"u8);
        json.WriteString("name"u8, story.Bundle.Name);
        json.WriteNumber("version"u8, story.Bundle.Version);
        json.WriteString("digest"u8, story.Bundle.Digest);
        json.WriteEndObject();
        if (story.Document is { } document)
        {
            Write(json, document);
        }
        else if (story.Paths.Count > 0)
        {
            json.WriteStartArray("paths"u8);
            story.Paths.ToList().ForEach(one => Write(json, one.Ruling, one.Category, isNamed: true));
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartArray("routes"u8);
            story.Routes.ToList().ForEach(route => Write(json, route, story));
            json.WriteEndArray();
            json.WriteStartArray("categories"u8);
            story.Categories.ToList().ForEach(category => Write(json, category, story.Bundle));
            json.WriteEndArray();
        }

        json.WriteEndObject();
        return text.ToString();
    }

    /// <summary>Ids of the routes that carry it.</summary>
    internal static IEnumerable<string> RoutesOf(PolicyBundle bundle, Category category) => bundle.Routes
        .Where(route => route.Request?.Category == category.Id || route.Response?.Category == category.Id)
        .Select(route => route.Id.ToString());

    private static void Write(Utf8JsonWriter json, RouteDefinition route, PolicyStory story)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, route.Id.ToString());
        json.WriteString("path"u8, route.Path.Text);
        List(json, "methods", route.Methods);
        json.WriteString("caller"u8, route.CallerParty.ToString());
        json.WriteString("callee"u8, route.CalleeParty.ToString());
        List(json, "upstream", route.Upstream.Select(upstream => upstream.GetLeftPart(UriPartial.Authority)));
        json.WriteStartArray("params"u8);
        foreach (var parameter in route.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("in"u8, parameter.In.Wire());
            json.WriteString("name"u8, parameter.Name);
            json.WriteString("pattern"u8, parameter.PatternText);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        List(json, "responseHeaders", route.ResponseHeaders);
        WriteLeg(json, route, Leg.Request, story);
        WriteLeg(json, route, Leg.Response, story);
        json.WriteEndObject();
    }

    private static void WriteLeg(Utf8JsonWriter json, RouteDefinition route, Leg leg, PolicyStory story)
    {
        if (route.CargoOf(leg) is not { } cargo)
        {
            json.WriteNull(leg.Wire());
            return;
        }

        json.WriteStartObject(leg.Wire());
        json.WriteString("direction"u8, route.DirectionOf(leg).Wire());
        json.WriteString("category"u8, cargo.Category.ToString());
        json.WriteString("purpose"u8, cargo.Purpose.ToString());
        json.WriteString("basis"u8, story.Bundle.Purposes.GetValueOrDefault(cargo.Purpose)?.Basis.Wire());
        var may = InstrumentSelection.Decide(story.Bundle, route, leg, story.Now);
        if (may.TryPass(out var permission, out var refused))
        {
            json.WriteString("instrument"u8, permission.Instrument.Id.ToString());
            json.WriteString("mechanism"u8, permission.Instrument.Mechanism.Wire());
        }
        else
        {
            json.WriteNull("instrument"u8);
            json.WriteString("code"u8, refused.Code.Wire);
            json.WriteString("detail"u8, refused.Detail);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Category category, PolicyBundle bundle)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, category.Id.ToString());
        json.WriteNumber("version"u8, category.Version);
        json.WriteString("grade"u8, category.Grade.Wire());
        List(json, "sensitive", category.Sensitive);
        json.WriteString("consent"u8, category.Consent.Wire());
        json.WriteString("format"u8, category.Format.Wire());
        List(json, "media", category.Media);
        json.WriteString("charset"u8, category.Charset);
        json.WriteString("records"u8, category.Records);
        List(json, "subjects", category.Subjects.Select(subject => subject.Path));
        json.WriteString("unlisted"u8, WireNames.UnlistedRules.NameOf(category.Unlisted));
        List(json, "screen", category.Screen.Select(kind => kind.Name));
        json.WriteString("onFinding"u8, WireNames.FindingRules.NameOf(category.OnFinding));
        json.WriteStartObject("findings"u8);
        foreach (var (kind, rule) in category.FindingOverrides.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            json.WriteString(kind.Name, WireNames.FindingRules.NameOf(rule));
        }

        json.WriteEndObject();
        json.WriteString("commit"u8, WireNames.CommitRules.NameOf(category.Commit));
        List(json, "routes", RoutesOf(bundle, category));
        json.WriteStartArray("fields"u8);
        foreach (var rule in category.Fields)
        {
            json.WriteStartObject();
            WriteRule(json, rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DocumentStory document)
    {
        json.WriteString("category"u8, document.Category.Id.ToString());
        json.WriteString("end"u8, document.Refused switch { null => "crosses", Hold => "held", _ => "refused" });
        json.WriteString("code"u8, document.Refused?.Code.Wire);
        json.WriteString("detail"u8, document.Refused?.Detail);
        json.WriteStartArray("values"u8);
        document.Rulings.ToList().ForEach(ruling => Write(json, ruling, document.Category, isNamed: false));
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Ruling ruling, Category category, bool isNamed)
    {
        json.WriteStartObject();
        if (isNamed)
        {
            json.WriteString("category"u8, category.Id.ToString());
        }

        json.WriteString("place"u8, ruling.Place);
        json.WriteString("decidedBy"u8, JsonNamingPolicy.CamelCase.ConvertName(ruling.Kind.ToString()));
        json.WriteString("unlisted"u8, ruling.Kind == RulingKind.Unlisted
            ? WireNames.UnlistedRules.NameOf(category.Unlisted)
            : null);
        WriteRule(json, "rule", ruling.Rule);
        WriteRule(json, "follows", ruling.Follows);
        json.WriteStartArray("unless"u8);
        foreach (var rule in ruling.Unless)
        {
            json.WriteStartObject();
            WriteRule(json, rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        List(json, "findings", ruling.Findings.Select(kind => kind.Name));
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, string member, FieldRule? rule)
    {
        if (rule is null)
        {
            json.WriteNull(member);
            return;
        }

        json.WriteStartObject(member);
        WriteRule(json, rule);
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, FieldRule rule)
    {
        json.WriteString("path"u8, rule.Path);
        json.WriteString("do"u8, rule.Action.Name);
        json.WriteString("text"u8, ActionText.Of(rule));
        json.WriteString("says"u8, ActionWords.Of(rule.Action).En);
        json.WriteString("file"u8, rule.Mark.File);
        json.WriteNumber("line"u8, rule.Mark.Line);
    }

    private static void List(Utf8JsonWriter json, string member, IEnumerable<string> items)
    {
        json.WriteStartArray(member);
        items.ToList().ForEach(json.WriteStringValue);
        json.WriteEndArray();
    }
}
