using System.Globalization;
using System.Text.Json;

namespace Gateway.Policies.Cases;

/// <summary>
/// Compares what left with what was expected, as JSON: the order of members and white space do not count, the spelling
/// of a number does, for that is what the far side reads. One comparison, used once.
/// </summary>
internal sealed class DocumentComparison
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly KeyedText _keyed;
    private DocumentDifference? _first;
    private int _count;

    private DocumentComparison(KeyedText keyed) => _keyed = keyed;

    /// <summary>False where the expected document is no JSON. Null: the two are alike.</summary>
    internal static bool TryCompare(
        ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual, KeyedText keyed, out DocumentDifference? difference)
    {
        difference = null;
        var comparison = new DocumentComparison(keyed);
        try
        {
            using var told = JsonDocument.Parse(expected, Strict);
            using var left = JsonDocument.Parse(actual, Strict);
            comparison.Walk(told.RootElement, left.RootElement, "$");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second: an escape that is half of a surrogate pair. The engine lets neither out.
            return false;
        }

        difference = comparison._first is { } first ? first with { Count = comparison._count } : null;
        return true;
    }

    private void Walk(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.ValueKind != actual.ValueKind)
        {
            Add(path, DifferenceKind.Other);
            return;
        }

        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                WalkMembers(expected, actual, path);
                break;
            case JsonValueKind.Array:
                WalkElements(expected, actual, path);
                break;
            case JsonValueKind.String when !_keyed.Fits(expected.GetString()!, actual.GetString()!):
            case JsonValueKind.Number when expected.GetRawText() != actual.GetRawText():
                Add(path, DifferenceKind.Other);
                break;
        }
    }

    private void WalkMembers(JsonElement expected, JsonElement actual, string path)
    {
        var left = actual.EnumerateObject().ToDictionary(
            member => member.Name, member => member.Value, StringComparer.Ordinal);
        foreach (var member in expected.EnumerateObject())
        {
            var place = path + Step(member.Name);
            if (left.Remove(member.Name, out var value))
            {
                Walk(member.Value, value, place);
            }
            else
            {
                Add(place, DifferenceKind.Missing);
            }
        }

        foreach (var member in actual.EnumerateObject().Where(member => left.ContainsKey(member.Name)))
        {
            Add(path + Step(member.Name), DifferenceKind.Unexpected);
        }
    }

    private void WalkElements(JsonElement expected, JsonElement actual, string path)
    {
        var (told, left) = (expected.GetArrayLength(), actual.GetArrayLength());
        for (var i = 0; i < Math.Max(told, left); i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (i < told && i < left)
            {
                Walk(expected[i], actual[i], place);
            }
            else
            {
                Add(place, i < told ? DifferenceKind.Missing : DifferenceKind.Unexpected);
            }
        }
    }

    private void Add(string path, DifferenceKind kind)
    {
        _first ??= new DocumentDifference(1, path, kind);
        _count++;
    }

    // A name that a rule would have to quote is quoted, and escaped: it goes to a terminal.
    private static string Step(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            ? $".{name}"
            : $"['{JsonEncodedText.Encode(name)}']";
}
