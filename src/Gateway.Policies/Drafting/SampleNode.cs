using Gateway.Policies.Screening;

namespace Gateway.Policies.Drafting;

/// <summary>One place of the samples while they are read. Holds names and counts, never a value.</summary>
/// <param name="mostNames">More different names than this are keys of a table, so they are data.</param>
internal sealed class SampleNode(int mostNames)
{
    private const int LongestName = 100;
    private const int MostCounted = 1000;

    private readonly Dictionary<string, SampleNode> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<DetectorKind, long> _findings = [];
    private SampleNode? _element;

    // Names that are not written down, each once; kept only to tell one odd name from a table of them.
    private readonly HashSet<string> _unnamed = new(StringComparer.Ordinal);
    private long _containers;
    private long _values;
    private long _texts;
    private long _numbers;
    private long _flags;
    private long _dates;
    private long _parts;

    internal bool IsNamedByData => _unnamed.Count > 0
        && (_members.Count == 0 || _members.Count + _unnamed.Count > mostNames);

    internal SampleNode Element => _element ??= new SampleNode(mostNames);

    // Nothing but a first part, of a first part.
    private bool IsWhole => _members.Count == 0
        || (_members.Count == 1 && _members.TryGetValue("1", out var first) && first.IsWhole);

    internal void NoteContainer() => _containers++;

    internal void NoteBlank() => _values++;

    internal void NoteFlag()
    {
        _values++;
        _flags++;
    }

    internal void NoteNumber(IEnumerable<DetectorKind> found)
    {
        _values++;
        _numbers++;
        Note(found);
    }

    internal void NoteText(bool isDate, DetectorKind[] found, bool isWhole)
    {
        _values++;
        _texts++;
        _dates += isDate ? 1 : 0;
        _parts += found.Length > 0 && !isWhole ? 1 : 0;
        Note(found);
    }

    /// <summary>The member of that name; null where the name is, or may be, data itself.</summary>
    internal SampleNode? Member(string name, bool isFound)
    {
        if (_members.TryGetValue(name, out var member))
        {
            return member;
        }

        if (isFound || name.Length > LongestName || _members.Count >= mostNames)
        {
            if (_unnamed.Count < MostCounted)
            {
                _unnamed.Add(name);
            }

            return null;
        }

        return _members[name] = new SampleNode(mostNames);
    }

    internal bool Has(string name) => _members.ContainsKey(name);

    /// <summary>
    /// The places from here on, what is inside first: a rule for a container never stands before one in it.
    /// </summary>
    internal IEnumerable<SamplePlace> Places(string path, PathSpelling spelling)
    {
        if (IsNamedByData)
        {
            yield return Place(path, PlaceKind.NamedByData);
            yield break;
        }

        var isEmpty = _containers > 0;
        foreach (var (name, member) in _members)
        {
            isEmpty = false;
            var below = spelling.IsWhole(path) && IsWhole ? path : spelling.Member(path, name);
            foreach (var place in member.Places(below, spelling))
            {
                yield return place;
            }
        }

        if (_element is { } element)
        {
            isEmpty = false;
            foreach (var place in element.Places(path + PathText.AnyElement, spelling))
            {
                yield return place;
            }
        }

        if (_values > 0)
        {
            yield return Place(path, PlaceKind.Value);
        }
        else if (isEmpty)
        {
            yield return Place(path, PlaceKind.Empty);
        }
    }

    /// <summary>Places of objects in which some names are not written down, and how many.</summary>
    internal IEnumerable<(string Path, int Names)> Unnamed(string path, PathSpelling spelling)
    {
        if (IsNamedByData)
        {
            yield break;
        }

        if (_unnamed.Count > 0)
        {
            yield return (path, _unnamed.Count);
        }

        var below = _members
            .SelectMany(pair => pair.Value.Unnamed(spelling.Member(path, pair.Key), spelling))
            .Concat(_element?.Unnamed(path + PathText.AnyElement, spelling) ?? []);
        foreach (var unnamed in below)
        {
            yield return unnamed;
        }
    }

    /// <summary>The one array of objects at the root or directly below it.</summary>
    internal string? Records()
    {
        if (_element is { _members.Count: > 0 })
        {
            return "$" + PathText.AnyElement;
        }

        var lists = _members.Where(pair => pair.Value._element is { _members.Count: > 0 }).ToList();
        return lists.Count == 1 ? "$" + PathText.Member(lists[0].Key) + PathText.AnyElement : null;
    }

    private void Note(IEnumerable<DetectorKind> found)
    {
        foreach (var kind in found.Distinct())
        {
            _findings[kind] = _findings.GetValueOrDefault(kind) + 1;
        }
    }

    private SamplePlace Place(string path, PlaceKind kind) => new(
        path, kind, _values, _texts, _numbers, _flags, _dates, _parts, _findings,
        kind == PlaceKind.NamedByData ? _members.Count + _unnamed.Count : 0);
}
