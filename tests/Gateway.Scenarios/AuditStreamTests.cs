using System.Net;
using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>The stream of a regulator: every entry that may be seen, once, in order, whatever breaks on the way.</summary>
public sealed class AuditStreamTests
{
    private const string FromTheFirst = "/v1/stream?cursor=2000:0";

    [Fact]
    public async Task Nothing_is_skipped_or_repeated_through_a_reconnect_and_a_restart_of_the_daemon()
    {
        await using var boundary = await Readers.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await boundary.North().PushAsync();
        }

        List<ServerSent> seen;
        await using (var stream = await EventStream.OpenAsync(boundary.Reader(Readers.Everything), FromTheFirst))
        {
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (stream.Status, stream.ContentType));
            seen = await stream.EntriesAsync(4);
        }

        await boundary.North().PushAsync();
        await using (var stream = await EventStream.OpenAsync(boundary.Reader(Readers.Everything), FromTheFirst, seen[^1].Id))
        {
            seen.AddRange(await stream.EntriesAsync(4));
            await boundary.StopAsync();

            // Told to stop, the daemon ends the stream between two events.
            while (await stream.NextAsync() is { } last)
            {
                if (last.Event == "entry")
                {
                    seen.Add(last);
                }
            }
        }

        await boundary.StartAsync();
        await boundary.North().PushAsync();
        await using (var stream = await EventStream.OpenAsync(boundary.Reader(Readers.Everything), "/v1/stream", seen[^1].Id))
        {
            seen.AddRange(await stream.EntriesAsync((5 * 3) - seen.Count));
        }

        var wanted = boundary.Entries()
            .Where(entry => entry.Kind is "release" or "request" or "refusal" or "outcome")
            .Select(entry => $"{entry.Year}:{entry.Index}");
        Assert.Equal(wanted, seen.Select(sent => sent.Id));
    }

    [Fact]
    public async Task Each_reader_is_sent_what_its_scope_covers_and_the_entry_byte_for_byte()
    {
        await using var boundary = await Readers.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.South().PullAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);

        await using var stream = await EventStream.OpenAsync(boundary.Reader(Readers.HongKong), FromTheFirst);
        var entries = await stream.EntriesAsync(2);

        Assert.All(entries, entry => Assert.Contains(push.TransferId, entry.Data, StringComparison.Ordinal));
        Assert.Equal(
            ["release", "outcome"],
            entries.Select(entry => System.Text.Json.JsonElement.Parse(entry.Data).GetProperty("entry").GetProperty("kind").GetString()));
        var data = entries[0].Data;
        var leaf = new byte[32];
        Gateway.Ledger.Tree.MerkleTree.Leaf(
            Encoding.UTF8.GetBytes(data[(data.IndexOf("\"entry\":", StringComparison.Ordinal) + 8)..^1]), leaf);
        Assert.Contains(Convert.ToHexStringLower(leaf), data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quiet_stream_says_that_it_lives_and_that_the_log_does()
    {
        await using var boundary = await Readers.OpenAsync(
            settings: new Dictionary<string, string> { ["Audit__Heartbeat"] = "00:00:01" });
        await using var stream = await EventStream.OpenAsync(boundary.Reader(Readers.NoScope), "/v1/stream");

        Assert.Equal("comment", (await stream.NextAsync())!.Event);
        var head = (await stream.NextAsync())!;
        Assert.Equal("checkpoint", head.Event);
        var vkey = new ShardFolder(boundary.Ledger, int.Parse(boundary.Year, System.Globalization.CultureInfo.InvariantCulture)).ReadVkey();
        Assert.True(Checkpoint.TryOpen(Convert.FromBase64String(head.Data), vkey!, out _));
        while ((await stream.NextAsync())!.Event is not "comment")
        {
        }
    }

    [Fact]
    public async Task A_stream_ends_when_what_is_in_force_changes_and_one_too_many_is_not_opened()
    {
        await using var boundary = await Readers.OpenAsync(
            settings: new Dictionary<string, string> { ["Audit__StreamsPerReader"] = "1", ["Audit__Heartbeat"] = "00:00:01" });
        await using var stream = await EventStream.OpenAsync(boundary.Reader(Readers.Everything), "/v1/stream");
        Assert.NotNull(await stream.NextAsync());

        Assert.Equal("limit.concurrency", (await boundary.ReadAsync(Readers.Everything, "/v1/stream")).Code);

        boundary.WriteBundle(text => Readers.WithReaders(text).Replace("version: 7,", "version: 8,", StringComparison.Ordinal));
        Assert.NotEmpty((await boundary.Daemon.ReloadAsync()).Taken);
        while (await stream.NextAsync() is not null)
        {
        }

        await using var next = await EventStream.OpenAsync(boundary.Reader(Readers.Everything), "/v1/stream");
        Assert.Equal(HttpStatusCode.OK, next.Status);
    }
}
