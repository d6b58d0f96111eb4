using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Drafting;

/// <summary>
/// What sample documents look like, so that a category can be drafted from them: every path, what kind of value stood
/// there, and what the detectors say of it. No value of a sample is kept.
/// </summary>
public sealed class SampleTree
{
    private const int LongestDate = 35;

    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyyMMdd"];

    private readonly SampleNode _root = new();
    private readonly List<Finding> _findings = [];

    /// <summary>How many documents were read.</summary>
    public int Documents { get; private set; }

    /// <summary>Every path with a value, and containers without; what is inside comes before what holds it.</summary>
    public IReadOnlyList<SamplePlace> Places => [.. _root.Places("$")];

    /// <summary>Objects in which some member names look like data and are not written down, and how many.</summary>
    public IReadOnlyList<(string Path, int Names)> Unnamed => [.. _root.Unnamed("$")];

    /// <summary>
    /// The array of objects that looks like the list of records; null where there is none, or more than one.
    /// </summary>
    public string? Records => _root.Records();

    /// <summary>Adds one JSON document.</summary>
    /// <exception cref="JsonException">It is not JSON, or nests over 64 levels.</exception>
    public void AddJson(ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = 64 });
        Add(_root, json.RootElement);
        Documents++;
    }

    private void AddText(SampleNode node, string text)
    {
        if (text.Length == 0)
        {
            node.NoteBlank();
        }
        else
        {
            var kinds = Find(text, out var isWhole);
            node.NoteText(IsDate(text), kinds, isWhole);
        }
    }

    private void Add(SampleNode node, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AddMembers(node, value);
                break;
            case JsonValueKind.Array:
                node.NoteContainer();
                foreach (var element in value.EnumerateArray())
                {
                    Add(node.Element, element);
                }

                break;
            case JsonValueKind.String:
                AddText(node, value.GetString()!);
                break;
            case JsonValueKind.Number:
                node.NoteNumber(Find(value.GetRawText(), out _));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                node.NoteFlag();
                break;
            default:
                node.NoteBlank();
                break;
        }
    }

    private void AddMembers(SampleNode node, JsonElement value)
    {
        node.NoteContainer();
        foreach (var member in value.EnumerateObject())
        {
            if (node.Member(member.Name, Find(member.Name, out _).Length > 0) is { } child)
            {
                Add(child, member.Value);
            }
        }
    }

    // Whole: what was found is at least half of the text, so the text is that and not a sentence around it.
    private DetectorKind[] Find(string text, out bool isWhole)
    {
        _findings.Clear();
        var bytes = Encoding.UTF8.GetBytes(text);
        Screener.All.Screen(bytes, _findings);
        isWhole = _findings.Exists(finding => finding.Length * 2 >= bytes.Length);
        return [.. _findings.Select(finding => finding.Kind)];
    }

    private static bool IsDate(string text) =>
        text.Length <= LongestDate
        && (DateOnly.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            || (text.Length > "yyyy-MM-dd".Length && text[10] == 'T'
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)));
}
