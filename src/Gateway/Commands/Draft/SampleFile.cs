using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting;

namespace Gateway.Commands.Draft;

/// <summary>Reads one sample document. Faults name file and line, and quote nothing of it.</summary>
internal static class SampleFile
{
    private const long MaxBytes = 16 * 1024 * 1024;

    internal static void AddTo(SampleTree tree, string file, BodyFormat format, List<Fault> faults)
    {
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists || info.Length > MaxBytes)
            {
                faults.Add(Fault(file, 0, 0, "sample.file", info.Exists
                    ? "the sample is over 16 MiB: a few records of it are enough"
                    : "there is no such file"));
                return;
            }

            var bytes = File.ReadAllBytes(file);
            if (format == BodyFormat.Ndjson)
            {
                AddLines(tree, file, bytes, faults);
            }
            else
            {
                Add(tree, file, bytes, 0, format, faults);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(Fault(file, 0, 0, "sample.file", "the file cannot be read: look at its mode and its owner"));
        }
    }

    internal static Fault Fault(string file, int line, int column, string code, string message) =>
        new(file, line, column, "$", code, message);

    private static void AddLines(SampleTree tree, string file, ReadOnlyMemory<byte> bytes, List<Fault> faults)
    {
        var line = 0;
        while (bytes.Length > 0)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            var document = end < 0 ? bytes : bytes[..end];
            if (document.Span.Trim(" \t\r"u8).Length > 0)
            {
                Add(tree, file, document, line, BodyFormat.Ndjson, faults);
            }

            line++;
            bytes = end < 0 ? default : bytes[(end + 1)..];
        }
    }

    private static void Add(
        SampleTree tree, string file, ReadOnlyMemory<byte> document, int before, BodyFormat format, List<Fault> faults)
    {
        if (tree.TryAdd(document, out var flaw))
        {
            return;
        }

        var isJson = format is BodyFormat.Json or BodyFormat.Ndjson;
        var (code, name) = isJson ? ("sample.json", "JSON in UTF-8") : ("sample.malformed", format.Wire());
        var line = flaw.Line == 0 ? 0 : flaw.Line + before;
        faults.Add(Fault(file, line, flaw.Column, code, $"not valid {name} here: mend it, or name its --format"));
    }
}
