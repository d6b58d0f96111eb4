using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Commands.Offline;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;
using Gateway.Policies;

namespace Gateway.Tests.Ledger;

/// <summary>What a regulator reads: every entry once, in order, proven; and what is looked for, found.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly TestLedger _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_reader_that_goes_on_from_its_cursor_gets_every_entry_once_over_new_year_too()
    {
        var read = new List<string>();
        var next = LedgerCursor.Start;
        var ledger = _test.Open();
        for (var round = 0; round < 6; round++)
        {
            await AppendTests.AppendMany(ledger, _test, 70);
            _test.Clock.Now += TimeSpan.FromDays(round == 3 ? 100 : 0);
            await AppendTests.AppendMany(ledger, _test, 30);
            await ledger.PublishAsync(TestContext.Current.CancellationToken);
            foreach (var entry in Entries().From(next, CancellationToken.None))
            {
                read.Add(entry.Cursor.ToString());
                next = entry.Cursor.Next;
            }
        }

        await ledger.DisposeAsync();
        var size = (Year: 2026, Size: 1 + (3 * 100) + 70);
        Assert.Equal(
            Enumerable.Range(0, size.Size).Select(i => $"2026:{i}")
                .Concat(Enumerable.Range(0, 1 + 30 + 200).Select(i => $"2027:{i}")),
            read);
    }

    [Theory]
    [InlineData("2026/tile/entries/000", 300)]
    [InlineData("2026/tile/0/000", 20)]
    [InlineData("2026/tile/entries/001.p/46", 9000)]
    [InlineData("2026/checkpoint", 30)]
    public async Task A_changed_entry_tile_or_checkpoint_ends_the_reading_and_is_not_skipped(string file, int at)
    {
        await VerifyTests.MakeAsync(_test, 300);
        Assert.Equal(302, Entries().From(LedgerCursor.Start, CancellationToken.None).Count());
        var path = Path.Combine(_test.Folder, file);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        Assert.Throws<LedgerUnreadableException>(
            () => Entries().From(LedgerCursor.Start, CancellationToken.None).Count());
        File.Delete(path);
        if (!file.EndsWith("checkpoint", StringComparison.Ordinal))
        {
            Assert.Throws<LedgerUnreadableException>(
                () => Entries().From(LedgerCursor.Start, CancellationToken.None).Count());
        }
    }

    [Fact]
    public async Task An_exported_line_holds_the_entry_byte_for_byte_with_its_place_and_leaf_hash()
    {
        await VerifyTests.MakeAsync(_test, 5);
        var leaves = Kinds.Entries(_test.Folder).ToList();
        foreach (var entry in Entries().From(LedgerCursor.Start, CancellationToken.None))
        {
            var line = LedgerLines.Json(entry);
            using var document = JsonDocument.Parse(line);
            const string Before = "\"entry\":";
            var exact = Encoding.UTF8.GetBytes(line[(line.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..^1]);
            var root = document.RootElement;

            Assert.Equal(leaves[(int)entry.Cursor.Index], exact);
            Assert.Equal(
                Convert.ToHexStringLower(SHA256.HashData([MerkleTree.LeafPrefix, .. exact])),
                root.GetProperty("leafHash").GetString());
            Assert.Equal("log.example/2026", root.GetProperty("origin").GetString());
            Assert.Equal(entry.Cursor.Index, root.GetProperty("index").GetInt64());
            Assert.Equal($"2026:{entry.Cursor.Index}", root.GetProperty("cursor").GetString());
        }
    }

    [Fact]
    public async Task Entries_are_found_by_each_thing_they_are_known_by()
    {
        var transfer = Guid.CreateVersion7();
        var statement = """
            {"direction":"N2S","exporter":{"id":"bank-gz"},"recipient":{"id":"bank-hk"},"route":"cdd-push",
            "category":"BK.cdd","purpose":"account-opening","instrument":{"id":"gba-1"}}
            """;
        var ledger = _test.Open();
        await ledger.AppendAsync(_test.Release(transfer, statement), TestContext.Current.CancellationToken);
        _test.Clock.Now += TimeSpan.FromHours(1);
        await ledger.AppendAsync(Refusal(), TestContext.Current.CancellationToken);
        await ledger.AppendAsync(_test.Outcome(transfer), TestContext.Current.CancellationToken);
        await ledger.DisposeAsync();

        Assert.Equal([1L, 3L], Found(new EntryFilter { Transfer = transfer }));
        Assert.Equal([1L], Found(new EntryFilter { Party = "bank-gz" }));
        Assert.Equal([1L, 2L], Found(new EntryFilter { Party = "bank-hk" }));
        Assert.Equal([1L], Found(new EntryFilter { Route = "cdd-push" }));
        Assert.Equal([1L], Found(new EntryFilter { Category = "BK.cdd" }));
        Assert.Equal([2L], Found(new EntryFilter { Code = "body.media" }));
        Assert.Equal([2L], Found(new EntryFilter { Kind = EntryKind.Refusal }));
        Assert.Equal([0L, 1L], Found(new EntryFilter { Until = _test.Clock.Now }));
        Assert.Equal([2L, 3L, 4L], Found(new EntryFilter { Since = _test.Clock.Now }));
        Assert.Equal([0L, 1L], Found(new EntryFilter { Limit = 2 }));
        Assert.Empty(Found(new EntryFilter { Party = "bank-hk", Category = "BK.other" }));
    }

    [Theory]
    [InlineData("2026:0", true)]
    [InlineData("2026:41", true)]
    [InlineData("2026:041", false)]
    [InlineData("2026:", false)]
    [InlineData("2026", false)]
    [InlineData("41", false)]
    [InlineData("2026:-1", false)]
    [InlineData("20266:1", false)]
    [InlineData("", false)]
    public void A_cursor_is_a_year_and_an_index_written_the_one_way(string text, bool isCursor) =>
        Assert.Equal(isCursor, LedgerCursor.TryParse(text, out _));

    private PublishedEntries Entries() => new(_test.Folder);

    private IEnumerable<long> Found(EntryFilter filter) =>
        Entries().Matching(filter, CancellationToken.None).Select(entry => entry.Cursor.Index);

    private LedgerRecord Refusal()
    {
        var place = new TurnBackPlace(Leg.Request, TestLedger.Party("bank-hk"), null, null, null);
        return LedgerRecord.Of(
            new RefusalEntry(Guid.CreateVersion7(), RefusalCode.BodyMedia, null, place, null),
            TestLedger.Context,
            _test.Clock);
    }
}
