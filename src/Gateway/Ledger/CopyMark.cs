using System.Text;
using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Ledger;

//
//  What says that a folder is a mirror's copy, and of what
//
//  References:
//
//      docs/formats/mirror.md
//
//  Shape:
//
//      <folder>/copy.json    {"v":1,"origin":"<Ledger:Origin>","entries":"all"|"none"}
//
//  "none": entries are not copied. Those that an earlier setting let in stay, and are held against the log like others.
//
internal sealed record CopyMark(string Origin, bool HasEntries)
{
    internal const string FileName = "copy.json";

    private const int Version = 1;
    private const int Longest = 4096;
    private const string All = "all";
    private const string None = "none";

    /// <summary>True where a folder says that it is one.</summary>
    internal static bool IsCopy(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Null for what is not in this form to the byte.</summary>
    internal static CopyMark? Read(string folder)
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, FileName));
        using var json = JsonMembers.Parse(bytes, Longest);
        return json is not null && json.Number("v") == Version
            && json.Text("origin") is { Length: > 0 } origin
            && json.Text("entries") is All or None
            && new CopyMark(origin, json.Text("entries") == All) is var mark
            && mark.ToBytes().AsSpan().SequenceEqual(bytes)
                ? mark
                : null;
    }

    /// <summary>Durable when it returns; written where it says something else.</summary>
    internal void Keep(LedgerDisk disk, string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(ToBytes()))
        {
            disk.ReplaceDurably(path, ToBytes());
        }
    }

    private byte[] ToBytes() => Encoding.UTF8.GetBytes(
        $$"""{"v":1,"origin":{{JsonSerializer.Serialize(Origin)}},"entries":"{{(HasEntries ? All : None)}}"}""" + "\n");
}
