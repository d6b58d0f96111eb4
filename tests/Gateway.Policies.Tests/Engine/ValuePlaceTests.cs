using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>What a release can commit to: every value of the body, what was done with it, and what left of it.</summary>
public sealed class ValuePlaceTests
{
    private const string Body =
        """{ "batch": 7, "people": [ {"name":"Wong","id":null,"kin":{"a":1,"b":2},"o'x":[]}, {"name":"Li\u0041","note":{"t":1}} ], "x":{"y":true} }""";

    [Fact]
    public void Without_the_option_nobody_is_told_where_a_value_stood()
    {
        new Desk().Rule("$", Desk.Deep).Pass(Body, out var report);
        Assert.Null(report.Values);
    }

    [Fact]
    public void Each_value_is_told_with_its_place_what_was_done_and_what_left()
    {
        var desk = new Desk { Commit = CommitRule.Fields }
            .Rule("$.batch", Desk.Keep)
            .Rule("$.people[*].name", Desk.Mask(first: 1))
            .Rule("$.people[*].id", Desk.Keep)
            .Rule("$.people[*].kin", Desk.Redact)
            .Rule("$.people[*]['o\\'x']", Desk.Drop);
        var output = desk.Pass(Body, out var report);

        Assert.Equal(
            [
                ("$.batch", "kept", "7", "7"),
                ("$.people[0].name", "masked", "\"Wong\"", "\"W***\""),
                ("$.people[0].id", "kept", "null", "null"),
                ("$.people[0].kin", "redacted", "{\"a\":1,\"b\":2}", "\"***\""),
                ("$.people[0]['o\\'x']", "dropped", "[]", null),
                ("$.people[1].name", "masked", "\"Li\\u0041\"", "\"L**\""),
                ("$.people[1].note", "dropped", "{\"t\":1}", null),
                ("$.x", "dropped", "{\"y\":true}", null),
            ],
            report.Values!.Select(value => Tell(value, Body, output)));
    }

    [Fact]
    public void A_record_that_is_withheld_is_one_value_that_came_and_did_not_leave()
    {
        var engine = new Desk { Commit = CommitRule.Fields, Records = "$.people[*]" }
            .Rule("$.people[*].name", Desk.Keep).Compile();
        var output = Desk.Run(engine, Encoding.UTF8.GetBytes(Body), AskVerdicts.Withholding([0]), out var report);

        Assert.Equal("""{"people":[{"name":"Li\u0041"}]}""", output);
        Assert.Equal(
            [("$.batch", "dropped"), ("$.people[0]", "withheld"), ("$.people[1].name", "kept"), ("$.people[1].note", "dropped"), ("$.x", "dropped")],
            report.Values!.Select(value => (value.Path, value.Action)));
        Assert.Equal("\"Li\\u0041\"", Tell(report.Values![2], Body, output).After);
    }

    [Fact]
    public void Of_a_fhir_resource_too_whatever_is_said_in_it_about_what_was_done()
    {
        const string Patient = """{"id":"p1","resourceType":"Patient","gender":"male","birthDate":"1987-06-05","name":[{"family":"Chan"}]}""";
        var desk = new Desk { Commit = CommitRule.Fields, Format = BodyFormat.Fhir, Media = "application/fhir+json" }
            .Rule("Patient.id", Desk.Hash)
            .Rule("Patient.gender", Desk.Keep)
            .Rule("Patient.birthDate", Desk.Redact);
        var output = desk.Pass(Patient, out var report);

        var told = report.Values!.Select(value => Tell(value, Patient, output)).ToList();
        Assert.Equal(
            [("$.id", "hashed"), ("$.resourceType", "kept"), ("$.gender", "kept"), ("$.birthDate", "redacted"), ("$.name", "dropped")],
            told.Select(value => (value.Path, value.Action)));
        Assert.StartsWith("\"k1.", told[0].After, StringComparison.Ordinal);
        Assert.Equal(("\"Patient\"", "\"male\""), (told[1].After, told[2].After));
    }

    [Fact]
    public void Whatever_the_rules_and_verdicts_every_scalar_is_in_one_value_and_what_is_kept_left_as_it_came() =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ArrayOf(60).ToArbitrary(),
            tape =>
            {
                var choices = new Choices(tape);
                var document = choices.Document();
                var body = document.Write(choices.Next(2) == 0 ? "" : " \n");
                var desk = new Desk { Commit = CommitRule.Fields, Records = choices.Path().Path };
                for (var i = choices.Next(4); i >= 0; i--)
                {
                    desk.Rule("$" + string.Concat(choices.Path().Steps), choices.Next(3) switch { 0 => Desk.Deep, 1 => Desk.Redact, _ => Desk.Drop });
                }

                var withheld = Enumerable.Range(0, 6).Where(_ => choices.Next(3) == 0).ToArray();
                var output = Desk.Run(desk.Compile(), Encoding.UTF8.GetBytes(body), AskVerdicts.Withholding(withheld), out var report);

                var values = report.Values!;
                var told = values.Select(value => Tell(value, body, output)).ToList();
                Assert.All(told.Where(value => value.Action == "kept"), value => Assert.Equal(value.Before, value.After));
                Assert.All(told.Where(value => value.Action == "redacted"), value => Assert.Equal("\"***\"", value.After));
                Assert.Equal(report.Fields.Kept, values.Count(value => value.Action == "kept"));
                Assert.Equal(report.Fields.Redacted, values.Count(value => value.Action == "redacted"));
                Assert.Equal(values.Count, values.Select(value => value.Path).Distinct().Count());
                foreach (var scalar in document.Scalars())
                {
                    var at = Encoding.UTF8.GetByteCount(body[..body.IndexOf(scalar.Text, StringComparison.Ordinal)]);
                    Assert.Single(values, value => value.Start <= at && at + scalar.Text.Length <= value.Start + value.Length);
                }

                return true;
            }).Check(Draws.Of(500));

    [Fact]
    public void Of_too_many_values_it_is_only_told_that_there_are_more()
    {
        var body = $"[{string.Join(',', Enumerable.Repeat(1, ValuePlace.Most + 50))}]";
        new Desk { Commit = CommitRule.Fields }.Rule("$", Desk.Deep).Pass(body, out var report);
        Assert.Equal(ValuePlace.Most + 1, report.Values!.Count);
    }

    [Fact]
    public void Originals_are_not_kept_by_this_build_and_the_category_does_not_compile()
    {
        var category = new Desk { Commit = CommitRule.Originals }.Rule("$", Desk.Deep).Category();
        Assert.Null(CategoryEngine.Compile(category, new Desk.FixedKeys(), out var faults));
        Assert.Equal(CategoryEngine.NotEnforced, Assert.Single(faults).Code);
    }

    private static (string Path, string Action, string Before, string? After) Tell(ValuePlace value, string body, string output) =>
        (value.Path, value.Action, Slice(body, value.Start, value.Length), value.LeftAt < 0 ? null : Slice(output, value.LeftAt, value.LeftLength));

    private static string Slice(string text, long start, long length) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text).AsSpan((int)start, (int)length));
}
