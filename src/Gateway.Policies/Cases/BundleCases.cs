using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Cases;

/// <summary>How a bundle's own cases came out, in the order of its files.</summary>
/// <param name="Faults">Keys that are missing; and, as warnings, categories without a case.</param>
public sealed record CasesReport(IReadOnlyList<CaseVerdict> Verdicts, IReadOnlyList<Fault> Faults)
{
    public int Count(CaseResult result) => Verdicts.Count(verdict => verdict.Result == result);
}

/// <summary>
/// Runs a bundle's own cases (FORMATS.md 1) through the engine that the daemon runs. Nobody is asked about consent or
/// volume, and no route is taken: a case is about what the rules of one category do to one document.
/// </summary>
public static class BundleCases
{
    /// <summary>Every case of these categories.</summary>
    /// <param name="files">The bundle's files, which hold the documents of the cases.</param>
    /// <param name="at">
    /// When the documents are taken to cross. The day the bundle was issued: what a case expects must not age.
    /// </param>
    public static CasesReport Run(
        IEnumerable<Category> categories, IReadOnlyList<BundleFile> files, IFieldKeys keys, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(categories);
        ArgumentNullException.ThrowIfNull(files);
        var documents = files.ToDictionary(file => file.Path, file => file.Bytes, StringComparer.Ordinal);
        var verdicts = new List<CaseVerdict>();
        var faults = new List<Fault>();
        foreach (var category in InFileOrder(categories))
        {
            if (category.Cases.Count == 0)
            {
                var advice = $"add a case: nothing shows what '{category.Id}' lets out";
                faults.Add(category.Mark.Fault("category.no_case", advice) with { IsWarning = true });
                continue;
            }

            RunCategory(category, new Bench(documents, keys, at), verdicts, faults);
        }

        return new CasesReport(verdicts, faults);
    }

    private static void RunCategory(
        Category category,
        Bench bench,
        List<CaseVerdict> verdicts,
        List<Fault> faults)
    {
        if (CategoryEngine.Compile(category, bench.Keys, out var wrong) is { } engine)
        {
            verdicts.AddRange(category.Cases.Select(one => RunCase(engine, category, one, bench)));
            return;
        }

        // What this build lacks is nobody's mistake, and a fault only where a route reaches it (EnforcementCheck).
        faults.AddRange(wrong.Where(fault => fault.Code != CategoryEngine.NotEnforced));
        verdicts.AddRange(category.Cases.Select(one =>
            new CaseVerdict(category.Id, one, CaseResult.NotRun) { Lacks = wrong }));
    }

    private static CaseVerdict RunCase(
        CategoryEngine engine,
        Category category,
        CategoryCase @case,
        Bench bench)
    {
        var verdict = new CaseVerdict(category.Id, @case, CaseResult.NotAsTold);
        if (!UnaskedPass.Run(engine, bench.Documents[@case.Input], bench.At).TryPass(out var passed, out var turnBack))
        {
            return verdict with
            {
                Result = turnBack is Refusal && turnBack.Code.Wire == @case.Refused
                    ? CaseResult.AsTold
                    : CaseResult.NotAsTold,
                Actual = turnBack is Refusal ? CaseEnd.Refused : CaseEnd.Held,
                TurnBack = turnBack,
            };
        }

        verdict = verdict with { Actual = CaseEnd.Crossed };
        if (@case.Expect is not { } expected)
        {
            return verdict;
        }

        return TryCompare(category, bench.Documents[expected], passed.Output, out var difference)
            ? verdict with
            {
                Result = difference is null ? CaseResult.AsTold : CaseResult.NotAsTold,
                Difference = difference,
            }
            : verdict with { IsExpectationUnreadable = true };
    }

    // As the far side would read it. False where the expected document is none of the category's format.
    private static bool TryCompare(
        Category category,
        ReadOnlyMemory<byte> expected,
        ReadOnlyMemory<byte> actual,
        out DocumentDifference? difference)
    {
        var keyed = new KeyedText(category);
        switch (category.Format)
        {
            case BodyFormat.Json or BodyFormat.Fhir:
                return DocumentComparison.TryCompare(expected, actual, keyed, out difference);
            case BodyFormat.Xml:
                return XmlComparison.TryCompare(expected, actual, keyed, out difference);
            default:
                difference = TextComparison.Compare(expected, actual, keyed);
                return true;
        }
    }

    private static IEnumerable<Category> InFileOrder(IEnumerable<Category> categories) => categories
        .OrderBy(category => category.Mark.File, StringComparer.Ordinal)
        .ThenBy(category => category.Mark.Line);

    /// <summary>What all cases are run with.</summary>
    private sealed record Bench(
        Dictionary<string, ReadOnlyMemory<byte>> Documents, IFieldKeys Keys, DateTimeOffset At);
}
