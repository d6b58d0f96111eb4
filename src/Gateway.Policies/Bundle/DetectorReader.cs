using System.Text.RegularExpressions;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Routes;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Bundle;

/// <summary>
/// Reads the entries of "lists" and "detectors": words by name, detectors of the bundle's own by pattern or by words,
/// and thresholds of this build's. Read before everything that may name one.
/// </summary>
internal static class DetectorReader
{
    private const string Malformed = "an id is 1 to 64 letters, digits, '.', '_' or '-'";
    private const int MaxWord = 64;

    private static readonly string[] Forms = ["pattern", "words", "list"];

    // Words of the same places: "default" of onFinding, and what the screen command reports for too deep.
    private static readonly string[] Reserved = ["default", DetectorKind.Depth.Name];

    internal static void ReadList(YamlNode node, BundleDraft draft)
    {
        if (MapReader.From(node, draft.Faults) is not { } map)
        {
            return;
        }

        var id = ReadId(map, draft.Lists.ContainsKey, draft.Faults);
        var words = ReadWords(map, "words", map.RequiredItems("words"), draft.Faults);
        map.Close();
        if (id is not null)
        {
            draft.Lists[id] = words;
        }
    }

    internal static void Read(YamlNode node, BundleDraft draft)
    {
        if (MapReader.From(node, draft.Faults) is not { } map)
        {
            return;
        }

        if (map.Text("id") is { } name && DetectorKind.TryParse(name, out var built))
        {
            ReadThreshold(map, built, draft);
            return;
        }

        var id = ReadId(map, draft.Detectors.ContainsKey, draft.Faults);
        _ = TitlesReader.Read(map, "title", id ?? "", draft.Faults);
        var threshold = ReadShare(map, "threshold", draft.Faults) ?? DetectorKind.DefaultThreshold;
        var own = new OwnDetector(
            ReadPattern(map, draft.Faults),
            ReadWordsOrList(map, draft),
            ReadWords(map, "context", map.Items("context"), draft.Faults),
            ReadShare(map, "score", draft.Faults) ?? OwnDetector.DefaultScore,
            ReadRaise(map, draft.Faults));
        CheckForm(map, own, threshold, draft.Faults);
        map.Close();
        if (id is not null)
        {
            draft.Detectors[id] = DetectorKind.Of(id, own, threshold);
        }
    }

    private static string? ReadId(MapReader map, Func<string, bool> isTaken, FaultList faults)
    {
        var id = map.RequiredText("id");
        if (id is null)
        {
            return null;
        }

        if (!DeclaredName.IsValid(id) || Reserved.Contains(id))
        {
            faults.Add(map.MarkOf("id"), "id.malformed", Reserved.Contains(id) ? $"'{id}' has a meaning already" : Malformed);
            return null;
        }

        if (isTaken(id))
        {
            faults.Add(map.MarkOf("id"), "id.duplicate", $"choose another id: '{id}' is declared already");
        }

        return id;
    }

    // A detector of this build: what it looks for is not the bundle's to say, only how sure it must be.
    private static void ReadThreshold(MapReader map, DetectorKind built, BundleDraft draft)
    {
        var threshold = map.Required("threshold") is null ? null : ReadShare(map, "threshold", draft.Faults);
        map.Close();
        if (!ReferenceEquals(draft.Detectors[built.Name], built))
        {
            draft.Faults.Add(map.MarkOf("id"), "id.duplicate", $"remove one: '{built}' has a threshold already");
        }

        draft.Detectors[built.Name] = built with { Threshold = threshold ?? DetectorKind.DefaultThreshold };
    }

    private static double? ReadShare(MapReader map, string key, FaultList faults)
    {
        if (map.Optional(key) is not { } node || ScalarTypes.Number(node, faults) is not { } value)
        {
            return null;
        }

        if (value is > 0 and <= 1)
        {
            return (double)value;
        }

        faults.Add(map.MarkOf(key), "value.range", "more than 0 and at most 1 is wanted");
        return null;
    }

    private static Regex? ReadPattern(MapReader map, FaultList faults)
    {
        if (map.Text("pattern") is not { } text)
        {
            return null;
        }

        if (ValuePattern.TryCompileWithin(text, out var regex, out var problem))
        {
            return regex;
        }

        faults.Add(map.MarkOf("pattern"), "detector.pattern", problem);
        return null;
    }

    private static IReadOnlyList<string> ReadWordsOrList(MapReader map, BundleDraft draft)
    {
        var words = ReadWords(map, "words", map.Items("words"), draft.Faults);
        if (map.Text("list") is not { } list)
        {
            return words;
        }

        if (draft.Lists.TryGetValue(list, out var listed))
        {
            return listed;
        }

        var hint = NearestName.Hint(list, draft.Lists.Keys);
        draft.Faults.Add(map.MarkOf("list"), "reference.unknown", $"no list '{list}' is declared{hint}");
        return words;
    }

    private static IReadOnlyList<string> ReadWords(
        MapReader map, string key, IReadOnlyList<YamlNode> items, FaultList faults)
    {
        var words = MapReader.TextsOf(items, faults);
        if (words.Any(word => word.Length > MaxWord || !word.Any(char.IsLetterOrDigit)))
        {
            faults.Add(map.MarkOf(key), "value.format", $"words have letters or digits, and at most {MaxWord} characters");
        }

        return words;
    }

    private static bool ReadRaise(MapReader map, FaultList faults)
    {
        var grade = map.Choice("raises", WireNames.Grades);
        if (grade is not (null or Grade.Important))
        {
            faults.Add(map.MarkOf("raises"), "value.range", "a detector raises the grade to 'important'");
        }

        return grade is not null;
    }

    // Exactly one thing to look for: with none it would find nothing and look like a control.
    private static void CheckForm(MapReader map, OwnDetector own, double threshold, FaultList faults)
    {
        var forms = Forms.Count(key => map.Optional(key) is not null);
        if (forms != 1)
        {
            faults.Add(map.Mark, "detector.form", "write one of 'pattern', 'words' and 'list'");
        }

        if (own.Score < threshold)
        {
            faults.Add(map.Mark, "detector.score", "a score below the threshold is never reported");
        }
    }
}
