using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine;

public sealed class RuleCoverageTests
{
    private static readonly (string, string)[] Official = [("use", "official")];

    [Fact]
    public void Rules_that_each_decide_something_have_no_faults()
    {
        var desk = new Desk { Records = "$.customers[*]", Subjects = ["$.customers[*].id"] }
            .Rule("$.customers[*].name", Desk.Mask(1))
            .Rule("$.customers[*].id", Desk.Hash, Official)
            .Rule("$.customers[*].id", Desk.Drop)
            .Rule("$.customers[0].extra", Desk.Keep)
            .Rule("$.customers[*].extra", Desk.Drop)
            .Rule("$..note", Desk.Redact);
        Assert.Empty(RuleCoverage.Check(desk.Category()));
    }

    public static TheoryData<string, int, string[], string> Faulty => new()
    {
        { "rule.path", 0, ["$.a["], "" },
        { "rule.repeated", 1, ["$.a", "$['a']"], "" },
        { "rule.covered", 1, ["$..a", "$.x.a"], "" },
        { "rule.covered", 1, ["$[*].a", "$[3].a"], "" },
        { "rule.covered", 2, ["$.a!drop", "$.b", "$.a.b"], "" },
        { "rule.covered", 1, ["$!deep", "$..a"], "" },
        { "rule.covered", 2, ["$..a..b", "$.x", "$.a.c.b"], "" },
        { "rule.inside", 0, ["$.a.b", "$.a!redact"], "" },
        { "rule.inside", 0, ["$..b", "$.a!redact"], "" },
        { "rule.inside", 0, ["$.a[0].b", "$..a!redact"], "" },
        { "rule.where", 0, ["$.a[0]?"], "" },
        { "rule.where", 0, ["$.a[*]?"], "" },
        { "rule.covered", 1, ["$.a", "$.a?"], "" },
        { "rule.repeated", 1, ["$.a?", "$.a?"], "" },
        { "category.records", -1, ["$.a"], "$[" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Each_fault_is_found_at_its_rule(string code, int rule, string[] rules, string records)
    {
        var fault = Assert.Single(RuleCoverage.Check(Build(rules, records).Category()));
        Assert.Equal((code, rule), (fault.Code, fault.Rule));
    }

    [Theory]
    [InlineData("$.a?", "$.a")]
    [InlineData("$.a!drop?", "$.a.b")]
    [InlineData("$.a", "$..a")]
    [InlineData("$[0]", "$[*]")]
    [InlineData("$.a.b", "$.a!drop")]
    [InlineData("$.a.b", "$.a!deep")]
    [InlineData("$.a", "$.b!redact")]
    [InlineData("$.x.a.b", "$.a!redact")]
    public void What_only_looks_like_a_fault_is_none(string first, string second) =>
        Assert.Empty(RuleCoverage.Check(Build([first, second], "").Category()));

    [Fact]
    public void Every_fault_is_reported_at_once()
    {
        var faults = RuleCoverage.Check(Build(["$.a", "$.a", "$.b[", "$.c[0]?"], "").Category());
        Assert.Equal(["rule.repeated", "rule.path", "rule.where"], faults.Select(fault => fault.Code));
    }

    [Fact]
    public void Other_formats_have_paths_of_their_own() =>
        Assert.Empty(RuleCoverage.Check(
            new Desk { Format = BodyFormat.Fhir }.Rule("Patient.name", Desk.Keep).Category()));

    [Fact]
    public void Line_by_line_json_is_checked_too() =>
        Assert.Single(RuleCoverage.Check(
            new Desk { Format = BodyFormat.Ndjson }.Rule("Patient.name", Desk.Keep).Category()));

    // "$.a!drop?" is the path, the action (keep without one) and, with '?', a condition.
    private static Desk Build(string[] rules, string records)
    {
        var desk = new Desk { Records = records.Length == 0 ? null : records };
        foreach (var text in rules)
        {
            var parts = text.TrimEnd('?').Split('!');
            var action = parts.ElementAtOrDefault(1) switch
            {
                "drop" => Desk.Drop,
                "deep" => Desk.Deep,
                "redact" => Desk.Redact,
                _ => Desk.Keep,
            };
            desk.Rule(parts[0], action, text.EndsWith('?') ? Official : []);
        }

        return desk;
    }
}
