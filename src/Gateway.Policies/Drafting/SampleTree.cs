using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting.Samples;

namespace Gateway.Policies.Drafting;

/// <summary>
/// What sample documents look like, so that a category can be drafted from them: every path, what kind of value stood
/// there, and what the detectors say of it. No value of a sample is kept.
/// </summary>
public sealed class SampleTree
{
    private readonly SampleSight _sight = new();
    private readonly SampleNode _root;
    private readonly XmlSamples _xml = new();
    private readonly CsvSamples _csv;
    private readonly TextSamples _charset = new();
    private readonly BodyFormat _format;

    /// <param name="format">Of every sample: JSON (also lines of it), CSV, XML, FHIR, HL7 version 2 or form.</param>
    /// <param name="media">What the messages are called: tabs are told from commas by it.</param>
    public SampleTree(BodyFormat format = BodyFormat.Json, string? media = null)
    {
        _format = format;
        _root = new SampleNode(PathSpelling.Of(format).MostNames);
        _csv = new CsvSamples(media == MediaTypes.TabSeparated);
    }

    /// <summary>How many documents were read.</summary>
    public int Documents { get; private set; }

    /// <summary>Every path with a value, and containers without; what is inside comes before what holds it.</summary>
    public IReadOnlyList<SamplePlace> Places => [.. _root.Places(Spelling.Root, Spelling)];

    /// <summary>Objects in which some member names look like data and are not written down, and how many.</summary>
    public IReadOnlyList<(string Path, int Names)> Unnamed => [.. _root.Unnamed(Spelling.Root, Spelling)];

    /// <summary>
    /// The array of objects that looks like the list of records; null where there is none, or more than one.
    /// </summary>
    public string? Records => _format switch
    {
        BodyFormat.Json or BodyFormat.Ndjson => _root.Records(),
        BodyFormat.Fhir => _root.Has("Bundle") ? "Bundle.entry" : null,
        _ => null,
    };

    /// <summary>Prefixes of the paths, and the namespaces that the samples have.</summary>
    public IReadOnlyDictionary<string, string> Namespaces => _xml.Namespaces;

    /// <summary>"gb18030" where a sample is in no UTF-8; only CSV and forms may be.</summary>
    public string Charset => _charset.Name;

    /// <summary>Rows that were read as parted by commas, and have none but tabs.</summary>
    public bool SeemsTabbed => _csv.SeemsTabbed;

    private PathSpelling Spelling =>
        _format == BodyFormat.Csv && !_csv.HasHeader ? PathSpelling.Positions : PathSpelling.Of(_format);

    /// <summary>Adds one JSON document.</summary>
    /// <exception cref="JsonException">It is not JSON, or nests over 64 levels.</exception>
    public void AddJson(ReadOnlyMemory<byte> document)
    {
        JsonSamples.Add(_root, document, _sight);
        Documents++;
    }

    /// <summary>Adds one document of the format; false with the place where it stops to be one.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> document, out SampleFlaw flaw)
    {
        var found = _format switch
        {
            BodyFormat.Csv => _csv.Add(_root, _charset.Read(document), _sight),
            BodyFormat.Form => FormSamples.Add(_root, document, _charset, _sight),
            BodyFormat.Xml => _xml.Add(_root, document, _sight),
            BodyFormat.Hl7v2 => Er7Samples.Add(_root, document, _sight),
            BodyFormat.Fhir => FhirSamples.TryAdd(_root, document, _sight),
            _ => JsonSamples.TryAdd(_root, document, _sight),
        };
        flaw = found ?? default;
        Documents += found is null ? 1 : 0;
        return found is null;
    }
}

/// <summary>Where a document stops to be what it should; counted from 1, 0 where that is not known.</summary>
public readonly record struct SampleFlaw(int Line, int Column);
