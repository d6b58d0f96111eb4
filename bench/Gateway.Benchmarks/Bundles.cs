using System.Text;
using Gateway.Policies.Bundle;
using Gateway.Policies.Transforms;

namespace Gateway.Benchmarks;

/// <summary>Categories for the engine, compiled as the daemon does.</summary>
internal static class Bundles
{
    internal const string AllDetectors = "prc-id, hkid, bank-card, cn-mobile, email";

    internal const string Deep = "      - { path: $.entry, do: keep, deep: true }\n";

    internal const string Where = """
              - { path: "$.entry[*].resource.telecom[*].value", do: mask, keepLast: 4, where: { system: phone } }
              - { path: "$.entry[*].resource.telecom[*].value", do: redact }
              - { path: "$.entry[*].resource.identifier[*].value", do: mask, keepLast: 4, where: { use: official } }
              - { path: "$.entry[*].resource.identifier[*].system", do: keep }

        """;

    /// <summary>The rules of the load tests.</summary>
    internal static string Rules { get; } = Between(Bench(), "    fields:\n", "\ninstruments:");

    internal static CategoryEngine Compile(string rules, string detectors)
    {
        var bundle = Bench()
            .Replace(Rules, rules, StringComparison.Ordinal)
            .Replace($"screen: [{AllDetectors}]", $"screen: [{detectors}]", StringComparison.Ordinal)
            .Replace("onFinding: refuse", "onFinding: mask", StringComparison.Ordinal);
        return Compile(BundleReader.Read([new BundleFile("bench.yaml", Encoding.UTF8.GetBytes(bundle))]));
    }

    private static CategoryEngine Compile(BundleReading read)
    {
        var category = read.Bundle?.Categories.Values.Single()
            ?? throw new InvalidOperationException(string.Join('\n', read.Faults));
        return CategoryEngine.Compile(category, new FixedKeys(), out var faults)
            ?? throw new InvalidOperationException(string.Join('\n', faults));
    }

    /// <summary>A category for the demo's FHIR bundle, and that.</summary>
    internal static CategoryEngine Fhir(out byte[] body)
    {
        using var stream = typeof(Software).Assembly.GetManifestResourceStream("demo/patient-bundle.json")!;
        body = new byte[stream.Length];
        stream.ReadExactly(body);
        return Compile(BundleReader.Read([new BundleFile("bench.yaml", Encoding.UTF8.GetBytes("""
            bundle: { name: bench, version: 1, issued: 2026-11-01T00:00:00Z, expires: 2027-02-01T00:00:00Z }
            categories:
              - id: MD.bench
                version: 1
                grade: general
                format: fhir
                unlisted: drop
                screen: []
                fields:
                  - { path: Resource.id, do: hash, key: hash-1 }
                  - { path: Bundle.type, do: keep }
                  - { path: Bundle.entry.fullUrl, do: keep }
                  - { path: Patient.gender, do: keep }
                  - { path: Patient.name.family, do: mask, keepFirst: 1 }
                  - { path: Patient.birthDate, do: generalise, to: year }
                  - { path: Observation.code, do: keep, deep: true }
                  - { path: Observation.subject.reference, do: keep }
                  - { path: Observation.valueQuantity.value, do: keep }
                  - { path: Condition.code, do: keep, deep: true }

            """))]));
    }

    private static string Bench()
    {
        using var stream = typeof(Software).Assembly.GetManifestResourceStream("dev/bench/policy/bench.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Between(string text, string from, string to)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal) + from.Length;
        return text[start..text.IndexOf(to, StringComparison.Ordinal)];
    }

    private sealed class FixedKeys : IFieldKeys
    {
        public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
        {
            key = new byte[32];
            return true;
        }
    }
}
