using System.Text.Json;

namespace Gateway.Policies.Drafting.Samples;

/// <summary>Reads JSON samples.</summary>
internal static class JsonSamples
{
    /// <summary>No deeper than the engine reads.</summary>
    internal static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    internal static void Add(SampleNode root, ReadOnlyMemory<byte> document, SampleSight sight)
    {
        using var json = UnicodeJson.Parse(document, Options);
        Add(root, json.RootElement, sight);
    }

    internal static SampleFlaw? TryAdd(SampleNode root, ReadOnlyMemory<byte> document, SampleSight sight)
    {
        try
        {
            Add(root, document, sight);
            return null;
        }
        catch (JsonException e)
        {
            return At(e);
        }
    }

    internal static SampleFlaw At(JsonException e) =>
        new((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);

    /// <summary>Notes a value that is no container.</summary>
    internal static void NoteScalar(SampleNode node, JsonElement value, SampleSight sight)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                sight.NoteText(node, value.GetString()!);
                break;
            case JsonValueKind.Number:
                sight.NoteNumber(node, value.GetRawText());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                node.NoteFlag();
                break;
            default:
                node.NoteBlank();
                break;
        }
    }

    private static void Add(SampleNode node, JsonElement value, SampleSight sight)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                node.NoteContainer();
                foreach (var member in value.EnumerateObject())
                {
                    if (sight.Member(node, member.Name) is { } child)
                    {
                        Add(child, member.Value, sight);
                    }
                }

                break;
            case JsonValueKind.Array:
                node.NoteContainer();
                foreach (var element in value.EnumerateArray())
                {
                    Add(node.Element, element, sight);
                }

                break;
            default:
                NoteScalar(node, value, sight);
                break;
        }
    }
}
