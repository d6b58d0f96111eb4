using System.Globalization;
using System.Text;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Drafting;

/// <summary>Looks at values and names of samples as the detectors do, and notes what was seen; keeps none of them.</summary>
internal sealed class SampleSight
{
    private const int LongestDate = 35;

    // Eight digits are a day only where anybody could have meant one.
    private const int FirstYear = 1800;
    private const int LastYear = 2200;

    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyyMMdd"];

    private readonly List<Finding> _findings = [];

    internal void NoteText(SampleNode node, string text)
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

    internal void NoteNumber(SampleNode node, string number) => node.NoteNumber(Find(number, out _));

    /// <summary>A value of a format that has no types: what is spelled as a number is one.</summary>
    internal void NoteUntyped(SampleNode node, string text)
    {
        var isNumber = decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        if (isNumber && !IsDate(text))
        {
            NoteNumber(node, text);
        }
        else
        {
            NoteText(node, text);
        }
    }

    /// <summary>The member of that name; null where the name is, or may be, data itself.</summary>
    internal SampleNode? Member(SampleNode node, string name) => node.Member(name, IsFound(name));

    internal bool IsFound(string name) => Find(name, out _).Length > 0;

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
        && ((DateOnly.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && day.Year is >= FirstYear and <= LastYear)
            || (text.Length > "yyyy-MM-dd".Length && text[10] == 'T'
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)));
}
