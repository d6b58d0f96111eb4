using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine.Fhir;

/// <summary>
/// The cases of the FHIR anonymizer (tests/vectors/SOURCES.md): reproduced where our actions mean the same; the table
/// in docs/formats/fhir.md says which, and why the others differ.
/// </summary>
public sealed partial class FhirAnonymizerTests
{
    private static readonly string Folder = Vectors.Folder("fhir/anonymizer");

    // Rules as "path action". What its configuration calls redact is drop here; cryptoHash is hash, substitute constant.
    private static readonly Dictionary<string, (string Input, string[] Rules)> Reproduced = new()
    {
        ["patient-redact-all"] = ("patient-basic", ["Patient.link.type keep"]),
        ["bundle-redact-all"] = ("bundle-basic", ["Patient.link.type keep", "Observation.method.text keep"]),
        ["contained-redact-all"] = ("contained-basic", ["Condition.severity.text keep", "Practitioner.gender keep"]),
        ["contained-in-bundle-redact-all"] =
            ("contained-in-bundle", ["Condition.severity.text keep", "Practitioner.gender keep"]),
        ["contained-basic"] =
            ("contained-basic", ["Practitioner.id keep", "Condition.asserter.reference keep"]),
        ["contained-in-bundle"] = (
            "contained-in-bundle",
            [
                "Bundle.id keep", "Bundle.type keep", "Condition.id keep", "Practitioner.id keep",
                "Condition.asserter.reference keep",
            ]),
        ["bundle-basic"] = (
            "bundle-basic",
            [
                "Bundle.id keep", "Bundle.type keep", "Patient.id hash", "Patient.name.use keep", "Observation.id keep",
                "Observation.status keep", "Observation.code deep", "Observation.subject.reference hash",
            ]),
        ["patient-no-partial"] = (
            "patient-no-partial",
            [
                "Patient.id hash", "Patient.active keep", "Patient.name.use keep", "Patient.gender keep",
                "Patient.deceasedBoolean keep", "Patient.contact.relationship deep", "Patient.contact.gender keep",
                "Patient.contact.address.state keep", "Patient.managingOrganization.reference keep",
                "Patient.address.state keep", .. new[] { "use", "type", "text", "line", "city", "district", "postalCode" }
                    .Select(name => $"Patient.address.{name} keep city=KeepTest"),
                "Patient.address.period deep city=KeepTest",
            ]),
        ["patient-substitute-primitive"] = (
            "patient-substitute-primitive",
            [
                "Patient.name.family constant", "Patient.text deep", "Patient._birthDate deep",
                "Patient.contact.name._family deep", "Patient deep",
            ]),
    };

    public static TheoryData<string> Cases => [.. Reproduced.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_of_the_anonymizer_comes_out_alike(string name)
    {
        var (input, rules) = Reproduced[name];
        var desk = new Desk { Format = BodyFormat.Fhir };
        foreach (var parts in rules.Select(rule => rule.Split(' ')))
        {
            var where = parts.Length > 2 ? parts[2].Split('=') : [];
            desk.Rule(parts[0], Action(parts[1]), where.Length == 0 ? [] : [(where[0], where[1])]);
        }

        var output = Neutral(JsonNode.Parse(desk.Pass(Read(input)))!);
        Assert.True(JsonNode.DeepEquals(Neutral(JsonNode.Parse(Read($"{name}-target"))!), output), output.ToJsonString());
    }

    [Fact]
    public void The_page_tells_of_every_case_whether_it_is_reproduced_and_why_not()
    {
        var page = File.ReadAllLines(Vectors.Folder("../../docs/formats/fhir.md"));
        var rows = page.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|'))
            .Where(cells => File.Exists(Path.Combine(Folder, $"{cells[1].Trim().Trim('`')}-target.json")))
            .ToDictionary(cells => cells[1].Trim().Trim('`'), cells => cells[2].Trim());
        var targets = Directory.GetFiles(Folder, "*-target.json").Select(file => Path.GetFileName(file)[..^12]);
        Assert.Equal(targets.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            Reproduced.Keys.Order(StringComparer.Ordinal),
            rows.Where(row => row.Value == "alike").Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("", rows.Values);
    }

    private static FieldAction Action(string name) => name switch
    {
        "keep" => Desk.Keep,
        "deep" => Desk.Deep,
        "hash" => Desk.Hash,
        _ => Desk.Constant("example"),
    };

    private static string Read(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.json"));

    // The key is another, so is a hash; and labels are named by the code system of HL7, without the anonymizer's own.
    private static JsonNode Neutral(JsonNode node)
    {
        var text = Hashes().Replace(node.ToJsonString(), "hash")
            .Replace("CRYTOHASH", "PSEUDED", StringComparison.Ordinal)
            .Replace("SUBSTITUTED", "REDACTED", StringComparison.Ordinal);
        return Sorted(JsonNode.Parse(text)!);
    }

    private static JsonNode Sorted(JsonNode node)
    {
        switch (node)
        {
            case JsonObject item:
                foreach (var (_, value) in item.Where(member => member.Value is not null))
                {
                    Sorted(value!);
                }

                if (item["security"] is JsonArray labels)
                {
                    item["security"] = new JsonArray([.. labels.Select(label => (string)label!["code"]!)
                        .Order(StringComparer.Ordinal).Select(code => (JsonNode)code)]);
                }

                break;
            case JsonArray list:
                foreach (var value in list.Where(value => value is not null))
                {
                    Sorted(value!);
                }

                break;
        }

        return node;
    }

    [GeneratedRegex("k1\\.[0-9a-f]{32}|[0-9a-f]{64}")]
    private static partial Regex Hashes();
}
