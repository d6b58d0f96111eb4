using System.Text.Json;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Drafting.Samples;

/// <summary>
/// Reads FHIR samples: a resource goes to the node of its type, wherever it stands; arrays are implied.
/// </summary>
internal static class FhirSamples
{
    internal static SampleFlaw? TryAdd(SampleNode root, ReadOnlyMemory<byte> document, SampleSight sight)
    {
        try
        {
            using var json = UnicodeJson.Parse(document, JsonSamples.Options);
            return AddResource(root, json.RootElement, sight) ? null : new SampleFlaw(1, 1);
        }
        catch (JsonException e)
        {
            return JsonSamples.At(e);
        }
    }

    private static bool AddResource(SampleNode root, JsonElement value, SampleSight sight)
    {
        if (FhirPath.TypeOf(value) is not { } type || root.Member(type, isFound: false) is not { } node)
        {
            return false;
        }

        AddMembers(root, node, value, sight);
        return true;
    }

    private static void AddMembers(SampleNode root, SampleNode node, JsonElement value, SampleSight sight)
    {
        node.NoteContainer();
        foreach (var member in value.EnumerateObject())
        {
            // What no path can name is counted and not written down.
            if (member.Name != FhirPath.TypeMember
                && node.Member(member.Name, !FhirPath.IsMember(member.Name)) is { } child)
            {
                Add(root, child, member.Value, sight);
            }
        }
    }

    private static void Add(SampleNode root, SampleNode node, JsonElement value, SampleSight sight)
    {
        switch (value.ValueKind)
        {
            // Opened without a rule of its own: its paths begin with its type.
            case JsonValueKind.Object when FhirPath.TypeOf(value) is not null:
                _ = AddResource(root, value, sight);
                break;
            case JsonValueKind.Object:
                AddMembers(root, node, value, sight);
                break;
            case JsonValueKind.Array when value.GetArrayLength() == 0:
                node.NoteContainer();
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    Add(root, node, element, sight);
                }

                break;
            default:
                JsonSamples.NoteScalar(node, value, sight);
                break;
        }
    }
}
