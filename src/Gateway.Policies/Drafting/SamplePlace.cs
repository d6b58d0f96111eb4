using Gateway.Policies.Screening;

namespace Gateway.Policies.Drafting;

/// <summary>One path that the samples have, and what stood there: kinds and counts, never a value.</summary>
/// <param name="Path">As a rule spells it: elements of every array are "[*]".</param>
/// <param name="Kind">Why it has a rule of its own.</param>
/// <param name="Values">How often a value stood there, in all samples.</param>
/// <param name="Texts">Of them texts that are not empty.</param>
/// <param name="Numbers">Of them numbers.</param>
/// <param name="Flags">Of them true or false.</param>
/// <param name="Dates">Of the texts those that are a date.</param>
/// <param name="Parts">Of the texts those in which what was found is a small part.</param>
/// <param name="Findings">Per detector, in how many of the values it found something.</param>
/// <param name="Names">Of a container that is not listed member by member: how many names it had.</param>
public sealed record SamplePlace(
    string Path,
    PlaceKind Kind,
    long Values,
    long Texts,
    long Numbers,
    long Flags,
    long Dates,
    long Parts,
    IReadOnlyDictionary<DetectorKind, long> Findings,
    int Names)
{
    /// <summary>The detector that found something in most of the values; null where none did.</summary>
    public DetectorKind? Likeliest => Findings
        .OrderByDescending(pair => pair.Value)
        .ThenBy(pair => pair.Key.Name, StringComparer.Ordinal)
        .Select(pair => pair.Key)
        .FirstOrDefault();
}

/// <summary>What a place of a sample is.</summary>
public enum PlaceKind
{
    /// <summary>Values stand there.</summary>
    Value,

    /// <summary>An object or array that was empty wherever it stood.</summary>
    Empty,

    /// <summary>An object whose member names look like data themselves, so that none of them is written down.</summary>
    NamedByData,
}
