using System.Text;
using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Engine;

public sealed class GoldenTests
{
    private const string Resource = "$.entry[*].resource";

    private static readonly Desk PatientFile = new Desk
    {
        Records = "$.entry[*]",
        Subjects = ["$.entry[*].resource.identifier[*].value"],
        Screen = DetectorKind.Built,
        OnFinding = FindingRule.Mask,
    }
        .Rule("$.resourceType", Desk.Keep)
        .Rule("$.type", Desk.Keep)
        .Rule("$.entry[*].fullUrl", Desk.Hash)
        .Rule(Resource + ".identifier[*].value", Desk.Hash, ("system", "http://hl7.org/fhir/sid/us-ssn"))
        .Rule(Resource + ".identifier[*].value", Desk.Mask(0, 4))
        .Rule(Resource + ".identifier[*].system", Desk.Keep)
        .Rule(Resource + ".resourceType", Desk.Keep)
        .Rule(Resource + ".name[*].family", Desk.Mask(1))
        .Rule(Resource + ".name[*].given[0]", Desk.Mask(1))
        .Rule(Resource + ".name[*].given", Desk.Drop)
        .Rule(Resource + ".telecom[*].value", Desk.Redact)
        .Rule(Resource + ".gender", Desk.Keep)
        .Rule(Resource + ".birthDate", Desk.Constant("withheld"))
        .Rule(Resource + ".multipleBirthBoolean", Desk.Keep)
        .Rule(Resource + ".address[*].city", Desk.Keep)
        .Rule(Resource + ".address[*].postalCode", Desk.Mask(2))
        .Rule(Resource + ".text", Desk.Drop)
        .Rule("$..reference", Desk.Drop)
        .Rule(Resource + ".code", Desk.Deep)
        .Rule(Resource + ".valueQuantity", Desk.Deep)
        .Rule(Resource + ".effectiveDateTime", Desk.Keep);

    [Fact]
    public void A_patient_bundle_leaves_as_it_was_agreed()
    {
        var output = PatientFile.Pass(Bundle(), out var report);
        Assert.Equal(File.ReadAllText(Path.Combine(Vectors.Folder("fhir"), "patient-bundle-1.expected.json")), output);
        Assert.Equal(168, report.Records.Out);
        Assert.Equal(168, report.Released.Count);
        Assert.All(report.Released, record =>
            Assert.Equal((byte)'{', Encoding.UTF8.GetBytes(output)[record.Offset]));
    }

    [Fact]
    public void The_rules_of_the_patient_bundle_have_no_faults() =>
        Assert.Empty(RuleCoverage.Check(PatientFile.Category()));

    [Fact]
    public void A_patient_bundle_kept_whole_is_the_bundle_minified()
    {
        var output = new Desk().Rule("$", Desk.Deep).Pass(Bundle(), out _);
        using var before = JsonDocument.Parse(Bundle());
        using var after = JsonDocument.Parse(output);
        Assert.True(JsonElement.DeepEquals(before.RootElement, after.RootElement));
        Assert.DoesNotContain('\n', output);
    }

    private static byte[] Bundle() => File.ReadAllBytes(Path.Combine(Vectors.Folder("fhir"), "patient-bundle-1.json"));
}
