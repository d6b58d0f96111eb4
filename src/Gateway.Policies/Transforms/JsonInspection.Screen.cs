using System.Runtime.InteropServices;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <content>What leaves in clear text is looked at first.</content>
internal ref partial struct JsonInspection
{
    // Strings unescaped, numbers as their raw text. Returns what to do with the value.
    private int ScreenValue(Screener screener, string path, int at, int end, bool escaped)
    {
        if (screener.Screen(Text(at, end, escaped), _buffers.Findings) == 0)
        {
            return Edit.Copy;
        }

        bool refuses = false, masks = false, holds = false;
        foreach (var finding in _buffers.Findings)
        {
            var rule = _plan.FindingOverrides.GetValueOrDefault(finding.Kind, _plan.OnFinding);
            masks |= rule == FindingRule.Mask;
            holds |= rule == FindingRule.Hold;
            refuses |= rule is not (FindingRule.Mask or FindingRule.Hold);
        }

        if (refuses)
        {
            Refuse(RefusalCode.ScreenFinding, $"the rule for '{path}' would let out {Kinds()}", path);
        }
        else if (holds && _hold is null)
        {
            _hold = new Hold(RefusalCode.ScreenFinding, $"the rule for '{path}' would let out {Kinds()}");
        }

        CountFindings();
        return masks ? Edit.Redact : Edit.Copy;
    }

    // A name cannot be masked without becoming another name, so a finding in one always refuses.
    private void ScreenName(Screener screener, string? path, in Place place)
    {
        var raw = _json[(place.NameStart + 1)..(place.NameEnd - 1)];
        if (screener.Screen(_buffers.Unescape(raw, raw.Contains((byte)'\\')), _buffers.Findings) > 0)
        {
            Refuse(
                RefusalCode.ScreenFinding,
                $"the rule for '{path ?? "$"}' would let out a member name with {Kinds()}",
                path);
            CountFindings();
        }
    }

    private readonly string Kinds() =>
        string.Join(", ", _buffers.Findings.Select(finding => finding.Kind.Name).Distinct(StringComparer.Ordinal));

    // Counts the findings of one value and forgets them.
    private readonly void CountFindings()
    {
        foreach (var finding in _buffers.Findings)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_buffers.FindingCounts, finding.Kind, out _)++;
        }

        _buffers.Findings.Clear();
    }
}
