using System.Runtime.InteropServices;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <content>What leaves in clear text is looked at first.</content>
internal partial struct Docket
{
    /// <summary>Screens a value's text, unescaped. Returns what to do with the value.</summary>
    /// <param name="path">Of the rule that lets it out.</param>
    internal int Screen(Screener screener, string path, ReadOnlySpan<byte> text)
    {
        if (screener.Screen(text, Buffers.Findings) == 0)
        {
            return Edit.Copy;
        }

        if (Buffers.Findings.Exists(finding => finding.Kind == DetectorKind.Depth))
        {
            Refuse(RefusalCode.ScreenDepth, $"a value under the rule for '{path}' is encoded too deep to look into", path);
            Buffers.Findings.RemoveAll(finding => finding.Kind == DetectorKind.Depth);
            CountFindings();
            return Edit.Copy;
        }

        bool refuses = false, masks = false, holds = false;
        foreach (var finding in Buffers.Findings)
        {
            var rule = Plan.FindingOverrides.GetValueOrDefault(finding.Kind, Plan.OnFinding);
            masks |= rule == FindingRule.Mask;
            holds |= rule == FindingRule.Hold;
            refuses |= rule is not (FindingRule.Mask or FindingRule.Hold);
        }

        if (refuses)
        {
            Refuse(RefusalCode.ScreenFinding, $"the rule for '{path}' would let out {Kinds()}", path);
        }
        else if (holds && Hold is null)
        {
            Hold = new Hold(RefusalCode.ScreenFinding, $"the rule for '{path}' would let out {Kinds()}");
        }

        CountFindings();
        return masks ? Edit.Redact : Edit.Copy;
    }

    /// <summary>Screens what an action makes, where that leaves in clear text.</summary>
    internal int ScreenMade(Screener screener, CompiledRule rule, ReadOnlySpan<byte> text)
    {
        Buffers.Made.Truncate(0);
        rule.Action!.WriteText(text, new Surroundings(default, Today), Buffers.Made);
        return Screen(screener, rule.Path, Buffers.Made.Items);
    }

    /// <summary>
    /// Screens a leaving name that no rule spells out. A name cannot be masked without becoming another name, so a
    /// finding in one always refuses.
    /// </summary>
    internal void ScreenName(Screener screener, string? path, ReadOnlySpan<byte> name)
    {
        if (screener.Screen(name, Buffers.Findings) > 0)
        {
            Refuse(
                RefusalCode.ScreenFinding,
                $"the rule for '{path ?? "$"}' would let out a member name with {Kinds()}",
                path);
            CountFindings();
        }
    }

    private readonly string Kinds() =>
        string.Join(", ", Buffers.Findings.Select(finding => finding.Kind.Name).Distinct(StringComparer.Ordinal));

    // Counts the findings of one value and forgets them.
    private readonly void CountFindings()
    {
        foreach (var finding in Buffers.Findings)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Buffers.FindingCounts, finding.Kind, out _)++;
        }

        Buffers.Findings.Clear();
    }
}
