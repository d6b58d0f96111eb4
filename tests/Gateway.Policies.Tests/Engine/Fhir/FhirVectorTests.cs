using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Engine.Fhir;

public sealed class FhirVectorTests
{
    // What a referral needs: codes, times and measurements, names and numbers hidden, ids hashed.
    private static Desk Referral(FindingRule onFinding) => new Desk
    {
        Format = BodyFormat.Fhir,
        Records = "Bundle.entry",
        Subjects = ["Patient.id"],
        Screen = DetectorKind.Built,
        OnFinding = onFinding,
    }
        .Rule("Resource.id", Desk.Hash)
        .Rule("Bundle.type", Desk.Keep)
        .Rule("Bundle.entry.fullUrl", Desk.Keep)
        .Rule("Patient.name.family", Desk.Mask(first: 1))
        .Rule("Patient.gender", Desk.Keep)
        .Rule("Patient.birthDate", Desk.Redact)
        .Rule("Observation.code", Desk.Deep)
        .Rule("Observation.status", Desk.Keep)
        .Rule("Observation.subject.reference", Desk.Keep)
        .Rule("Observation.encounter.reference", Desk.Keep)
        .Rule("Observation.valueQuantity", Desk.Deep)
        .Rule("Condition.code", Desk.Deep)
        .Rule("Condition.subject.reference", Desk.Keep);

    [Theory]
    [InlineData("fhir/patient-bundle-1.json")]
    [InlineData("fhir/patient-bundle-2.json")]
    public void Nothing_unlisted_leaves_a_published_bundle_and_every_reference_still_finds_its_resource(string file)
    {
        var output = Referral(FindingRule.Mask).Pass(File.ReadAllText(Vectors.Folder(file)), out var report);
        using var strict = JsonDocument.Parse(output, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var entries = strict.RootElement.GetProperty("entry").EnumerateArray().ToArray();
        var addresses = entries.Select(entry => entry.GetProperty("fullUrl").GetString()).ToHashSet();
        var resources = entries.Where(entry => entry.TryGetProperty("resource", out _))
            .Select(entry => entry.GetProperty("resource")).ToArray();
        Assert.Equal(entries.Length, report.Records.Out);
        Assert.Contains(resources, one => one.GetProperty("resourceType").GetString() == "Observation");
        foreach (var resource in resources)
        {
            Assert.Subset(Allowed(resource.GetProperty("resourceType").GetString()!), Names(resource));
            if (resource.TryGetProperty("subject", out var subject))
            {
                Assert.Contains(subject.GetProperty("reference").GetString(), addresses);
            }
        }
    }

    private static HashSet<string> Names(JsonElement resource) =>
        [.. resource.EnumerateObject().Select(member => member.Name)];

    private static HashSet<string> Allowed(string type) =>
        [.. new[] { "resourceType", "id", "meta", "contained" }, .. type switch
        {
            "Patient" => ["name", "gender", "_birthDate"],
            "Observation" => ["code", "status", "subject", "encounter", "valueQuantity"],
            "Condition" => ["code", "subject"],
            _ => Array.Empty<string>(),
        }];
}
