using System.Text;
using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting;
using Gateway.Policies.Tests.Engine;

namespace Gateway.Policies.Tests.Drafting;

/// <summary>What a draft is made from: every path of the samples, and no value of them.</summary>
public sealed class SampleTreeTests
{
    [Fact]
    public void Every_path_of_every_sample_is_there_once_in_the_order_of_the_samples() => Assert.Equal(
        ["$.a", "$.list[*].b", "$.list[*]['c d']", "$.empty", "$.e"],
        Tree("""{"a":1,"list":[{"b":"x"},{"c d":null}],"empty":[]}""", """{"e":true,"a":"y"}""").Places.Select(place => place.Path));

    [Theory]
    [InlineData("it's")]
    [InlineData("back\\slash")]
    [InlineData("中文")]
    [InlineData("1st")]
    [InlineData("line\nbreak")]
    [InlineData("")]
    [InlineData("dotted.name")]
    [InlineData("😀")]
    public void A_name_is_spelled_so_that_the_rule_matches_it(string name)
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, string> { [name] = "v" });
        var place = Assert.Single(Tree(body).Places);

        var output = new Desk().Rule(place.Path, Desk.Keep).Pass(body);

        Assert.Equal("v", JsonDocument.Parse(output).RootElement.EnumerateObject().Single().Value.GetString());
    }

    [Fact]
    public void Rules_made_of_the_places_cover_all_of_the_sample_and_none_covers_another()
    {
        const string Sample = """{"a":{"b":1},"c":[[1],{"d":{}}],"e":"x"}""";
        const string Other = """{"a":7,"c":["s"],"e":{"f":1}}""";
        var desk = new Desk { Unlisted = UnlistedRule.Refuse };
        foreach (var place in Tree(Sample, Other).Places)
        {
            desk.Rule(place.Path, Desk.Drop);
        }

        Assert.Empty(RuleCoverage.Check(desk.Category()));
        desk.Pass(Sample);
        desk.Pass(Other);
    }

    [Fact]
    public void A_name_that_is_data_is_counted_and_not_written_down()
    {
        var tree = Tree("""{"known":1,"13800138000":2}""", """{"known":1,"13900139000":2}""");

        Assert.Equal(["$.known"], tree.Places.Select(place => place.Path));
        Assert.Equal([("$", 2)], tree.Unnamed);
    }

    [Fact]
    public void An_object_with_more_names_than_anybody_declares_is_a_table_and_dropped_whole()
    {
        var members = string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"key{i}\":{i}"));

        var place = Assert.Single(Tree("{\"table\":{" + members + "}}").Places);

        Assert.Equal(("$.table", PlaceKind.NamedByData, 200), (place.Path, place.Kind, place.Names));
    }

    [Theory]
    [InlineData("""["13800138000","13900139000"]""", SuggestionReason.Detector, "do: mask, keepLast: 4")]
    [InlineData("""["13800138000","none"]""", SuggestionReason.FreeText, "do: redact")]
    [InlineData("""["please call 13800138000 in the morning"]""", SuggestionReason.FreeText, "do: redact")]
    [InlineData("""["2026-11-22","1987-01-05"]""", SuggestionReason.Date, "do: generalise, to: year")]
    [InlineData("""["red","blue"]""", SuggestionReason.Text, "do: keep")]
    [InlineData("""[1,true]""", SuggestionReason.Figure, "do: keep")]
    [InlineData("""[null,""]""", SuggestionReason.Unseen, null)]
    public void What_the_detectors_saw_becomes_a_proposal(string values, SuggestionReason reason, string? rule)
    {
        var place = Assert.Single(Tree($$"""{"v":{{values}}}""").Places);

        Assert.Equal(new Suggestion(reason, rule), Suggestion.For(place));
    }

    [Fact]
    public void The_one_list_of_objects_is_proposed_as_the_records()
    {
        Assert.Equal("$.items[*]", Tree("""{"at":1,"items":[{"a":1}],"tags":["x"]}""").Records);
        Assert.Equal("$[*]", Tree("""[{"a":1}]""").Records);
        Assert.Null(Tree("""{"a":[{"b":1}],"c":[{"d":1}]}""").Records);
    }

    private static SampleTree Tree(params string[] samples)
    {
        var tree = new SampleTree();
        foreach (var sample in samples)
        {
            tree.AddJson(Encoding.UTF8.GetBytes(sample));
        }

        return tree;
    }
}
