using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;
using Gateway.Policies.Routes;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Bundle;

/// <summary>What kind of thing an id names; each kind has its own names.</summary>
internal enum IdKind
{
    Party,
    Officer,
    Purpose,
    Category,
    Instrument,
    Route,
}

/// <summary>Tries to make a typed id of a text.</summary>
internal delegate bool IdParser<T>(string? text, out T id);

/// <summary>What has been read so far, and the references that wait until all files are read.</summary>
internal sealed class BundleDraft(IReadOnlySet<string> files)
{
    private readonly Dictionary<(IdKind Kind, string Id), Mark> _declared = [];
    private readonly List<(IdKind Kind, string Id, Mark Mark)> _references = [];

    internal FaultList Faults { get; } = new();

    /// <summary>Paths of every regular file of the folder: what a case may name.</summary>
    internal IReadOnlySet<string> Files { get; } = files;

    internal BundleHeader? Header { get; set; }

    internal List<Party> Parties { get; } = [];

    internal List<Officer> Officers { get; } = [];

    internal List<Purpose> Purposes { get; } = [];

    internal List<Category> Categories { get; } = [];

    internal List<Instrument> Instruments { get; } = [];

    internal List<RouteDefinition> Routes { get; } = [];

    /// <summary>Words by the id of their list.</summary>
    internal Dictionary<string, IReadOnlyList<string>> Lists { get; } = new(StringComparer.Ordinal);

    /// <summary>This build's detectors with the bundle's thresholds, then the bundle's own, in order.</summary>
    internal OrderedDictionary<string, DetectorKind> Detectors { get; } = new(
        DetectorKind.Built.Select(kind => KeyValuePair.Create(kind.Name, kind)), StringComparer.Ordinal);

    internal Dictionary<(string File, string Path), Mark> Marks { get; } = [];

    /// <summary>The party of that id; null when it is not declared, or the id could not be read.</summary>
    internal Party? FindParty(PartyId? id) => id == default(PartyId) ? null : Parties.Find(party => party.Id == id);

    /// <summary>The id this mapping declares; default when it has none that could be one.</summary>
    internal T Declare<T>(MapReader map, IdKind kind, IdParser<T> parse)
        where T : struct
    {
        var text = map.RequiredText("id");
        if (text is null || !Check(text, map.MarkOf("id"), parse, out var id))
        {
            return default;
        }

        if (!_declared.TryAdd((kind, text), map.MarkOf("id")))
        {
            var first = _declared[(kind, text)];
            var place = $"'{text}' is declared in {first.File}, line {first.Line}";
            Faults.Add(map.MarkOf("id"), "id.duplicate", $"choose another id: {place}");
        }

        return id;
    }

    /// <summary>An id declared somewhere else in the bundle; default when the text cannot be one.</summary>
    internal T Refer<T>(YamlNode? node, IdKind kind, IdParser<T> parse)
        where T : struct
    {
        var text = node is null ? null : ScalarTypes.Text(node, Faults);
        return text is null ? default : Refer(text, node!.Mark, kind, parse);
    }

    internal T Refer<T>(string text, Mark mark, IdKind kind, IdParser<T> parse)
        where T : struct
    {
        if (!Check(text, mark, parse, out var id))
        {
            return default;
        }

        _references.Add((kind, text, mark));
        return id;
    }

    /// <summary>Every reference must name something declared.</summary>
    internal void ResolveReferences()
    {
        var unknown = _references.Where(reference => !_declared.ContainsKey((reference.Kind, reference.Id)));
        foreach (var (kind, id, mark) in unknown)
        {
            var names = _declared.Keys.Where(key => key.Kind == kind).Select(key => key.Id);
            var word = kind.ToString().ToLowerInvariant();
            Faults.Add(mark, "reference.unknown", $"no {word} '{id}' is declared{NearestName.Hint(id, names)}");
        }
    }

    private bool Check<T>(string text, Mark mark, IdParser<T> parse, out T id)
    {
        if (parse(text, out id))
        {
            return true;
        }

        Faults.Add(mark, "id.malformed", "an id is 1 to 64 letters, digits, '.', '_' or '-'");
        return false;
    }
}

/// <summary>The "bundle" key: which bundle this is, and while it holds.</summary>
internal sealed record BundleHeader(
    string Name, long Version, DateTimeOffset Issued, DateTimeOffset Expires, RecordRetention KeepRecords);
