using System.Text;
using System.Text.RegularExpressions;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting;
using Gateway.Policies.Screening;
using Gateway.Policies.Tests.Engine;

namespace Gateway.Policies.Tests.Drafting;

/// <summary>Samples of every format become the paths that a rule of that format spells.</summary>
public sealed partial class SampleFormatTests
{
    private const string Message =
        "MSH|^~\\&|LIS|GZ|||20261102||ORU^R01|M-1|P|2.5.1||||||UNICODE UTF-8\n"
        + "PID|1||H1^^^GZ^MR~H2||欧阳^示例||19900307\nOBX|1|ST|\"\"|a&b";

    private static readonly Dictionary<string, (BodyFormat Format, string Sample, string[] Paths)> Samples = new()
    {
        ["csv"] = (BodyFormat.Csv, "id,客户 名,a.b\r\n1,\"x\ny\",\r\n", ["$[*].id", "$[*]['客户 名']", "$[*]['a.b']"]),
        ["csv without a header"] = (BodyFormat.Csv, "13800138000,x\n13900139000,y\n", ["$[*][0]", "$[*][1]"]),
        ["form"] = (BodyFormat.Form, "a=1&b+c=%E7%8E%8B&a=2\n", ["$.a", "$['b c']"]),
        ["xml"] = (
            BodyFormat.Xml,
            "<?xml version=\"1.0\"?><!-- c --><a:D xmlns:a=\"urn:a\" v=\"1\"><e.f xmlns=\"urn:b\">x</e.f><E><F/></E></a:D>",
            ["$.p:D@v", "$.p:D['p2:e.f']", "$.p:D.E.F"]),
        ["fhir"] = (
            BodyFormat.Fhir,
            """
            {"resourceType":"Bundle","entry":[{"fullUrl":"u","resource":{"resourceType":"Patient","name":[{"family":"x"}],
            "contained":[{"resourceType":"Group","id":"g"}],"photo":[]}}],"odd name":1}
            """,
            ["Bundle.entry.fullUrl", "Patient.name.family", "Group.id", "Patient.photo"]),
        ["hl7v2"] = (
            BodyFormat.Hl7v2,
            Message,
            ["MSH-3", "MSH-4", "MSH-7", "MSH-9.1", "MSH-9.2", "MSH-10", "MSH-11", "MSH-12", "PID-1", "PID-3.1", "PID-3.4",
                "PID-3.5", "PID-5.1", "PID-5.2", "PID-7", "OBX-1", "OBX-2", "OBX-3", "OBX-4.1.1", "OBX-4.1.2"]),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_value_of_a_sample_has_a_path_that_a_rule_may_have(string name)
    {
        var (format, sample, paths) = Samples[name];
        var tree = Read(format, sample);

        Assert.Equal(paths.Order(), tree.Places.Select(place => place.Path).Order());
        var desk = Draft(format, tree, tree.Unnamed.Count == 0 ? UnlistedRule.Refuse : UnlistedRule.Drop);
        Assert.DoesNotContain(RuleCoverage.Check(desk.Category()), fault => !fault.IsWarning);
        Assert.True(desk.Compile().Inspect(Encoding.UTF8.GetBytes(sample.TrimEnd('\n') + (format == BodyFormat.Csv ? "\n" : "")))
            .TryPass(out var consignment, out var refused), refused?.Detail);
        consignment.Dispose();
    }

    [Fact]
    public void Rows_in_gb18030_are_told_by_their_bytes()
    {
        var file = File.ReadAllBytes(Path.Combine(Vectors.Folder("csv"), "synthetic-cn-customers.gb18030.csv"));
        var tree = new SampleTree(BodyFormat.Csv);

        Assert.True(tree.TryAdd(file, out _));

        Assert.Equal("gb18030", tree.Charset);
        var suggested = tree.Places.ToDictionary(place => place.Path, place => Suggestion.For(place).Rule);
        Assert.Equal("do: hash, key: hash-1", suggested["$[*].id_card"]);
        Assert.Equal("do: mask, keepLast: 4", suggested["$[*].mobile"]);
        Assert.Equal("do: generalise, to: year", suggested["$[*].birth"]);
        Assert.Equal("do: keep", suggested["$[*].balance"]);
    }

    [Theory]
    [InlineData("Patient.id", "7", SuggestionReason.Link, "do: hash, key: hash-1")]
    [InlineData("Bundle.entry.fullUrl", "urn:uuid:7", SuggestionReason.Link, "do: hash, key: hash-1")]
    [InlineData("Observation.subject.reference", "Patient/7", SuggestionReason.Link, "do: hash, key: hash-1")]
    [InlineData("Patient.gender", "female", SuggestionReason.Code, "do: keep")]
    [InlineData("Bundle.type", "collection", SuggestionReason.Code, "do: keep")]
    [InlineData("Observation.code.coding.code", "8302-2", SuggestionReason.Code, "do: keep")]
    [InlineData("Observation.code.coding.system", "http://loinc.org", SuggestionReason.Code, "do: keep")]
    [InlineData("Observation.code.coding.code", "13800138000", SuggestionReason.Uncoded, "do: drop")]
    [InlineData("Observation.code.coding.code", "1949-12-31", SuggestionReason.Uncoded, "do: drop")]
    [InlineData("Observation.code.coding.display", "Body height", SuggestionReason.Uncoded, "do: drop")]
    [InlineData("Observation.code.text", "Body height", SuggestionReason.Uncoded, "do: drop")]
    [InlineData("Patient.identifier.system", "urn:oid:1", SuggestionReason.Uncoded, "do: drop")]
    [InlineData("Patient.identifier.value", "11010519491231002X", SuggestionReason.Uncoded, "do: drop")]
    [InlineData("Patient.birthDate", "1949-12-31", SuggestionReason.Uncoded, "do: drop")]
    [InlineData("Patient.name.id", "7", SuggestionReason.Uncoded, "do: drop")]
    [InlineData("Patient.text.status", "generated", SuggestionReason.Uncoded, "do: drop")]
    [InlineData("Patient.extension.valueCoding.code", "2106-3", SuggestionReason.Uncoded, "do: drop")]
    [InlineData("Patient._gender.language", "zh", SuggestionReason.Uncoded, "do: drop")]
    public void In_a_record_of_care_links_are_hashed_codes_may_stay_and_nothing_else_is_proposed_to_leave(
        string path, string value, SuggestionReason reason, string rule)
    {
        var steps = path.Split('.');
        var body = steps.Skip(1).Reverse().Aggregate($"\"{value}\"", (inside, step) => $"{{\"{step}\":{inside}}}");
        var tree = Read(BodyFormat.Fhir, $"{{\"resourceType\":\"{steps[0]}\",{body[1..]}");

        var place = Assert.Single(tree.Places);
        Assert.Equal(path, place.Path);
        Assert.Equal(new Suggestion(reason, rule), Suggestion.For(place, BodyFormat.Fhir));
    }

    [Theory]
    [InlineData("patient-bundle-1.json")]
    [InlineData("patient-bundle-2.json")]
    public void With_every_proposal_taken_a_published_bundle_leaves_with_links_that_hold_and_codes(string file)
    {
        var sample = File.ReadAllText(Path.Combine(Vectors.Folder("fhir"), file));
        var tree = Read(BodyFormat.Fhir, sample);
        var desk = new Desk { Format = BodyFormat.Fhir, Unlisted = UnlistedRule.Refuse, Screen = DetectorKind.Built };
        foreach (var place in tree.Places)
        {
            desk.Rule(place.Path, Suggestion.For(place, BodyFormat.Fhir).Rule switch
            {
                "do: keep" => Desk.Keep,
                "do: hash, key: hash-1" => Desk.Hash,
                _ => Desk.Drop,
            });
        }

        Assert.DoesNotContain(RuleCoverage.Check(desk.Category()), fault => !fault.IsWarning);
        var (before, after) = (Links(sample), Links(desk.Pass(sample)));

        // What pointed to one thing still does, and to nothing else; and no id is there any more.
        var hashed = before.Zip(after).Distinct().ToList();
        Assert.Equal(before.Count, after.Count);
        Assert.Equal(hashed.Count, hashed.Select(pair => pair.First).Distinct().Count());
        Assert.Equal(hashed.Count, hashed.Select(pair => pair.Second).Distinct().Count());
        Assert.DoesNotContain(hashed, pair => pair.First == pair.Second);
        Assert.Contains(hashed, pair => before.Count(link => link == pair.First) > 2);
    }

    [Fact]
    public void Prefixes_of_a_draft_are_its_own_and_the_same_for_all_samples()
    {
        var tree = Read(
            BodyFormat.Xml, "<x:a xmlns:x=\"urn:1\"><y:b xmlns:y=\"urn:2\">1</y:b></x:a>", "<a xmlns=\"urn:1\"><b xmlns=\"urn:2\">1</b></a>");

        Assert.Equal(["$.p:a.p2:b"], tree.Places.Select(place => place.Path));
        Assert.Equal([("p", "urn:1"), ("p2", "urn:2")], tree.Namespaces.Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData(BodyFormat.Csv, "a,b\n1\n", 2)]
    [InlineData(BodyFormat.Csv, "a,a\n1,2\n", 1)]
    [InlineData(BodyFormat.Csv, "", 1)]
    [InlineData(BodyFormat.Xml, "<a>\n<b></a>", 2)]
    [InlineData(BodyFormat.Xml, "<!DOCTYPE a []><a/>", 0)]
    [InlineData(BodyFormat.Fhir, "{\"a\":1}", 1)]
    [InlineData(BodyFormat.Fhir, "{\"resourceType\":\"Patient\",\n", 2)]
    [InlineData(BodyFormat.Form, "a=1&&b", 1)]
    [InlineData(BodyFormat.Hl7v2, "PID|1", 0)]
    [InlineData(BodyFormat.Json, "{\n\n", 3)]
    public void What_is_not_of_its_format_is_said_with_its_line(BodyFormat format, string sample, int line)
    {
        Assert.False(new SampleTree(format).TryAdd(Encoding.UTF8.GetBytes(sample), out var flaw));
        Assert.Equal(line, flaw.Line);
    }

    // 王 in GBK, in a value and in a name; half of a character as an escape.
    [Theory]
    [InlineData(BodyFormat.Json, "{\n\"a\":\"\u00cd\u00f5\"}", 2, 5)]
    [InlineData(BodyFormat.Json, "{\"\u00cd\u00f5\":1}", 1, 2)]
    [InlineData(BodyFormat.Json, "[1,\n \"\\ud800\"]", 2, 2)]
    [InlineData(BodyFormat.Ndjson, "{\"\\udc00\":1}", 1, 2)]
    [InlineData(BodyFormat.Fhir, "{\"resourceType\":\"Patient\",\n\"id\":\"\u00cd\u00f5\"}", 2, 6)]
    public void Text_of_another_charset_is_said_with_its_place(BodyFormat format, string latin1, int line, int column)
    {
        Assert.False(new SampleTree(format).TryAdd(Encoding.Latin1.GetBytes(latin1), out var flaw));
        Assert.Equal((line, column), (flaw.Line, flaw.Column));
    }

    // The ids in ids, references and full addresses, in their order.
    private static List<string> Links(string bundle) =>
        [.. Link().Matches(bundle).Select(match => match.Groups["id"].Value)];

    [GeneratedRegex("\"(id|reference|fullUrl)\": *\"(urn:uuid:|#|[A-Za-z]+/)?(?<id>[^\"]+)\"")]
    private static partial Regex Link();

    private static SampleTree Read(BodyFormat format, params string[] samples)
    {
        var tree = new SampleTree(format);
        Assert.All(samples, sample => Assert.True(tree.TryAdd(Encoding.UTF8.GetBytes(sample), out _)));
        return tree;
    }

    private static Desk Draft(BodyFormat format, SampleTree tree, UnlistedRule unlisted)
    {
        var desk = new Desk
        {
            Format = format,
            Unlisted = unlisted,
            Records = format == BodyFormat.Csv ? "$[*]" : null,
            Namespaces = tree.Namespaces.ToDictionary(),
            Charset = tree.Charset,
        };
        tree.Places.ToList().ForEach(place => desk.Rule(place.Path, Desk.Drop));
        return desk;
    }
}
