using System.Text.Json;
using Gateway.Commands.Offline;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Explaining;
using Gateway.Policies.Routes;
using Gateway.Policies.Transforms;

namespace Gateway.Commands.PolicyExplain;

/// <summary>What somebody wants explained.</summary>
internal sealed record PolicyQuestion(string Folder, string? Category, string? Route, string? Path, string? Document)
{
    /// <summary>Null with every fault; warnings are added too.</summary>
    internal PolicyStory? Answer(TimeProvider time, List<Fault> faults)
    {
        if (OfflineBundle.Read(Folder, time, faults) is not { } bundle)
        {
            return null;
        }

        var categories = CategoriesOf(bundle, faults);
        var routes = RoutesOf(bundle, faults);
        if (Document is not null && categories is not [_])
        {
            faults.Add(Wrong("--document", "a document is of one category: say which with --category"));
        }

        if (HasErrors(faults))
        {
            return null;
        }

        var paths = Path is null ? [] : RulingsOf(categories, Path, faults);
        var document = Document is null ? null : DocumentOf(categories[0], Document, time.GetUtcNow(), faults);
        return HasErrors(faults)
            ? null
            : new PolicyStory(bundle, categories, routes, paths, document, time.GetUtcNow());
    }

    private List<Category> CategoriesOf(PolicyBundle bundle, List<Fault> faults)
    {
        if (Category is not null)
        {
            return OfflineBundle.Find(bundle, Category, faults) is { } found ? [found] : [];
        }

        return Route is not null && Path is null && Document is null
            ? []
            :
            [
                .. bundle.Categories.Values
                    .OrderBy(category => category.Mark.File, StringComparer.Ordinal)
                    .ThenBy(category => category.Mark.Line),
            ];
    }

    private List<RouteDefinition> RoutesOf(PolicyBundle bundle, List<Fault> faults)
    {
        if (Route is null)
        {
            return [.. bundle.Routes.Where(_ => Category is null && Path is null)];
        }

        var found = bundle.Routes.Where(route => route.Id.ToString() == Route).ToList();
        if (found.Count == 0)
        {
            var known = string.Join(", ", bundle.Routes.Select(route => route.Id.ToString()));
            faults.Add(Wrong("--route", $"no route '{Route}'; there are: {known}"));
        }

        return found;
    }

    private static List<(Category Category, Ruling Ruling)> RulingsOf(
        List<Category> categories, string path, List<Fault> faults)
    {
        var rulings = new List<(Category Category, Ruling Ruling)>();
        var wrong = new List<Fault>();
        foreach (var category in categories)
        {
            if (CategoryRulings.For(category, wrong)?.OfPath(path, wrong) is { } ruling)
            {
                rulings.Add((category, ruling));
            }
        }

        // Of many categories some have paths of another grammar: that they have none of this is no fault. What is wrong
        // with it in any grammar is told once.
        faults.AddRange(rulings.Count == 0 ? wrong.Distinct() : []);
        return rulings;
    }

    private static DocumentStory? DocumentOf(Category category, string file, DateTimeOffset now, List<Fault> faults)
    {
        var engine = CategoryEngine.Compile(category, new ThrowAwayKeys(), out var wrong);
        faults.AddRange(wrong);
        try
        {
            var bytes = File.ReadAllBytes(file);
            if (engine is null)
            {
                return null;
            }

            var refused = UnaskedPass.Run(engine, bytes, now).TryPass(out _, out var turnBack) ? null : turnBack;
            return new DocumentStory(category, Rule(category, bytes, faults), refused);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new Fault(file, 0, 0, "$", "sample.file", "the file cannot be read: look at its name and mode"));
        }
        catch (JsonException e)
        {
            var (line, column) = ((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            faults.Add(new Fault(file, line, column, "$", "sample.json", "not valid JSON in UTF-8 here: mend it"));
        }

        return null;
    }

    private static IReadOnlyList<Ruling> Rule(Category category, byte[] bytes, List<Fault> faults) =>
        CategoryRulings.For(category, faults)?.OfDocument(bytes) ?? [];

    private static bool HasErrors(List<Fault> faults) => faults.Exists(fault => !fault.IsWarning);

    private static Fault Wrong(string option, string message) => new(option, 0, 0, "$", "usage", message);
}
