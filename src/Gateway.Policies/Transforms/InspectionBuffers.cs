using System.Collections.Concurrent;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>One piece of the output: a stretch of the body as it is, or what a rule makes of a value there.</summary>
/// <param name="Rule">A rule's index, or one of the constants.</param>
/// <param name="Escaped">True where the value there is a text with escapes.</param>
/// <param name="Shape">
/// Where a format has several ways to write text (element or attribute, field or component): which; its own business.
/// </param>
internal readonly record struct Edit(int Start, int Length, int Rule, bool Escaped, byte Shape = 0)
{
    /// <summary>The stretch as it is.</summary>
    internal const int Copy = -1;

    /// <summary>A value that must not leave: a finding, or a mismatch.</summary>
    internal const int Redact = -2;

    /// <summary>The value's own text, written anew.</summary>
    internal const int Rewrite = -3;

    /// <summary>An answer, never in a script: the value does not leave.</summary>
    internal const int Nothing = -4;
}

/// <summary>One record: which edits make it, from the comma before it (First) and from its value (Value) on.</summary>
internal struct RecordEdits
{
    internal int First;
    internal int Value;
    internal int End;
    internal bool IsEmitted;
    internal FieldTally Tally;
}

/// <summary>Where a subject's folded text stands among <see cref="InspectionBuffers.SubjectText"/>.</summary>
internal readonly record struct SubjectPlace(int Record, int Path, int Start, int Length);

/// <summary>
/// The working memory of one inspection. Owned by one inspection at a time, then by its consignment until that is
/// disposed; wiped before anyone else gets it.
/// </summary>
internal sealed class InspectionBuffers
{
    private const int MaxSpare = 64;

    private static readonly ConcurrentQueue<InspectionBuffers> Spare = new();

    private XmlTape? _xml;
    private FhirBuffers? _fhir;
    private Er7Tape? _er7;

    /// <summary>What a body inspected here is lent out as.</summary>
    internal ScriptConsignment Consignment => field ??= new ScriptConsignment(this);

    internal Frame[] Frames { get; } = new Frame[JsonInspection.MaxDepth];

    internal MemberNames Names { get; } = new();

    internal Shapes Shapes { get; } = new();

    internal NotedValues Values { get; } = new();

    internal Skeletons Skeletons { get; } = new();

    internal Precedents Precedents { get; } = new();

    internal WhereIndex Where { get; } = new();

    internal PooledList<Edit> Edits { get; } = new(wipes: false);

    internal PooledList<RecordEdits> Records { get; } = new(wipes: false);

    internal PooledList<SubjectPlace> Subjects { get; } = new(wipes: false);

    internal PooledList<byte> SubjectText { get; } = new(wipes: true);

    /// <summary>Which person each record is about.</summary>
    internal RecordSubjects Persons { get; } = new();

    /// <summary>Which records leave alike.</summary>
    internal RecordGroups Groups { get; } = new();

    /// <summary>What an action makes of one value at a time.</summary>
    internal PooledList<byte> Made { get; } = new(wipes: true);

    /// <summary>The body in UTF-8, where it came in another charset.</summary>
    internal PooledList<byte> Decoded { get; } = new(wipes: true);

    /// <summary>The fields of one row at a time.</summary>
    internal PooledList<CsvField> Fields { get; } = new(wipes: false);

    /// <summary>The fields of a form.</summary>
    internal PooledList<FormPair> Pairs { get; } = new(wipes: false);

    /// <summary>One unescaped value at a time.</summary>
    internal PooledList<byte> Scratch { get; } = new(wipes: true);

    /// <summary>The findings in one value at a time.</summary>
    internal List<Finding> Findings { get; } = [];

    /// <summary>The tokens of an XML document; made when the first one comes.</summary>
    internal XmlTape Xml => _xml ??= new XmlTape();

    /// <summary>What FHIR needs; made when the first document comes.</summary>
    internal FhirBuffers Fhir => _fhir ??= new FhirBuffers();

    /// <summary>The values of an HL7 message; made when the first one comes.</summary>
    internal Er7Tape Er7 => _er7 ??= new Er7Tape();

    internal Dictionary<DetectorKind, int> FindingCounts { get; } = [];

    internal static InspectionBuffers Rent() => Spare.TryDequeue(out var buffers) ? buffers : new InspectionBuffers();

    internal void Return()
    {
        Names.Empty();
        Shapes.Clear();
        Skeletons.Empty();
        Precedents.Empty();
        Where.Return();
        Edits.Empty();
        Records.Empty();
        Subjects.Empty();
        SubjectText.Empty();
        Persons.Return();
        Groups.Return();
        Made.Empty();
        Decoded.Empty();
        Fields.Empty();
        Pairs.Empty();
        Scratch.Empty();
        _xml?.Return();
        _fhir?.Return();
        _er7?.Return();
        Findings.Clear();
        FindingCounts.Clear();
        if (Spare.Count < MaxSpare)
        {
            Spare.Enqueue(this);
        }
    }

    /// <summary>Forgets the records of a stream that are decided and written; the counts of the body stay.</summary>
    internal void ForgetRecords()
    {
        Names.Empty();
        Shapes.Clear();
        Skeletons.Clear();
        Precedents.Clear();
        Where.Return();
        Persons.Return();
        Edits.Truncate(0);
        Records.Truncate(0);
        Subjects.Truncate(0);
        SubjectText.Truncate(0);
    }

    /// <summary>A string's text, unescaped where it needs to be. Valid until the next call.</summary>
    internal ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (!escaped)
        {
            return raw;
        }

        Scratch.Truncate(0);
        var text = Scratch.Extend(raw.Length);
        return text[..JsonText.Unescape(raw, text)];
    }
}
