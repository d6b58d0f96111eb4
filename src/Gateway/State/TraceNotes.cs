using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Policies.Parties;

namespace Gateway.State;

/// <summary>
/// What <c>gateway trace</c> found, left in the state directory for the daemon, which alone may write the ledger: it
/// records each note and only then removes it, so that a crash in between writes an entry once more, never none.
/// </summary>
internal sealed class TraceNotes(string stateDirectory)
{
    private const string Ending = ".json";
    private const int MaxBytes = 64 * 1024;

    private readonly string _folder = Path.Combine(stateDirectory, "traces");

    /// <exception cref="IOException">It cannot be left: then nothing may be shown either.</exception>
    internal void Leave(TraceEntry trace)
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        using (var file = new FileStream(path + ".tmp", FileMode.CreateNew, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, Note.Of(trace));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path + Ending);
    }

    /// <summary>The notes that are there. What is no note counts as a trace of nothing: it is recorded too.</summary>
    internal IReadOnlyList<(string Path, TraceEntry Trace)> Read(DateTimeOffset now)
    {
        if (!Directory.Exists(_folder))
        {
            return [];
        }

        return
        [
            .. Directory.GetFiles(_folder, "*" + Ending)
                .Order(StringComparer.Ordinal)
                .Select(path => (path, Parse(path) ?? new TraceEntry(now, 0, []))),
        ];
    }

    private static TraceEntry? Parse(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                && JsonSerializer.Deserialize<Note>(File.ReadAllBytes(path)) is { Transfers: { } transfers } note
                ? new TraceEntry(note.At, note.Found, transfers)
                {
                    Field = note.Field,
                    Opened = note.Opened?.ToApproval(),
                }
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private sealed record Note(
        DateTimeOffset At,
        long Found,
        IReadOnlyList<Guid> Transfers,
        TracedField? Field = null,
        NotedOpening? Opened = null)
    {
        internal static Note Of(TraceEntry trace) => new(
            trace.At,
            trace.Found,
            [.. trace.Transfers],
            trace.Field,
            trace.Opened is { } opened ? NotedOpening.Of(opened) : null);
    }

    /// <summary>An approval as text.</summary>
    private sealed record NotedOpening(string Request, IReadOnlyList<NotedCustodian> Custodians)
    {
        internal static NotedOpening Of(OfficersApproval opened) => new(
            opened.Request.ToString(),
            [.. opened.Officers.Select(one => new NotedCustodian(one.Officer.ToString(), one.Certificate.ToString()))]);

        /// <exception cref="FormatException">It is none.</exception>
        internal OfficersApproval ToApproval() => new(
            Digest(Request),
            [.. Custodians.Select(one => new ApprovingOfficer(Id(one.Officer), Digest(one.CertSha256)))]);

        private static Sha256Digest Digest(string hex) =>
            Sha256Digest.TryParse(hex, out var digest) ? digest : throw new FormatException("no digest");

        private static OfficerId Id(string text) =>
            OfficerId.TryParse(text, out var id) ? id : throw new FormatException("no id of an officer");
    }

    private sealed record NotedCustodian(string Officer, string CertSha256);
}
