using System.Globalization;
using System.Text;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine.Hl7;

/// <summary>The values of a message by segment and address, split as plainly as can be.</summary>
internal static class SlowHl7
{
    /// <summary>Each segment's name and its values: "field.repetition.component.subcomponent" to text.</summary>
    internal static List<(string Name, Dictionary<string, string> Values)> Split(string message)
    {
        var (bar, marks) = (message[3], message[4..8]);
        var segments = new List<(string, Dictionary<string, string>)>();
        foreach (var line in message.TrimEnd('\r').Split('\r'))
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            var fields = line.Split(bar);
            var isHeader = segments.Count == 0;
            for (var f = isHeader ? 2 : 1; f < fields.Length; f++)
            {
                var repetitions = fields[f].Split(marks[1]);
                for (var r = 0; r < repetitions.Length; r++)
                {
                    var components = repetitions[r].Split(marks[0]);
                    for (var c = 0; c < components.Length; c++)
                    {
                        var parts = components[c].Split(marks[3]);
                        for (var s = 0; s < parts.Length; s++)
                        {
                            if (parts[s].Length > 0)
                            {
                                values[Address(isHeader ? f + 1 : f, r + 1, c + 1, s + 1)] =
                                    Unescape(parts[s], bar, marks);
                            }
                        }
                    }
                }
            }

            segments.Add((fields[0], values));
        }

        return segments;
    }

    internal static string Address(params int[] numbers) =>
        string.Join('.', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What leaves of each segment by the rules; null: a rule meets components it cannot take.</summary>
    internal static List<(string Name, Dictionary<string, string> Values)>? Decide(
        List<(string Name, Dictionary<string, string> Values)> message, IReadOnlyList<FieldRule> rules)
    {
        var left = new List<(string, Dictionary<string, string>)>();
        foreach (var (name, values) in message)
        {
            var kept = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (address, text) in values)
            {
                if (!TryDecide(name, address, text, values.Keys, rules, kept))
                {
                    return null;
                }
            }

            if (name == "MSH" || kept.Count > 0)
            {
                left.Add((name, kept));
            }
        }

        return left;
    }

    private static bool TryDecide(
        string name, string address, string text, IEnumerable<string> all, IReadOnlyList<FieldRule> rules,
        Dictionary<string, string> kept)
    {
        if (name == "MSH" && address.StartsWith("18.", StringComparison.Ordinal))
        {
            kept[address] = text;
            return true;
        }

        var at = address.Split('.');
        var paths = new[] { $"{name}-{at[0]}", $"{name}-{at[0]}.{at[2]}", $"{name}-{at[0]}.{at[2]}.{at[3]}" };
        var nodes = new[] { $"{at[0]}.{at[1]}", $"{at[0]}.{at[1]}.{at[2]}", address };
        var rule = int.MaxValue;
        for (var level = 0; level < 3; level++)
        {
            var own = rules.ToList().FindIndex(one => one.Path == paths[level]);
            own = own < 0 ? int.MaxValue : own;
            var inside = all.Where(one => one.StartsWith(nodes[level] + ".", StringComparison.Ordinal)).ToArray();
            var isValue = level == 2
                || (inside.Length == 1 && inside[0] == nodes[level] + (level == 0 ? ".1.1" : ".1"));
            if (isValue || own >= rule)
            {
                rule = isValue ? Math.Min(rule, own) : rule;
                continue;
            }

            switch (rules[own].Action)
            {
                case FieldAction.Redact redact:
                    kept[nodes[level] + (level == 0 ? ".1.1" : ".1")] = redact.With;
                    return true;
                case FieldAction.Constant constant:
                    kept[nodes[level] + (level == 0 ? ".1.1" : ".1")] = constant.Value;
                    return true;
                case FieldAction.Drop or FieldAction.Keep { Deep: true }:
                    rule = own;
                    break;
                default:
                    return false;
            }
        }

        if (rule < rules.Count && rules[rule].Action is not FieldAction.Drop)
        {
            kept[address] = rules[rule].Action switch
            {
                FieldAction.Redact redact => redact.With,
                FieldAction.Constant constant => constant.Value,
                _ => text,
            };
        }

        return true;
    }

    private static string Unescape(string text, char bar, string marks)
    {
        var pieces = text.Split(marks[2]);
        for (var i = 1; i < pieces.Length; i += 2)
        {
            pieces[i] = pieces[i] switch
            {
                "F" => bar.ToString(),
                "S" => marks[0].ToString(),
                "R" => marks[1].ToString(),
                "E" => marks[2].ToString(),
                "T" => marks[3].ToString(),
                ".br" => "\n",
                var hex => Encoding.UTF8.GetString(Convert.FromHexString(hex[1..])),
            };
        }

        return string.Concat(pieces);
    }
}
