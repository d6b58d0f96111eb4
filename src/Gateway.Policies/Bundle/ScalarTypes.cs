using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Policies.Bundle;

/// <summary>Types one scalar by what its key wants. A value that does not fit is a fault, never a guess.</summary>
internal static partial class ScalarTypes
{
    private const int MaxText = 4096;
    private const int FirstYear = 1980;
    private const int LastYear = 2199;

    // FORMATS.md: RFC 3339, UTC with 'Z'; in operators' files milliseconds may be absent.
    private static readonly string[] InstantForms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"];

    /// <summary>The scalar itself; null (with a fault, unless the node already has one) for anything else.</summary>
    internal static YamlScalar? Scalar(YamlNode node, FaultList faults)
    {
        if (node is YamlScalar scalar)
        {
            return scalar;
        }

        if (node is not YamlBroken)
        {
            faults.Add(node.Mark, "kind.wrong", $"write one value here, not {node.Kind}");
        }

        return null;
    }

    /// <summary>
    /// Text. Digits must be quoted: YAML reads 0440100 or 1e5 as a number and loses what was written.
    /// </summary>
    internal static string? Text(YamlNode node, FaultList faults)
    {
        if (Scalar(node, faults) is not { } scalar)
        {
            return null;
        }

        if (scalar.IsPlain && ReadAsOther().IsMatch(scalar.Text))
        {
            const string Advice = "quote it: text is wanted, and YAML would read a number or truth value";
            faults.Add(scalar.Mark, "value.quote", Advice);
            return null;
        }

        if (scalar.Text.Length > MaxText || scalar.Text.Contains('\0', StringComparison.Ordinal))
        {
            faults.Add(scalar.Mark, "value.format", $"at most {MaxText} characters, none of them NUL");
            return null;
        }

        return scalar.Text;
    }

    internal static long? Integer(YamlNode node, long min, long max, FaultList faults)
    {
        if (Scalar(node, faults) is not { } scalar)
        {
            return null;
        }

        if (!IntegerForm().IsMatch(scalar.Text)
            || !long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            faults.Add(scalar.Mark, "value.format", "a whole number is wanted");
            return null;
        }

        if (value < min || value > max)
        {
            var range = max == long.MaxValue ? $"{min} or more" : $"{min} to {max}";
            faults.Add(scalar.Mark, "value.range", $"{range} is wanted");
            return null;
        }

        return value;
    }

    internal static decimal? Number(YamlNode node, FaultList faults)
    {
        if (Scalar(node, faults) is not { } scalar)
        {
            return null;
        }

        if (NumberForm().IsMatch(scalar.Text)
            && decimal.TryParse(scalar.Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        faults.Add(scalar.Mark, "value.format", "a number is wanted, for example 10000 or 0.5");
        return null;
    }

    internal static bool? Flag(YamlNode node, FaultList faults)
    {
        if (Scalar(node, faults) is not { } scalar)
        {
            return null;
        }

        if (scalar.Text is "true" or "false")
        {
            return scalar.Text == "true";
        }

        faults.Add(scalar.Mark, "value.format", "true or false is wanted");
        return null;
    }

    internal static DateOnly? Date(YamlNode node, FaultList faults)
    {
        if (Scalar(node, faults) is not { } scalar)
        {
            return null;
        }

        const DateTimeStyles Exactly = DateTimeStyles.None;
        if (!DateOnly.TryParseExact(scalar.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, Exactly, out var date))
        {
            faults.Add(scalar.Mark, "value.format", "a date is wanted, written YYYY-MM-DD");
            return null;
        }

        if (date.Year is < FirstYear or > LastYear)
        {
            faults.Add(scalar.Mark, "value.range", $"a year from {FirstYear} to {LastYear} is wanted");
            return null;
        }

        return date;
    }

    internal static DateTimeOffset? Instant(YamlNode node, FaultList faults)
    {
        if (Scalar(node, faults) is not { } scalar)
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var invariant = CultureInfo.InvariantCulture;
        if (DateTimeOffset.TryParseExact(scalar.Text, InstantForms, invariant, Utc, out var instant))
        {
            return instant;
        }

        faults.Add(scalar.Mark, "value.format", "a UTC time is wanted, for example 2026-11-01T00:00:00Z");
        return null;
    }

    internal static T? Choice<T>(YamlNode node, WireTable<T> table, FaultList faults)
        where T : struct, Enum
    {
        if (Text(node, faults) is not { } text)
        {
            return null;
        }

        if (table.TryParse(text, out var value))
        {
            return value;
        }

        var names = string.Join(", ", table.Names);
        faults.Add(node.Mark, "value.unknown", $"one of {names} is wanted{NearestName.Hint(text, table.Names)}");
        return null;
    }

    // YAML 1.2 core schema, 10.3.2 (int, float, bool), and the 1.1 forms with '_' that older tools still read.
    [GeneratedRegex(
        @"^([-+]?[0-9][0-9_]*|0o[0-7_]+|0x[0-9a-fA-F_]+|0b[01_]+"
        + @"|[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
        + @"|true|True|TRUE|false|False|FALSE)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex ReadAsOther();

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex IntegerForm();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberForm();
}
