using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>The parts of one body, each decided as a consignment of its own; together one.</summary>
internal sealed class PartsConsignment(bool isForm) : Consignment
{
    private const string Boundary = "gateway-part";

    private readonly List<DecidedPart> _parts = [];
    private Subject[]? _subjects;

    /// <summary>Parts that no rule lists and that do not leave.</summary>
    internal int Dropped { get; set; }

    internal int Count => _parts.Count;

    internal override TurnBack? Decision =>
        _parts.Select(part => part.Inner.Decision).FirstOrDefault(one => one is not null);

    internal override int Records => _parts.Sum(part => part.Inner.Records);

    internal override IReadOnlyList<Subject> Subjects => _subjects ??=
    [
        .. _parts.SelectMany(part => part.Inner.Subjects.Select(subject =>
            subject.Record < 0 ? subject : subject with { Record = subject.Record + part.First })),
    ];

    internal override IReadOnlyDictionary<DetectorKind, int> Findings => _parts
        .SelectMany(part => part.Inner.Findings)
        .GroupBy(pair => pair.Key)
        .ToDictionary(same => same.Key, same => same.Sum(pair => pair.Value));

    internal void Add(PartRule rule, string media, InspectedConsignment inner) =>
        _parts.Add(new DecidedPart(rule, media, inner, Records));

    internal override TransformReport Transform(AskVerdicts verdicts, IBufferWriter<byte> output)
    {
        // Written apart first: a boundary must not stand in what is between boundaries.
        var contents = new PooledWriter();
        try
        {
            var written = new List<WrittenPart>();
            foreach (var part in _parts)
            {
                var start = contents.Written.Length;
                var report = part.Inner.Transform(verdicts.Of(part.First, part.Inner.Records), contents);
                written.Add(new WrittenPart(part, report, start, contents.Written.Length - start));
            }

            return Write(written, contents.Written, output);
        }
        finally
        {
            contents.Return();
        }
    }

    private protected override void Return()
    {
        _parts.ForEach(part => part.Inner.Dispose());
        _parts.Clear();
        _subjects = null;
    }

    private TransformReport Write(
        List<WrittenPart> parts, ReadOnlySpan<byte> contents, IBufferWriter<byte> output)
    {
        var boundary = BoundaryFor(contents);
        var writer = new OutputWriter(output);
        var released = new List<ReleasedRecord>();
        var root = "";
        foreach (var part in parts.Where(part => !part.IsWithheld))
        {
            root = root.Length == 0 ? part.Decided.Media : root;
            writer.Write(Encoding.ASCII.GetBytes($"--{boundary}\r\n{Head(part.Decided)}\r\n"));
            var shift = writer.Position;
            writer.Write(contents.Slice(part.Start, part.Length));
            writer.Write("\r\n"u8);
            released.AddRange(part.Report.Released.Select(record =>
                new ReleasedRecord(record.Record + part.Decided.First, record.Offset + shift, record.Length)));
        }

        writer.Write(Encoding.ASCII.GetBytes($"--{boundary}--\r\n"));
        writer.Flush();
        return Report(parts, released) with
        {
            ContentType = isForm
                ? $"{MultipartForm.FormData}; boundary={boundary}"
                : $"{MultipartForm.Related}; type=\"{root}\"; boundary={boundary}",
        };
    }

    private TransformReport Report(List<WrittenPart> parts, List<ReleasedRecord> released)
    {
        var fields = FieldCounts.Of(name => name == "dropped" ? Dropped : 0);
        var records = new RecordCounts(0, 0, 0);
        foreach (var report in parts.Select(part => part.Report))
        {
            fields = FieldCounts.Sum(fields, report.Fields);
            records = new RecordCounts(
                records.In + report.Records.In,
                records.Out + report.Records.Out,
                records.Withheld + report.Records.Withheld);
        }

        var places = CollectionsMarshal.AsSpan(released);
        return new TransformReport(
            fields, records, CountSubjects(places), new Dictionary<DetectorKind, int>(Findings),
            new ReleasedRecords(places));
    }

    // A closed list of fields, and nothing in them that the bundle does not say.
    private string Head(DecidedPart part)
    {
        var file = part.Rule.FileName is { } name ? $"; filename=\"{name}\"" : "";
        var place = isForm ? $"Content-Disposition: form-data; name=\"{part.Rule.Name}\"{file}\r\n" : "";
        var charset = part.Rule.Of!.Charset == "utf-8" ? "" : $"; charset={part.Rule.Of.Charset}";
        return $"{place}Content-Type: {part.Media}{charset}\r\n";
    }

    // Contents that hold the usual one get one that is made of all of them, which none of them can have known.
    private static string BoundaryFor(ReadOnlySpan<byte> contents) =>
        contents.IndexOf(Encoding.ASCII.GetBytes(Boundary)) < 0
            ? Boundary
            : $"{Boundary}-{Convert.ToHexStringLower(SHA256.HashData(contents)[..16])}";

    /// <summary>One part that is listed.</summary>
    /// <param name="First">The number of its first record in the whole body.</param>
    private sealed record DecidedPart(PartRule Rule, string Media, InspectedConsignment Inner, int First);

    /// <summary>What is left of it.</summary>
    private sealed record WrittenPart(DecidedPart Decided, TransformReport Report, int Start, int Length)
    {
        // Nothing is left of a part whose records are withheld, each of them.
        internal bool IsWithheld => Report.Records.Withheld > 0 && Report.Records.Out == 0;
    }
}
