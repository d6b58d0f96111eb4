using System.Diagnostics;
using System.Text.Json;
using Gateway.Ledger.Inspection;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>The commands that read a ledger beside the daemon that writes it, as processes of their own.</summary>
public sealed class LedgerCommandTests
{
    [Fact]
    public async Task A_tail_prints_each_entry_once_as_it_comes_from_where_it_was_told_to()
    {
        await using var boundary = await Boundary.OpenAsync();
        await boundary.North().PushAsync();
        using var tail = Start("ledger", "tail", boundary.Ledger, "--from", $"{TimeProvider.System.GetUtcNow().Year}:0", "--json");
        var cursors = new List<string>();
        try
        {
            await ReadAsync(tail, cursors, lines: 3);
            await boundary.North().PushAsync();
            await ReadAsync(tail, cursors, lines: 5);
        }
        finally
        {
            tail.Kill();
            await tail.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await boundary.StopAsync();
        var published = new PublishedEntries(boundary.Ledger).From(LedgerCursor.Start, CancellationToken.None)
            .Select(entry => entry.Cursor.ToString());
        Assert.Equal(published.Take(cursors.Count), cursors);
    }

    [Fact]
    public async Task A_tail_that_meets_an_entry_it_cannot_prove_ends_with_1_and_says_where()
    {
        await using var boundary = await Boundary.OpenAsync();
        await boundary.North().PushAsync();
        await boundary.StopAsync();
        var year = Directory.GetDirectories(boundary.Ledger, "20??").Single();
        foreach (var bundle in Directory.GetFiles(Path.Combine(year, "tile/entries"), "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(bundle, TestContext.Current.CancellationToken);
            bytes[20] ^= 1;
            await File.WriteAllBytesAsync(bundle, bytes, TestContext.Current.CancellationToken);
        }

        using var tail = Start("ledger", "tail", boundary.Ledger);
        var said = await tail.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tail.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, tail.ExitCode);
        Assert.Contains($"{Path.GetFileName(year)}:0", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_beside_a_daemon_under_load_finds_nothing_that_is_not_there()
    {
        await using var boundary = await Boundary.OpenAsync();
        using var end = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var north = boundary.North();
            while (!end.IsCancellationRequested)
            {
                await north.PushAsync();
            }
        }));
        var sizes = new List<long>();
        for (var round = 0; round < 10; round++)
        {
            using var verify = Start("ledger", "verify", boundary.Ledger, "--json");
            using var verdict = JsonDocument.Parse(
                await verify.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
            await verify.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(verdict.RootElement.GetProperty("ok").GetBoolean(), verdict.RootElement.GetRawText());
            sizes.Add(verdict.RootElement.GetProperty("size").GetInt64());
        }

        await end.CancelAsync();
        await load;

        // It was written meanwhile, over the end of a bundle.
        Assert.Equal(sizes.Order(), sizes);
        Assert.True(sizes[^1] > sizes[0] + 256);
    }

    private static async Task ReadAsync(Process tail, List<string> cursors, int lines)
    {
        for (var line = 0; line < lines; line++)
        {
            var text = await tail.StandardOutput.ReadLineAsync().WaitAsync(
                TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            using var json = JsonDocument.Parse(text!);
            cursors.Add(json.RootElement.GetProperty("cursor").GetString()!);
        }
    }

    private static Process Start(params string[] args) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), .. args])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
