using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Bundle;

/// <summary>
/// Reads "screen" and "onFinding". The latter is one word, or a mapping of detectors to words with
/// "default" for all others: { default: mask, prc-id: refuse }. Without "default" the others refuse.
/// </summary>
internal static class FindingReader
{
    private const string Default = "default";

    private static readonly IReadOnlyDictionary<DetectorKind, FindingRule> None =
        new Dictionary<DetectorKind, FindingRule>();

    internal static (FindingRule Default, IReadOnlyDictionary<DetectorKind, FindingRule> Overrides) Read(
        YamlNode? node,
        BundleDraft draft)
    {
        var faults = draft.Faults;
        if (node is YamlScalar)
        {
            return (ScalarTypes.Choice(node, WireNames.FindingRules, faults) ?? FindingRule.Refuse, None);
        }

        var fallback = FindingRule.Refuse;
        var overrides = new Dictionary<DetectorKind, FindingRule>();
        foreach (var member in MapReader.From(node, faults)?.Members ?? [])
        {
            var rule = ScalarTypes.Choice(member.Value, WireNames.FindingRules, faults) ?? FindingRule.Refuse;
            if (member.Key == Default)
            {
                fallback = rule;
            }
            else if (ParseDetector(member.Key, member.Mark, draft) is { } kind)
            {
                overrides[kind] = rule;
            }
        }

        return (fallback, overrides);
    }

    internal static IReadOnlyList<DetectorKind> ReadDetectors(YamlNode node, BundleDraft draft)
    {
        var kinds = new List<DetectorKind>();
        foreach (var item in MapReader.ItemsOf(node, draft.Faults))
        {
            if (ScalarTypes.Text(item, draft.Faults) is { } name && ParseDetector(name, item.Mark, draft) is { } kind)
            {
                MapReader.AddOnce(kinds, kind, item.Mark, draft.Faults);
            }
        }

        return kinds;
    }

    private static DetectorKind? ParseDetector(string name, Mark mark, BundleDraft draft)
    {
        if (draft.Detectors.TryGetValue(name, out var kind))
        {
            return kind;
        }

        var hint = NearestName.Hint(name, draft.Detectors.Keys);
        draft.Faults.Add(mark, "value.unknown", $"no detector '{name}' is known{hint}");
        return null;
    }
}
