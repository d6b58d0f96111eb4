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

        if (MustRefuse($"a value under the rule for '{path}'", path))
        {
            CountFindings();
            return Edit.Copy;
        }

        bool refuses = false, masks = false, holds = false;
        foreach (var finding in Buffers.Findings)
        {
            // In a category of important data it is where it belongs, unless the category says otherwise.
            var isOverridden = Plan.FindingOverrides.TryGetValue(finding.Kind, out var rule);
            if (!isOverridden && finding.Kind.Own is { RaisesGrade: true })
            {
                continue;
            }

            rule = isOverridden ? rule : Plan.OnFinding;
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

    /// <summary>True where nothing is found in it; nothing is decided or counted.</summary>
    internal readonly bool IsClean(Screener screener, ReadOnlySpan<byte> text)
    {
        var isClean = screener.Screen(text, Buffers.Findings) == 0;
        Buffers.Findings.Clear();
        return isClean;
    }

    /// <summary>
    /// True where <see cref="DecideRewrite"/> would have the rule's action carried out; nothing is decided or counted.
    /// </summary>
    internal readonly bool Rewrites(CompiledRule compiled, ReadOnlySpan<byte> text)
    {
        var action = compiled.Action!;
        if (!action.TakesAnyText && !action.Fits(text, Today))
        {
            return false;
        }

        if (!action.MakesClearText || compiled.Screener is not { } screener)
        {
            return true;
        }

        Buffers.Made.Truncate(0);
        action.WriteText(text, new Surroundings(default, Today), Buffers.Made);
        return IsClean(screener, Buffers.Made.Items);
    }

    /// <summary>
    /// Screens a leaving name that no rule spells out. A name cannot be masked without becoming another name, so a
    /// finding in one always refuses.
    /// </summary>
    internal void ScreenName(Screener screener, string? path, ReadOnlySpan<byte> name)
    {
        if (screener.Screen(name, Buffers.Findings) > 0)
        {
            if (!MustRefuse($"a member name under the rule for '{path ?? "$"}'", path))
            {
                Refuse(
                    RefusalCode.ScreenFinding,
                    $"the rule for '{path ?? "$"}' would let out a member name with {Kinds()}",
                    path);
            }

            CountFindings();
        }
    }

    // What no rule of the category decides: an encoding nobody looked to the bottom of, and important data in a
    // category that is not graded so. A category that is crosses under a security assessment only: Permit asked.
    private bool MustRefuse(string what, string? path)
    {
        foreach (var finding in Buffers.Findings)
        {
            if (finding.Kind == DetectorKind.Depth)
            {
                Refuse(RefusalCode.ScreenDepth, $"{what} is encoded too deep to look into", path);
                return true;
            }

            if (finding.Kind.Own is { RaisesGrade: true } && !Plan.IsImportant
                && Plan.FindingOverrides.GetValueOrDefault(finding.Kind) != FindingRule.Mask)
            {
                Refuse(RefusalCode.GradeImportant, $"{what} holds {finding.Kind}, which is important data", path);
                return true;
            }
        }

        return false;
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
