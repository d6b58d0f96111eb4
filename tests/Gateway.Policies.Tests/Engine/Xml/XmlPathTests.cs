using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine.Xml;

public sealed class XmlPathTests
{
    private static readonly Dictionary<string, string> Spaces = new() { ["p"] = "urn:p", ["q"] = "urn:q" };

    [Theory]
    [InlineData("$.p:a[0]", "rule.path")]
    [InlineData("$.p:a[*]", "rule.path")]
    [InlineData("$.*", "rule.path")]
    [InlineData("$.x:a", "rule.path")]
    [InlineData("$.a@x.b", "rule.path")]
    [InlineData("$@x", "rule.path")]
    [InlineData("$.a.", "rule.path")]
    [InlineData("$.p:a:b", "rule.path")]
    [InlineData("$.a['b", "rule.path")]
    [InlineData("a.b", "rule.path")]
    [InlineData("$.a@xmlns:p", "rule.path")]
    [InlineData("$", "rule.path")]
    public void A_path_that_means_nothing_in_xml_is_a_fault(string path, string code)
    {
        var category = new Desk { Format = BodyFormat.Xml, Namespaces = Spaces }.Rule(path, Desk.Keep).Category();
        Assert.Equal([code], RuleCoverage.Check(category).Select(fault => fault.Code));
        Assert.Null(CategoryEngine.Compile(category, new Desk.FixedKeys(), out var faults));
        Assert.Contains(faults, fault => fault.Code == code);
    }

    [Theory]
    [InlineData("$.p:a.q:b@q:x")]
    [InlineData("$['p:a']['q:b']['@q:x']")]
    [InlineData("$..q:b.@q:x")]
    [InlineData("$..@q:x")]
    public void Every_spelling_of_a_path_finds_its_attribute(string path) =>
        Assert.Contains(
            "=\"***\"",
            new Desk { Format = BodyFormat.Xml, Namespaces = Spaces }.Rule(path, Desk.Redact)
                .Pass("<a xmlns=\"urn:p\"><z:b xmlns:z=\"urn:q\" z:x=\"1\" x=\"2\"/></a>"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("rule.covered", "$.a", "deep", "$.a.b", "keep")]
    [InlineData("rule.covered", "$.a", "drop", "$.a@x", "keep")]
    [InlineData("rule.covered", "$.a", "redact", "$.a.b@x", "keep")]
    [InlineData("rule.repeated", "$.a@x", "keep", "$.a.@x", "drop")]
    [InlineData("rule.inside", "$.a.b", "keep", "$.a", "redact")]
    [InlineData("rule.inside", "$.a.b@x", "keep", "$.a", "redact")]
    [InlineData("", "$.a@x", "keep", "$.a", "redact")]
    [InlineData("", "$.a", "redact", "$.a@x", "keep")]
    [InlineData("", "$.p:a", "drop", "$.q:a", "keep")]
    public void Rules_that_decide_nothing_are_faults(
        string code, string first, string firstAction, string second, string secondAction)
    {
        var category = new Desk { Format = BodyFormat.Xml, Namespaces = Spaces }
            .Rule(first, Action(firstAction)).Rule(second, Action(secondAction)).Category();
        Assert.Equal(code, string.Join(' ', RuleCoverage.Check(category).Select(fault => fault.Code)));
    }

    [Fact]
    public void What_only_the_format_knows_to_be_wrong_is_a_fault()
    {
        var category = new Desk
        {
            Format = BodyFormat.Xml,
            Namespaces = new() { ["p"] = "", ["xmlns"] = "urn:x" },
            Records = "$.a@x",
            Subjects = ["$"],
        }.Rule("$.a", Desk.Constant("\u0001")).Rule("$.b", Desk.Keep, ("..c", "1")).Category();
        Assert.Equal(
            ["category.namespaces", "category.namespaces", "category.records", "category.subject", "rule.value", "rule.where"],
            RuleCoverage.Check(category).Select(fault => fault.Code).Order(StringComparer.Ordinal));
    }

    private static FieldAction Action(string name) => name switch
    {
        "keep" => Desk.Keep,
        "deep" => Desk.Deep,
        "drop" => Desk.Drop,
        _ => Desk.Redact,
    };
}
