using System.Text.Json;
using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Wal;

namespace Gateway.Scenarios.Fakes;

/// <summary>One entry, as a reader of the ledger's files sees it.</summary>
internal sealed record EntryView(int Year, long Index, JsonElement Json)
{
    internal string Kind => Text("kind")!;

    internal string? TransferId => Text("transferId");

    internal string? Code => Text("code");

    internal string? Leg => Text("leg");

    internal string? Text(string member) =>
        Json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal string Raw(string member) => Json.TryGetProperty(member, out var value) ? value.GetRawText() : "";
}

/// <summary>Reads what is durable: the published entry bundles and the WAL, of a running or a stopped daemon.</summary>
internal static class LedgerEntries
{
    internal static IReadOnlyList<EntryView> Read(string folder)
    {
        // The WAL first: what it drops meanwhile is published by then.
        var found = new SortedDictionary<(int Year, long Index), EntryView>();
        foreach (var batch in WalScan.Read(Path.Combine(folder, "wal")).Batches)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                Add(found, batch.Year, batch.First + i, batch.Entry(i));
            }
        }

        ShardFolder.All(folder).ToList().ForEach(shard => ReadShard(shard, found));
        return [.. found.Values];
    }

    private static void ReadShard(ShardFolder shard, SortedDictionary<(int Year, long Index), EntryView> found)
    {
        if (shard.ReadCheckpoint() is not { } note || shard.ReadVkey() is not { } key
            || !Checkpoint.TryOpen(note, key, out var head))
        {
            return;
        }

        for (var bundle = 0L; bundle * TilePath.FullWidth < head!.Size; bundle++)
        {
            var count = TilePath.WidthAt(head.Size, 0, bundle);
            var bytes = shard.ReadBundle(bundle, head.Size) ?? [];
            var entries = ShardFolder.Split(bytes, count) ?? [];
            for (var i = 0; i < entries.Count; i++)
            {
                Add(found, shard.Year, (bundle * TilePath.FullWidth) + i, bytes.AsSpan(entries[i]));
            }
        }
    }

    private static void Add(
        SortedDictionary<(int Year, long Index), EntryView> found, int year, long index, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        found[(year, index)] = new EntryView(year, index, JsonElement.ParseValue(ref reader));
    }
}
