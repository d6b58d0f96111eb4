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
        var read = BundleReader.Read([new BundleFile("bench.yaml", Encoding.UTF8.GetBytes(bundle))]);
        var category = read.Bundle?.Categories.Values.Single()
            ?? throw new InvalidOperationException(string.Join('\n', read.Faults));
        return CategoryEngine.Compile(category, new FixedKeys(), out var faults)
            ?? throw new InvalidOperationException(string.Join('\n', faults));
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
