using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Policies.Transforms;

namespace Gateway.Benchmarks.Comparing;

/// <summary>
/// One policy that every tool can follow: six members of each record are replaced, all others stay. Not what the engine
/// is for (a list of what may leave), but what the others can do.
/// </summary>
internal static class SamePolicy
{
    /// <summary>For jq.</summary>
    internal const string Filter =
        ".entry[].resource |= (.name = \"***\" | .identifier = \"***\" | .telecom = \"***\" | .birthDate = \"***\""
        + " | .note = \"***\" | .account.card = \"***\")";

    private static readonly string[] Members = ["name", "identifier", "telecom", "birthDate", "note"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For the engine: the rules that replace, then a keep of the rest.</summary>
    internal static CategoryEngine Engine(string detectors)
    {
        var rules = new StringBuilder();
        foreach (var path in Members.Append("account.card"))
        {
            rules.Append("      - { path: \"$.entry[*].resource.").Append(path).Append("\", do: redact }\n");
        }

        return Bundles.Compile(rules + Bundles.Deep, detectors);
    }

    internal static int Pass(CategoryEngine engine, byte[] body, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        _ = engine.Inspect(body, DateTimeOffset.UnixEpoch).TryPass(out var inspected, out _);
        using (inspected)
        {
            inspected!.Transform(AskVerdicts.AllGo, output);
        }

        return output.WrittenCount;
    }

    /// <summary>As anybody would write it with the platform's tree.</summary>
    internal static string PassNodes(byte[] body)
    {
        var document = JsonNode.Parse(body)!;
        foreach (var entry in document["entry"]!.AsArray())
        {
            var resource = entry!["resource"]!;
            foreach (var member in Members)
            {
                resource[member] = "***";
            }

            resource["account"]!["card"] = "***";
        }

        return document.ToJsonString(Plain);
    }
}
