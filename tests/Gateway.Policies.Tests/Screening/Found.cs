using System.Text;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

/// <summary>Screens a text and says what was found, as a reader would quote it.</summary>
internal static class Found
{
    internal static IReadOnlyList<Finding> In(string text) => In(Encoding.UTF8.GetBytes(text));

    internal static IReadOnlyList<Finding> In(ReadOnlySpan<byte> utf8)
    {
        var findings = new List<Finding>();
        var count = Screener.All.Screen(utf8, findings);
        Assert.Equal(findings.Count, count);
        return findings;
    }

    /// <summary>"kind text" of each finding.</summary>
    internal static IEnumerable<string> Quoted(string text) => Quoted(text, In(text));

    internal static IEnumerable<string> QuotedInDocument(string text) =>
        Quoted(text, TextScreen.Find(Screener.All, Encoding.UTF8.GetBytes(text)));

    internal static IEnumerable<string> Kinds(string text) => In(text).Select(finding => finding.Kind.Name);

    private static IEnumerable<string> Quoted(string text, IEnumerable<Finding> findings)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return findings.Select(
            finding => finding.Kind + " " + Encoding.UTF8.GetString(utf8, finding.Offset, finding.Length));
    }
}
