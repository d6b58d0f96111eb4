using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway.Policies;

namespace Gateway.Settings;

/// <summary>
/// Takes typed values out of one section and gathers every fault on the way. A key nobody asked for is a fault when
/// the section is closed: "MaxBodyByte" would otherwise run with the default.
/// </summary>
internal sealed class SectionReader(SettingsNode.Section section, string folder, ICollection<Fault> faults)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    internal Mark Mark => section.Mark;

    /// <summary>The place of a value; of the section, under the value's own path, where it is absent.</summary>
    internal Mark MarkOf(string key) => section.Members.GetValueOrDefault(key)?.Mark
        ?? Mark with { Path = Mark.Path == "$" ? key : $"{Mark.Path}.{key}" };

    internal void Add(string key, string code, string message) => faults.Add(MarkOf(key).Fault(code, message));

    /// <summary>A text; empty when a required one is missing, which is then a fault.</summary>
    internal string RequiredText(string key)
    {
        var text = Scalar(key, ScalarKind.Text)?.Text;
        if (string.IsNullOrEmpty(text))
        {
            Add(key, "settings.missing", $"'{key}' is required");
        }

        return text ?? "";
    }

    internal string? Text(string key) => Scalar(key, ScalarKind.Text)?.Text;

    /// <summary>A path, relative to the folder of gateway.json; required.</summary>
    internal string RequiredPath(string key)
    {
        var text = RequiredText(key);
        return text.Length == 0 ? "" : Path.GetFullPath(text, folder);
    }

    internal int Number(string key, int min, int max, int otherwise)
    {
        if (Scalar(key, ScalarKind.Number) is not { } scalar)
        {
            return otherwise;
        }

        if (int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        Add(key, "settings.range", $"'{key}' must be a whole number from {min} to {max}");
        return otherwise;
    }

    /// <summary>A share, 0 to 1.</summary>
    internal double Ratio(string key, double otherwise)
    {
        if (Scalar(key, ScalarKind.Number) is not { } scalar)
        {
            return otherwise;
        }

        if (double.TryParse(scalar.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value is >= 0 and <= 1)
        {
            return value;
        }

        Add(key, "settings.range", $"'{key}' must be a number from 0 to 1");
        return otherwise;
    }

    /// <summary>A path, relative to the folder of gateway.json; null when it is absent.</summary>
    internal string? OptionalPath(string key) =>
        Text(key) is { Length: > 0 } text ? Path.GetFullPath(text, folder) : null;

    internal bool Flag(string key, bool otherwise)
    {
        if (Scalar(key, ScalarKind.Flag) is not { } scalar)
        {
            return otherwise;
        }

        if (bool.TryParse(scalar.Text, out var value))
        {
            return value;
        }

        Add(key, "settings.type", $"'{key}' must be true or false");
        return otherwise;
    }

    /// <summary>"hh:mm:ss" between the bounds.</summary>
    internal TimeSpan Duration(string key, TimeSpan min, TimeSpan max, TimeSpan otherwise)
    {
        if (Scalar(key, ScalarKind.Text) is not { } scalar)
        {
            return otherwise;
        }

        if (TimeSpan.TryParseExact(scalar.Text, @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        Add(key, "settings.range", $"'{key}' must be a duration 'hh:mm:ss' from {min:c} to {max:c}");
        return otherwise;
    }

    internal T Choice<T>(string key, IReadOnlyDictionary<string, T> choices, T otherwise)
    {
        if (Scalar(key, ScalarKind.Text) is not { } scalar)
        {
            return otherwise;
        }

        if (choices.TryGetValue(scalar.Text, out var value))
        {
            return value;
        }

        var hint = NearestName.Hint(scalar.Text, choices.Keys);
        Add(key, "settings.choice", $"'{key}' must be one of {string.Join(", ", choices.Keys)}{hint}");
        return otherwise;
    }

    /// <summary>The same, and a fault where it is absent.</summary>
    internal T RequiredChoice<T>(string key, IReadOnlyDictionary<string, T> choices, T otherwise)
    {
        if (!section.Members.ContainsKey(key))
        {
            Add(key, "settings.missing", $"'{key}' is required");
        }

        return Choice(key, choices, otherwise);
    }

    /// <summary>One of the choices, or null where the key is absent.</summary>
    internal T? Optional<T>(string key, IReadOnlyDictionary<string, T> choices)
        where T : struct =>
        Scalar(key, ScalarKind.Text) is null ? null : Choice(key, choices, default);

    /// <summary>"address:port" with a literal IP address; names would make the door depend on a resolver.</summary>
    internal IPEndPoint? RequiredEndpoint(string key)
    {
        var text = RequiredText(key);
        if (text.Length == 0)
        {
            return null;
        }

        // "127.1" and "2130706433" are addresses to the parser, and to nobody who reads the file.
        if (IPEndPoint.TryParse(text, out var endpoint)
            && (endpoint.Port != 0 || text.EndsWith(":0", StringComparison.Ordinal))
            && (endpoint.AddressFamily != AddressFamily.InterNetwork || endpoint.ToString() == text))
        {
            return endpoint;
        }

        Add(key, "settings.endpoint", $"'{key}' must be an IP address and a port, for example 127.0.0.1:8443");
        return null;
    }

    /// <summary>A section below this one; null when it is absent.</summary>
    internal SectionReader? Section(string key)
    {
        _asked.Add(key);
        switch (section.Members.GetValueOrDefault(key))
        {
            case null:
                return null;
            case SettingsNode.Section inner:
                return new SectionReader(inner, folder, faults);
            default:
                Add(key, "settings.shape", $"'{key}' must be an object");
                return null;
        }
    }

    internal SectionReader RequiredSection(string key)
    {
        if (Section(key) is { } inner)
        {
            return inner;
        }

        if (!section.Members.ContainsKey(key))
        {
            Add(key, "settings.missing", $"section '{key}' is required");
        }

        var none = new Dictionary<string, SettingsNode>(StringComparer.Ordinal);
        return new SectionReader(new SettingsNode.Section(none, Mark with { Path = key }), folder, []);
    }

    /// <summary>Every member of this section as a section of its own: listeners, parties, lists.</summary>
    internal IEnumerable<(string Name, SectionReader Reader)> Sections()
    {
        foreach (var name in section.Members.Keys)
        {
            if (Section(name) is { } inner)
            {
                yield return (name, inner);
            }
        }
    }

    /// <summary>A list of objects, each as a section of its own; required.</summary>
    internal IEnumerable<SectionReader> Objects(string key)
    {
        _asked.Add(key);
        if (section.Members.GetValueOrDefault(key) is not SettingsNode.Items items)
        {
            Add(key, "settings.type", $"'{key}' must be a list of objects");
            yield break;
        }

        foreach (var element in items.Elements)
        {
            if (element is SettingsNode.Section inner)
            {
                yield return new SectionReader(inner, folder, faults);
            }
            else
            {
                faults.Add(element.Mark.Fault("settings.shape", "an object is wanted here"));
            }
        }
    }

    /// <summary>Whether the key stands there, whatever its value.</summary>
    internal bool Has(string key) => section.Members.ContainsKey(key);

    /// <summary>A list of whole numbers from 0; empty when absent.</summary>
    internal IReadOnlyList<uint> Numbers(string key)
    {
        var numbers = new List<uint>();
        foreach (var text in Elements(key, ScalarKind.Number, "whole numbers"))
        {
            if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }
            else
            {
                Add(key, "settings.range", $"'{key}' must be a list of whole numbers");
            }
        }

        return numbers;
    }

    /// <summary>A list of texts; empty when absent.</summary>
    internal IReadOnlyList<string> Texts(string key) => Elements(key, ScalarKind.Text, "texts");

    /// <summary>A list of paths, relative to the folder of the file; empty when absent.</summary>
    internal IReadOnlyList<string> Paths(string key) => [.. Texts(key).Select(path => Path.GetFullPath(path, folder))];

    /// <summary>Says which keys nobody asked for. Call once, when all known keys have been asked.</summary>
    internal void Close()
    {
        foreach (var (name, node) in section.Members.Where(member => !_asked.Contains(member.Key)))
        {
            var hint = NearestName.Hint(name, _asked);
            faults.Add(node.Mark.Fault(
                "settings.unknown", $"unknown key '{name}': mend its spelling or take it out{hint}"));
        }
    }

    private List<string> Elements(string key, ScalarKind kind, string what)
    {
        _asked.Add(key);
        switch (section.Members.GetValueOrDefault(key))
        {
            case null:
                return [];
            case SettingsNode.Scalar { Kind: ScalarKind.Environment } list:
                const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
                return [.. list.Text.Split(';', Tidy)];
            case SettingsNode.Items items
                when items.Elements.All(element => element is SettingsNode.Scalar scalar && scalar.Kind == kind):
                return [.. items.Elements.Cast<SettingsNode.Scalar>().Select(element => element.Text)];
            default:
                Add(key, "settings.type", $"'{key}' must be a list of {what}");
                return [];
        }
    }

    private SettingsNode.Scalar? Scalar(string key, ScalarKind kind)
    {
        _asked.Add(key);
        switch (section.Members.GetValueOrDefault(key))
        {
            case null:
                return null;
            case SettingsNode.Scalar scalar when scalar.Kind == kind || scalar.Kind == ScalarKind.Environment:
                return scalar;
            default:
                Add(key, "settings.type", $"'{key}' must be a {Name(kind)}");
                return null;
        }
    }

    private static string Name(ScalarKind kind) => kind switch
    {
        ScalarKind.Number => "number",
        ScalarKind.Flag => "boolean",
        _ => "text",
    };
}
