using System.Text.Json;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Stamping;

namespace Gateway.Audit.Taps;

/// <summary>
/// How far a receiver got, durably: <c>taps/NAME.json</c> in the state directory (docs/taps.md). Written beside,
/// flushed and renamed, so that it is the old one or the new one whenever the machine dies. Owned by the daemon that
/// holds the ledger's lock.
/// </summary>
internal sealed class TapCursor(string stateDirectory, string name, LedgerDisk disk)
{
    internal const string Folder = "taps";

    private const int Version = 1;
    private const int Longest = 4096;

    private readonly string _path = Path.Combine(stateDirectory, Folder, name + ".json");

    /// <summary>Null where the tap never delivered.</summary>
    /// <exception cref="TapException">It is there and not in this form: guessing would skip entries.</exception>
    internal TapPosition? Read()
    {
        try
        {
            using var json = File.Exists(_path) ? JsonMembers.Parse(File.ReadAllBytes(_path), Longest) : null;
            if (json is null)
            {
                return File.Exists(_path) ? throw new TapException(TapException.Cursor) : null;
            }

            return json.Number("v") == Version
                && json.Text("origin") is { Length: > 0 } origin
                && LedgerCursor.TryParse(json.Text("again"), out var again)
                && LedgerCursor.TryParse(json.Text("next"), out var next)
                && json.Text("leafHash") is { Length: > 0 } leaf
                && WireTime.TryParse(json.Text("time"), out var time)
                ? new TapPosition(origin, again, next, leaf, time)
                : throw new TapException(TapException.Cursor);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TapException(TapException.Cursor, e);
        }
    }

    /// <exception cref="TapException">It is not durable: the entries will go out again.</exception>
    internal void Write(TapPosition position)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["v"] = Version,
            ["origin"] = position.Origin,
            ["again"] = position.Again.ToString(),
            ["next"] = position.Next.ToString(),
            ["leafHash"] = position.LeafHash,
            ["time"] = WireTime.Write(position.Time),
        });
        try
        {
            disk.CreateFolder(Path.GetDirectoryName(_path)!);
            disk.ReplaceDurably(_path, json);
        }
        catch (IOException e)
        {
            throw new TapException(TapException.Cursor, e);
        }
    }
}

/// <summary>A place a receiver has reached.</summary>
/// <param name="Origin">Of the ledger, without the year: another ledger is read from its beginning.</param>
/// <param name="Again">Where the last delivery began: what goes out again after a fault or a restart.</param>
/// <param name="Next">The first entry it does not have.</param>
/// <param name="LeafHash">Of the entry before it, lower-case hex: a ledger that was put back is noticed.</param>
/// <param name="Time">When it got there.</param>
internal sealed record TapPosition(
    string Origin, LedgerCursor Again, LedgerCursor Next, string LeafHash, DateTimeOffset Time)
{
    /// <summary>Whether the ledger has that very entry there: false of an older copy of it, and of a fork.</summary>
    internal bool IsOf(PublishedEntries entries) =>
        Next.Index > 0
        && entries.At([Next with { Index = Next.Index - 1 }]).SingleOrDefault() is { } entry
        && Convert.ToHexStringLower(entry.LeafHash.Span) == LeafHash;
}
