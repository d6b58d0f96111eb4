using System.Text;
using Gateway.Policies.Bundle;
using Gateway.Policies.Cases;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Cases;

/// <summary>How a bundle's own cases come out, and what is said of one that does not come out as told.</summary>
public sealed class BundleCasesTests
{
    private const string Input = """{ "batch": "b-1", "people": [ { "name": "王小芳", "id": "C-1", "age": 36 } ] }""";

    private const string Expected =
        """{ "people": [ { "age": 36, "id": "<hash>", "name": "王**" } ], "batch": "b-1" }""";

    [Fact]
    public void A_document_that_leaves_as_expected_is_as_told() => Assert.Equal(
        (CaseResult.AsTold, CaseEnd.Crossed, null),
        Summary(Run("input: in.json, expect: out.json", Input, Expected)));

    [Theory]
    [InlineData("\"batch\": \"b-1\"", "\"batch\": \"b-2\"", 1, "$.batch", DifferenceKind.Other)]
    [InlineData("\"batch\": \"b-1\"", "\"batch\": null", 1, "$.batch", DifferenceKind.Other)]
    [InlineData("\"age\": 36", "\"age\": 36.0", 1, "$.people[0].age", DifferenceKind.Other)]
    [InlineData("\"age\": 36, ", "", 1, "$.people[0].age", DifferenceKind.Unexpected)]
    [InlineData("\"age\": 36", "\"age\": 36, \"old\": 1", 1, "$.people[0].old", DifferenceKind.Missing)]
    [InlineData("\"age\": 36", "\"age\": 36, \"a b\\n\": 1", 1, "$.people[0]['a b\\n']", DifferenceKind.Missing)]
    [InlineData("王**", "王小*", 1, "$.people[0].name", DifferenceKind.Other)]
    [InlineData("<hash>", "k1.00", 1, "$.people[0].id", DifferenceKind.Other)]
    [InlineData(" } ]", " }, {} ]", 1, "$.people[1]", DifferenceKind.Missing)]
    [InlineData("[ {", "[ 1, {", 2, "$.people[0]", DifferenceKind.Other)]
    public void Another_expectation_fails_with_the_first_place_and_the_count(
        string old, string now, int count, string path, DifferenceKind kind)
    {
        Assert.Contains(old, Expected, StringComparison.Ordinal);
        var wrong = Expected.Replace(old, now, StringComparison.Ordinal);

        var verdict = Run("input: in.json, expect: out.json", Input, wrong);

        Assert.Equal(CaseResult.NotAsTold, verdict.Result);
        Assert.Equal(new DocumentDifference(count, path, kind), verdict.Difference);
    }

    [Theory]
    [InlineData("C-1", "hash, key: k1", CaseResult.AsTold)]
    [InlineData("C-1", "hash, key: k2, length: 64", CaseResult.AsTold)]
    [InlineData("C-1", "keep", CaseResult.NotAsTold)]
    [InlineData("C-1", "redact", CaseResult.NotAsTold)]
    [InlineData("C-1", "constant, value: <hash>", CaseResult.NotAsTold)]
    [InlineData("<hash>", "keep", CaseResult.NotAsTold)]
    [InlineData("k1.0123456789abcdef0123456789abcdef", "keep", CaseResult.NotAsTold)]
    public void A_placeholder_stands_only_for_what_a_hash_rule_makes(string id, string action, CaseResult result)
    {
        var verdict = Run(
            "input: in.json, expect: out.json",
            Input.Replace("C-1", id, StringComparison.Ordinal),
            Expected,
            bundle => bundle.Replace("hash, key: k1", action, StringComparison.Ordinal));

        Assert.Equal(result, verdict.Result);
    }

    [Theory]
    [InlineData("refused: field.unlisted", """{ "batch": "b-1", "more": 1 }""", CaseResult.AsTold)]
    [InlineData("refused: field.shape", """{ "batch": "b-1", "more": 1 }""", CaseResult.NotAsTold)]
    [InlineData("refused: field.shape", """{ "batch": ["b-1"] }""", CaseResult.AsTold)]
    [InlineData("refused: screen.finding", """{ "batch": "11010519491231002X" }""", CaseResult.AsTold)]
    [InlineData("refused: body.malformed", """{ "batch": """, CaseResult.AsTold)]
    [InlineData("refused: screen.finding", """{ "batch": "b-1" }""", CaseResult.NotAsTold)]
    [InlineData("expect: out.json", """{ "batch": "11010519491231002X" }""", CaseResult.NotAsTold)]
    public void A_refusal_is_as_told_only_with_its_own_code(string told, string input, CaseResult result) =>
        Assert.Equal(result, Run($"input: in.json, {told}", input, Expected).Result);

    [Fact]
    public void What_is_held_is_not_refused()
    {
        var verdict = Run(
            "input: in.json, refused: screen.finding",
            """{ "batch": "11010519491231002X" }""",
            Expected,
            bundle => bundle.Replace("onFinding: refuse", "onFinding: hold", StringComparison.Ordinal));

        Assert.Equal((CaseResult.NotAsTold, CaseEnd.Held, "screen.finding"), Summary(verdict));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{ "batch": 1, "batch": 1 }""")]
    [InlineData("""{ "batch": "\ud800" }""")]
    public void An_expected_document_that_is_no_json_is_said_to_be_none(string expected)
    {
        var verdict = Run("input: in.json, expect: out.json", """{ "batch": "b-1" }""", expected);

        Assert.True(verdict.IsExpectationUnreadable);
        Assert.Equal(CaseResult.NotAsTold, verdict.Result);
    }

    [Fact]
    public void A_category_that_asks_for_what_this_build_lacks_is_not_run_and_says_why()
    {
        var verdict = Assert.Single(Report(
            "input: in.json, expect: out.json",
            Input,
            Expected,
            bundle => bundle,
            category: read => read with { Charset = "gb18030" }).Verdicts);

        Assert.Equal((CaseResult.NotRun, null, null), Summary(verdict));
        Assert.Contains("gb18030", Assert.Single(verdict.Lacks).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_category_without_a_case_is_a_warning_at_its_place()
    {
        var report = Report("input: in.json, expect: out.json", Input, Expected, bundle =>
            bundle[..bundle.IndexOf("    cases:", StringComparison.Ordinal)]);

        Assert.Empty(report.Verdicts);
        var warning = Assert.Single(report.Faults);
        Assert.True(warning.IsWarning);
        Assert.Equal(("category.no_case", "policy.yaml", 2), (warning.Code, warning.File, warning.Line));
    }

    [Fact]
    public void A_key_that_is_not_there_is_a_fault()
    {
        var report = Report("input: in.json, expect: out.json", Input, Expected, bundle => bundle, new NoKeys());

        Assert.Equal("rule.key", Assert.Single(report.Faults).Code);
        Assert.Equal(1, report.Count(CaseResult.NotRun));
    }

    private static (CaseResult, CaseEnd?, string?) Summary(CaseVerdict verdict) =>
        (verdict.Result, verdict.Actual, verdict.TurnBack?.Code.Wire);

    private static CaseVerdict Run(
        string told, string input, string expected, Func<string, string>? change = null) =>
        Assert.Single(Report(told, input, expected, change ?? (bundle => bundle)).Verdicts);

    private static CasesReport Report(
        string told,
        string input,
        string expected,
        Func<string, string> change,
        IFieldKeys? keys = null,
        Func<Category, Category>? category = null)
    {
        var bundle = $$"""
            categories:
              - id: T.people
                version: 1
                grade: general
                format: json
                unlisted: refuse
                onFinding: refuse
                fields:
                  - { path: $.batch, do: keep }
                  - { path: "$.people[*].name", do: mask, keepFirst: 1 }
                  - { path: "$.people[*].id", do: hash, key: k1 }
                  - { path: "$.people[*].age", do: keep }
                cases:
                  - { name: one, {{told}} }
            """;
        List<BundleFile> files = [Of("policy.yaml", change(bundle)), Of("in.json", input), Of("out.json", expected)];
        var reading = BundleReader.ReadOffline(files);
        Assert.DoesNotContain(reading.Faults, fault => !fault.IsWarning);
        var categories = reading.Bundle!.Categories.Values.Select(category ?? (read => read));
        return BundleCases.Run(categories, files, keys ?? new AnyKey(), reading.Bundle.Issued);
    }

    private static BundleFile Of(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    private sealed class AnyKey : IFieldKeys
    {
        public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
        {
            key = new byte[KeyDerivation.KeySize];
            return true;
        }
    }

    private sealed class NoKeys : IFieldKeys
    {
        public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
        {
            key = default;
            return false;
        }
    }
}
