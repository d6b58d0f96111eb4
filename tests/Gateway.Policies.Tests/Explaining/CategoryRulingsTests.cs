using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Explaining;
using Gateway.Policies.Screening;
using Gateway.Policies.Tests.Engine;

namespace Gateway.Policies.Tests.Explaining;

/// <summary>Which rule decides a path or a value, and why.</summary>
public sealed class CategoryRulingsTests
{
    [Theory]
    [InlineData("$.a", RulingKind.Rule, 0)]
    [InlineData("$.list[*].b", RulingKind.Rule, 2)]
    [InlineData("$.list[7].b", RulingKind.Rule, 2)]
    [InlineData("$.gone.anything", RulingKind.TakenWhole, 3)]
    [InlineData("$.list", RulingKind.OnTheWay, null)]
    [InlineData("$.other", RulingKind.Unlisted, null)]
    public void A_path_is_decided_by_the_first_rule_that_matches_or_takes_it_whole(
        string path, RulingKind kind, int? rule)
    {
        var category = Some().Category();

        var ruling = CategoryRulings.For(category, [])!.OfPath(path, [])!;

        Assert.Equal(kind, ruling.Kind);
        Assert.Equal(rule is { } index ? category.Fields[index] : null, ruling.Rule);
    }

    [Fact]
    public void A_rule_with_a_condition_before_the_deciding_one_is_named_beside_it()
    {
        var category = new Desk().Rule("$.id.value", Desk.Mask(), ("system", "s")).Rule("$.id.value", Desk.Drop).Category();

        var ruling = CategoryRulings.For(category, [])!.OfPath("$.id.value", [])!;

        Assert.Equal(category.Fields[1], ruling.Rule);
        Assert.Equal([category.Fields[0]], ruling.Unless);
    }

    [Fact]
    public void A_condition_of_a_document_is_looked_up_beside_the_value()
    {
        var category = new Desk().Rule("$[*].value", Desk.Mask(), ("system", "s")).Rule("$[*].value", Desk.Drop).Category();

        var rulings = Explain(category, """[{"value":1,"system":"s"},{"value":2,"system":"t"},{"value":3}]""");

        var decided = rulings.Where(ruling => ruling.Place.EndsWith(".value", StringComparison.Ordinal));
        Assert.Equal([category.Fields[0], category.Fields[1], category.Fields[1]], decided.Select(ruling => ruling.Rule));
    }

    [Fact]
    public void A_member_that_no_rule_spells_out_is_its_position_and_never_its_name()
    {
        var rulings = Explain(Some().Category(), """{"a":1,"secret name":{"x":1},"list":[{"b":1,"also secret":2}]}""");

        Assert.Equal(["$.a", "$.<2>", "$.list[0].b", "$.list[0].<2>"], rulings.Select(ruling => ruling.Place));
    }

    [Fact]
    public void What_a_detector_finds_in_a_value_that_would_leave_is_named_and_not_shown()
    {
        var desk = new Desk { Screen = [DetectorKind.CnMobile] }.Rule("$.a", Desk.Keep).Rule("$.b", Desk.Mask());

        var rulings = Explain(desk.Category(), """{"a":"13800138000","b":"13800138000"}""");

        Assert.Equal([DetectorKind.CnMobile], rulings[0].Findings);
        Assert.Empty(rulings[1].Findings);
    }

    [Fact]
    public void A_path_that_cannot_be_read_is_a_fault_at_its_option()
    {
        var faults = new List<Fault>();

        Assert.Null(CategoryRulings.For(Some().Category(), faults)!.OfPath("a.b", faults));
        Assert.Equal(("--path", "rule.path"), (Assert.Single(faults).File, faults[0].Code));
    }

    private static Desk Some() => new Desk { Unlisted = UnlistedRule.Refuse }
        .Rule("$.a", Desk.Keep)
        .Rule("$.list[*].c", Desk.Mask())
        .Rule("$.list[*].b", Desk.Keep)
        .Rule("$.gone", Desk.Drop);

    private static IReadOnlyList<Ruling> Explain(Category category, string json) =>
        CategoryRulings.For(category, [])!.OfJson(Encoding.UTF8.GetBytes(json));
}
