using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Ledger.Index;
using Gateway.Scenarios.Fakes;
using Gateway.Tests.Ledger;

namespace Gateway.Scenarios;

/// <summary>A whole daemon whose index is in PostgreSQL: readers depend on the database, transfers do not.</summary>
[Collection(nameof(StandardOutput))]
public sealed class PostgresIndexScenarioTests(PostgresServer server) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    private readonly Boundary _boundary = Boundary.Prepare(
        Readers.WithReaders, listeners: new Dictionary<string, object> { ["audit"] = Readers.Listener });

    public async ValueTask InitializeAsync()
    {
        Choose(_boundary, $"scenario_{Guid.NewGuid():N}");
        await _boundary.StartAsync();
        await _boundary.North().PushAsync();
        await _boundary.North().PushAsync(path: "/nowhere");
        await _boundary.PublishedAsync(3);
    }

    public ValueTask DisposeAsync() => _boundary.DisposeAsync();

    [Fact]
    public async Task Readers_get_from_a_database_what_they_get_from_a_file_and_it_is_made_again_by_hand()
    {
        var before = await TransfersAsync();
        Assert.False(File.Exists(Path.Combine(_boundary.Ledger, SqliteIndex.FileName)));
        Assert.Equal(1, (await RepairAsync(_boundary.Ledger)).ExitCode);
        await _boundary.StopAsync();
        Assert.Equal(1, (await RepairAsync(_boundary.State)).ExitCode);

        var made = await RepairAsync(_boundary.Ledger);

        Assert.True(made.ExitCode == 0, made.Errors);
        Assert.Equal(4, JsonElement.Parse(made.Output).GetProperty("indexed").GetInt32());
        Assert.False(File.Exists(Path.Combine(_boundary.Ledger, SqliteIndex.FileName)));
        await _boundary.StartAsync();
        Assert.Equal(before, await TransfersAsync());

        // The same ledger, asked through a file.
        await _boundary.StopAsync();
        Choose(_boundary, null);
        await _boundary.StartAsync();
        await _boundary.PublishedAsync(3);
        Assert.Equal(before, await TransfersAsync());
    }

    [Fact]
    public async Task While_the_database_is_away_readers_are_told_to_come_back_and_transfers_cross()
    {
        server.Stop();
        try
        {
            var told = await _boundary.ReadAsync(Readers.Everything, "/v1/transfers");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "ledger.behind"), (told.Status, told.Code));
            Assert.Equal(HttpStatusCode.OK, (await _boundary.North().PushAsync()).Status);

            // Nor does the daemon need it to stop, and to start.
            await _boundary.StopAsync();
            await _boundary.StartAsync();
            Assert.Equal(HttpStatusCode.OK, (await _boundary.North().PushAsync()).Status);
        }
        finally
        {
            server.Start();
        }

        // Asked again for as long as a slow machine may need to find the database again.
        var answer = await _boundary.ReadAsync(Readers.Everything, "/v1/transfers");
        for (var i = 0; i < 6 && answer.Code == "ledger.behind"; i++)
        {
            answer = await _boundary.ReadAsync(Readers.Everything, "/v1/transfers");
        }

        await _boundary.PublishedAsync(7);
        Assert.Equal(7, (await _boundary.ListAsync(Readers.Everything)).Count);
    }

    private async Task<string> TransfersAsync() =>
        (await _boundary.ReadAsync(Readers.Everything, "/v1/transfers")).Problem.GetProperty("transfers").GetRawText();

    private Task<CapturedCommand> RepairAsync(string folder) =>
        CapturedCommand.RunAsync("ledger", "repair-index", folder, "--config", _boundary.ConfigFile, "--json");

    private void Choose(Boundary boundary, string? schema)
    {
        var settings = JsonNode.Parse(File.ReadAllText(boundary.ConfigFile))!.AsObject();
        settings["Audit"] = schema is null ? new JsonObject() : new JsonObject
        {
            ["Index"] = new JsonObject
            {
                ["Kind"] = "postgresql",
                ["Socket"] = server.Socket,
                ["Database"] = "postgres",
                ["User"] = "gateway",
                ["Schema"] = schema,
            },
        };
        File.WriteAllText(boundary.ConfigFile, settings.ToJsonString());
    }
}
