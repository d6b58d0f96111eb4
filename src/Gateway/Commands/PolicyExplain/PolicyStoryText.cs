using System.Text;
using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Explaining;
using Gateway.Policies.Instruments;
using Gateway.Policies.Routes;

namespace Gateway.Commands.PolicyExplain;

/// <summary>The explanation for people.</summary>
internal sealed class PolicyStoryText(PolicyStory story, Language language)
{
    private readonly StringBuilder _text = new();

    public override string ToString()
    {
        _text.Clear();
        Line(0, PolicyWords.Bundle(story.Bundle));
        if (story.Document is { } document)
        {
            Write(document);
        }
        else if (story.Paths.Count > 0)
        {
            story.Paths.ToList().ForEach(Write);
        }
        else
        {
            story.Routes.ToList().ForEach(Write);
            story.Categories.ToList().ForEach(Write);
            if (story.Routes.Count == story.Bundle.Routes.Count)
            {
                Gap();
                Line(0, PolicyWords.NothingElse);
            }
        }

        return _text.ToString().TrimEnd('\n');
    }

    private void Write(RouteDefinition route)
    {
        var parties = story.Bundle.Parties;
        Gap();
        Line(0, PolicyWords.Route(route, parties[route.CallerParty], parties[route.CalleeParty]));
        foreach (var leg in new[] { Leg.Request, Leg.Response })
        {
            WriteLeg(route, leg);
        }

        route.Parameters.ToList().ForEach(parameter => Line(1, PolicyWords.Value(parameter)));
        if (route.ResponseHeaders.Count > 0)
        {
            Line(1, PolicyWords.Headers(route.ResponseHeaders));
        }
    }

    private void WriteLeg(RouteDefinition route, Leg leg)
    {
        var name = PolicyWords.Leg(leg).In(language);
        if (route.CargoOf(leg) is not { } cargo)
        {
            Line(1, $"{name}: {PolicyWords.CarriesNothing.In(language)}");
            return;
        }

        var purpose = story.Bundle.Purposes.GetValueOrDefault(cargo.Purpose);
        Line(1, $"{name}, {route.DirectionOf(leg).Wire()}: {PolicyWords.Carries(cargo, purpose).In(language)}");
        var may = InstrumentSelection.Decide(story.Bundle, route, leg, story.Now);
        Line(2, may.TryPass(out var permission, out var refused)
            ? PolicyWords.Permitted(permission.Instrument)
            : PolicyWords.Refused(refused));
    }

    private void Write(Category category)
    {
        Gap();
        Line(0, PolicyWords.Category(category));
        Line(1, PolicyWords.Grade(category));
        var routes = PolicyStoryJson.RoutesOf(story.Bundle, category).ToList();
        Line(1, routes.Count == 0 ? PolicyWords.NoRoute : PolicyWords.CarriedBy(routes));
        if (category.Subjects.Count > 0)
        {
            Line(1, PolicyWords.Subjects(category));
        }

        Line(1, PolicyWords.Screened(category));
        var width = category.Fields.Select(rule => rule.Path.Length).DefaultIfEmpty().Max();
        foreach (var rule in category.Fields)
        {
            Line(1, $"{rule.Path.PadRight(width)}  {ActionWords.Of(rule.Action).In(language)}{Where(rule)}");
        }

        Line(1, PolicyWords.Unlisted(category.Unlisted));
        if (PolicyWords.Committed(category.Commit) is { } committed)
        {
            Line(1, committed);
        }
    }

    private void Write((Category Category, Ruling Ruling) one)
    {
        Gap();
        Line(0, PolicyWords.Category(one.Category));
        Write(one.Ruling, one.Category);
        one.Ruling.Unless.ToList().ForEach(rule => Line(2, PolicyWords.Unless(rule)));
    }

    private void Write(DocumentStory document)
    {
        Gap();
        Line(0, PolicyWords.Category(document.Category));
        document.Rulings.ToList().ForEach(ruling => Write(ruling, document.Category));
        Gap();
        Line(0, document.Refused is { } refused ? PolicyWords.Refused(refused) : PolicyWords.Crosses);
    }

    private void Write(Ruling ruling, Category category)
    {
        var action = ruling is { Kind: not RulingKind.Shape, Rule: { } rule }
            ? ActionWords.Of(rule.Action).In(language) + "; "
            : "";
        Line(1, $"{ruling.Place}: {action}{PolicyWords.Why(ruling, category).In(language)}");
        if (ruling.Follows is { } ids)
        {
            Line(2, PolicyWords.Follows(ids));
        }

        if (ruling.Findings.Count > 0)
        {
            Line(2, PolicyWords.Found(ruling, category));
        }
    }

    private static string Where(FieldRule rule) => rule.Where.Count == 0
        ? ""
        : $" [where {string.Join(", ", rule.Where.Select(pair => $"{pair.Key}: {pair.Value}"))}]";

    private void Gap() => _text.Append('\n');

    private void Line(int depth, Titles words) => Line(depth, words.In(language));

    private void Line(int depth, string words) => _text.Append(' ', depth * 2).Append(words).Append('\n');
}
