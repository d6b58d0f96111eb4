using System.Globalization;
using System.Text;
using Gateway.Policies.Screening;

namespace Gateway.Commands.Offline;

/// <summary>
/// How often each detector is right: <c>gateway screen --evaluate DIR</c> over texts whose kinds are known. One text
/// counts once for each kind, however often that is found in it.
/// </summary>
internal sealed class ScreenEvaluation
{
    private readonly SortedDictionary<string, Tally> _tallies;

    private ScreenEvaluation(IReadOnlyList<DetectorKind> detectors) => _tallies = new(
        detectors.ToDictionary(kind => kind.Name, _ => new Tally()), StringComparer.Ordinal);

    internal int Texts { get; private set; }

    /// <summary>By detector, in order of names.</summary>
    internal IReadOnlyDictionary<string, Tally> Tallies => _tallies;

    internal static ScreenEvaluation Of(IReadOnlyList<DetectorKind> detectors, IEnumerable<LabelledText> texts)
    {
        var evaluation = new ScreenEvaluation(detectors);
        var screeners = new Dictionary<string, Screener>(StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (var text in texts)
        {
            if (!screeners.TryGetValue(text.Field, out var screener))
            {
                screeners[text.Field] = screener = Screener.For(detectors, text.Field);
            }

            findings.Clear();
            screener.Screen(Encoding.UTF8.GetBytes(text.Text), findings);
            evaluation.Count(text, [.. findings.Select(finding => finding.Kind.Name)]);
        }

        return evaluation;
    }

    /// <summary>The table of docs/detectors.md.</summary>
    internal string Table()
    {
        var table = new StringBuilder("| detector | hold it | found | missed | by mistake | precision | recall |\n")
            .Append("|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (var (name, tally) in _tallies)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {tally.Labelled} | {tally.Right} | {tally.Missed} ")
                .Append(CultureInfo.InvariantCulture, $"| {tally.Wrong} | {Share(tally.Right, tally.Right + tally.Wrong)} ")
                .Append(CultureInfo.InvariantCulture, $"| {Share(tally.Right, tally.Labelled)} |\n");
        }

        return table.ToString();
    }

    private static string Share(int part, int whole) =>
        whole == 0 ? "–" : (100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private void Count(LabelledText text, HashSet<string> found)
    {
        Texts++;
        foreach (var (name, tally) in _tallies)
        {
            var (isLabelled, isFound) = (text.Kinds.Contains(name), found.Contains(name));
            tally.Labelled += isLabelled ? 1 : 0;
            tally.Right += isLabelled && isFound ? 1 : 0;
            tally.Wrong += isFound && !isLabelled ? 1 : 0;
        }
    }

    /// <summary>What one detector did.</summary>
    internal sealed class Tally
    {
        /// <summary>Texts that hold one.</summary>
        internal int Labelled { get; set; }

        /// <summary>Of those, where it was found.</summary>
        internal int Right { get; set; }

        internal int Missed => Labelled - Right;

        /// <summary>Texts where one was found and none is.</summary>
        internal int Wrong { get; set; }
    }
}
