using System.Text.Json;
using Gateway.Ledger.Index;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>The index made again by hand: from the ledger alone, with the daemon stopped.</summary>
[Collection(nameof(StandardOutput))]
public sealed class RepairIndexTests : IAsyncLifetime
{
    private readonly Boundary _boundary = Boundary.Prepare(
        Readers.WithReaders, listeners: new Dictionary<string, object> { ["audit"] = Readers.Listener });

    private string Index => Path.Combine(_boundary.Ledger, SqliteIndex.FileName);

    public async ValueTask InitializeAsync()
    {
        await _boundary.StartAsync();
        await _boundary.North().PushAsync();
        await _boundary.North().PushAsync(path: "/nowhere");
        await _boundary.PublishedAsync(3);
    }

    public ValueTask DisposeAsync() => _boundary.DisposeAsync();

    [Fact]
    public async Task An_index_is_made_again_and_the_daemon_goes_on_with_it()
    {
        var before = (await _boundary.ReadAsync(Readers.Everything, "/v1/transfers")).Problem.GetProperty("transfers").GetRawText();
        Assert.Equal(1, (await CapturedCommand.RunAsync("ledger", "repair-index", _boundary.Ledger)).ExitCode);
        await _boundary.StopAsync();
        File.WriteAllText(Index, "no database");

        var made = await CapturedCommand.RunAsync("ledger", "repair-index", _boundary.Ledger, "--json");

        Assert.Equal(0, made.ExitCode);
        var json = JsonElement.Parse(made.Output);
        Assert.True(json.GetProperty("ok").GetBoolean());
        Assert.Equal(4, json.GetProperty("indexed").GetInt32());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Index));
        await _boundary.StartAsync();
        Assert.Equal(
            before, (await _boundary.ReadAsync(Readers.Everything, "/v1/transfers")).Problem.GetProperty("transfers").GetRawText());
    }

    [Fact]
    public async Task A_damaged_ledger_gets_no_index()
    {
        await _boundary.StopAsync();
        foreach (var bundle in Directory.GetFiles(
            Path.Combine(_boundary.Ledger, _boundary.Year, "tile", "entries"), "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(bundle);
            bytes[^10] ^= 1;
            File.WriteAllBytes(bundle, bytes);
        }

        Assert.Equal(3, (await CapturedCommand.RunAsync("ledger", "repair-index", _boundary.Ledger)).ExitCode);
        Assert.Equal(1, (await CapturedCommand.RunAsync("ledger", "repair-index", _boundary.Folder + "-none")).ExitCode);
    }
}
