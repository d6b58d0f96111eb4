using System.Globalization;
using System.Text.Json;
using System.Xml;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Trust;

/// <summary>
/// One JSON object of a trust list, its members typed on demand. Whatever is wrong becomes a fault at its JSON path;
/// what is asked for and missing is a fault, what nobody asks for is ignored unless "crit" names it.
/// </summary>
internal sealed class TrustListObject
{
    private readonly JsonElement _object;
    private readonly JsonPlaces _places;
    private readonly string _path;
    private readonly ICollection<Fault> _faults;

    internal TrustListObject(JsonElement element, JsonPlaces places, string path, ICollection<Fault> faults)
    {
        _object = element;
        _places = places;
        _path = path;
        _faults = faults;
        if (element.ValueKind != JsonValueKind.Object)
        {
            Wrong(null, "an object is needed");
        }
    }

    /// <summary>Non-empty text; "" after a fault.</summary>
    internal string Text(string name)
    {
        if (Member(name) is { ValueKind: JsonValueKind.String } member && member.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Wrong(name, "non-empty text is needed");
        return "";
    }

    /// <summary>Text that may be absent or null.</summary>
    internal string? OptionalText(string name) => Has(name) ? Text(name) : null;

    internal long Integer(string name, long least)
    {
        if (Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var number)
            && number >= least)
        {
            return number;
        }

        Wrong(name, $"an integer of at least {least.ToString(CultureInfo.InvariantCulture)} is needed");
        return 0;
    }

    internal DateTimeOffset Time(string name)
    {
        if (Member(name) is { ValueKind: JsonValueKind.String } member
            && WireTime.TryParse(member.GetString(), out var time))
        {
            return time;
        }

        Wrong(name, "a time is needed, as in '2026-11-01T00:00:00.000Z'");
        return default;
    }

    /// <summary>An ISO 8601 duration of days and shorter, above zero: a month has no fixed length.</summary>
    internal TimeSpan Duration(string name)
    {
        if (Member(name) is { ValueKind: JsonValueKind.String } member
            && TryDuration(member.GetString()!, out var span))
        {
            return span;
        }

        Wrong(name, "a duration of days, hours, minutes or seconds is needed, as in 'PT12H'");
        return default;
    }

    internal T Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Member(name) is { ValueKind: JsonValueKind.String } member
            && choices.TryGetValue(member.GetString()!, out var choice))
        {
            return choice;
        }

        Wrong(name, $"one of '{string.Join("', '", choices.Keys)}' is needed");
        return default;
    }

    /// <summary>A list of non-empty texts.</summary>
    internal IReadOnlyList<string> Texts(string name, bool mayBeEmpty)
    {
        if (Member(name) is { ValueKind: JsonValueKind.Array } list && (mayBeEmpty || list.GetArrayLength() > 0)
            && list.EnumerateArray().All(
                item => item.ValueKind == JsonValueKind.String && item.GetString()!.Length > 0))
        {
            return [.. list.EnumerateArray().Select(item => item.GetString()!)];
        }

        Wrong(name, mayBeEmpty ? "a list of texts is needed" : "a list of at least one text is needed");
        return [];
    }

    internal TrustListObject? Object(string name)
    {
        if (Member(name) is { ValueKind: JsonValueKind.Object } member)
        {
            return new TrustListObject(member, _places, JsonPlaces.Member(_path, name), _faults);
        }

        Wrong(name, "an object is needed");
        return null;
    }

    internal IReadOnlyList<TrustListObject> Objects(string name)
    {
        if (Member(name) is { ValueKind: JsonValueKind.Array } list)
        {
            return
            [
                .. list.EnumerateArray().Select((item, index) => new TrustListObject(
                    item, _places, JsonPlaces.Item(JsonPlaces.Member(_path, name), index), _faults)),
            ];
        }

        Wrong(name, "a list is needed");
        return [];
    }

    /// <summary>What the writer says must be understood, and we do not, makes the whole list unusable.</summary>
    internal void RefuseUnknownCritical(IReadOnlyCollection<string> known)
    {
        if (!Has("crit"))
        {
            return;
        }

        foreach (var name in Texts("crit", mayBeEmpty: false))
        {
            if (!known.Contains(name) || !Has(name))
            {
                _faults.Add(At("crit").Fault(
                    "trust.crit", $"'{name}' must be understood, and is not: update the gateway"));
            }
        }
    }

    internal void Wrong(string? name, string message) =>
        _faults.Add((name is null ? _places.At(_path) : At(name)).Fault("trust.member", message));

    internal Mark At(string name) => _places.At(JsonPlaces.Member(_path, name));

    private bool Has(string name) => Member(name) is { ValueKind: not JsonValueKind.Null };

    private JsonElement? Member(string name) =>
        _object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(name, out var member) ? member : null;

    private static bool TryDuration(string text, out TimeSpan span)
    {
        span = default;
        try
        {
            if (text.AsSpan().ContainsAny('Y', '-') || text.Split('T')[0].Contains('M', StringComparison.Ordinal))
            {
                return false;
            }

            span = XmlConvert.ToTimeSpan(text);
            return span > TimeSpan.Zero;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}
