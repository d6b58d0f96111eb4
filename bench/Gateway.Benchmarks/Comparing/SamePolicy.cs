using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Policies.Transforms;

namespace Gateway.Benchmarks.Comparing;

/// <summary>A policy that every tool can follow, spelled for each of them.</summary>
/// <param name="Title">What it does, for the reader of the figures.</param>
/// <param name="Name">For bench/fast-redact/measure.mjs.</param>
/// <param name="Rules">For the engine; what they do not name is dropped.</param>
/// <param name="Filter">For jq.</param>
/// <param name="Apply">For one record as a tree of the platform, as anybody would write it.</param>
internal sealed record SamePolicy(string Title, string Name, string Rules, string Filter, Action<JsonObject> Apply)
{
    private static readonly string[] Members = ["name", "identifier", "telecom", "birthDate", "note"];

    private static readonly string[] Listed = ["id", "active", "gender"];

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Not what the engine is for (a list of what may leave), but what the others are.</summary>
    internal static SamePolicy Replace { get; } = new(
        "six members replaced, the rest kept",
        "replace",
        string.Concat(Members.Append("account.card").Select(path => Rule(path, "redact"))) + Bundles.Deep,
        ".entry[].resource |= (.name = \"***\" | .identifier = \"***\" | .telecom = \"***\" | .birthDate = \"***\""
            + " | .note = \"***\" | .account.card = \"***\")",
        entry =>
        {
            var resource = entry["resource"]!;
            foreach (var member in Members)
            {
                resource[member] = "***";
            }

            resource["account"]!["card"] = "***";
        });

    /// <summary>What the engine is for; fast-redact is told every member that there is besides.</summary>
    internal static SamePolicy List { get; } = new(
        "three members kept, the rest dropped",
        "remove",
        string.Concat(Listed.Select(path => Rule(path, "keep"))),
        "{entry: [.entry[] | {resource: (.resource | {id, active, gender})}]}",
        entry =>
        {
            entry.Remove("fullUrl");
            var resource = entry["resource"]!.AsObject();
            foreach (var member in resource.Select(pair => pair.Key).Except(Listed).ToList())
            {
                resource.Remove(member);
            }
        });

    internal CategoryEngine Engine(string detectors) => Bundles.Compile(Rules, detectors);

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

    internal string PassNodes(byte[] body)
    {
        var document = JsonNode.Parse(body)!;
        foreach (var entry in document["entry"]!.AsArray())
        {
            Apply(entry!.AsObject());
        }

        return document.ToJsonString(Plain);
    }

    private static string Rule(string path, string action) =>
        new StringBuilder("      - { path: \"$.entry[*].resource.").Append(path).Append("\", do: ").Append(action)
            .Append(" }\n").ToString();
}
