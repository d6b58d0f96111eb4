using System.Text.Json;
using Gateway.Ledger.Entries;

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
            JsonSerializer.Serialize(file, new Note(trace.At, trace.Found, [.. trace.Transfers], trace.Field));
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
                ? new TraceEntry(note.At, note.Found, transfers) { Field = note.Field }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Note(DateTimeOffset At, long Found, IReadOnlyList<Guid> Transfers, TracedField? Field = null);
}
