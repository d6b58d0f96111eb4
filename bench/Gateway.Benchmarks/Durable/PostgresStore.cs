using Npgsql;

namespace Gateway.Benchmarks.Durable;

/// <summary>PostgreSQL, a connection and a transaction for each waiter: it groups commits itself.</summary>
internal sealed class PostgresStore : IDurableStore
{
    private readonly NpgsqlConnection[] _connections;
    private readonly NpgsqlCommand[] _inserts;

    private PostgresStore(NpgsqlConnection[] connections, NpgsqlCommand[] inserts) =>
        (_connections, _inserts) = (connections, inserts);

    public string Name => $"PostgreSQL 15, {Waiters} waiting";

    public int Waiters => _connections.Length;

    public int RecordsPerCall => 1;

    internal static async Task<PostgresStore> OpenAsync(PostgresServer server, int waiters)
    {
        var connections = new NpgsqlConnection[waiters];
        var inserts = new NpgsqlCommand[waiters];
        for (var i = 0; i < waiters; i++)
        {
            connections[i] = new NpgsqlConnection(server.ConnectionString);
            await connections[i].OpenAsync();
            if (i == 0)
            {
                await using var create = new NpgsqlCommand(
                    "CREATE TABLE IF NOT EXISTS entries"
                    + " (idx BIGSERIAL PRIMARY KEY, entry BYTEA NOT NULL, annex BYTEA NOT NULL)",
                    connections[0]);
                _ = await create.ExecuteNonQueryAsync();
            }

            inserts[i] = new NpgsqlCommand("INSERT INTO entries (entry, annex) VALUES ($1, $2)", connections[i])
            {
                Parameters = { new NpgsqlParameter<byte[]>(), new NpgsqlParameter<byte[]>() },
            };
            inserts[i].Parameters[0].Value = Array.Empty<byte>();
            inserts[i].Parameters[1].Value = Array.Empty<byte>();
            await inserts[i].PrepareAsync();
        }

        return new PostgresStore(connections, inserts);
    }

    public async Task AppendAsync(int waiter)
    {
        var record = BenchRecords.Next();
        _inserts[waiter].Parameters[0].Value = record.Entry.Span.ToArray();
        _inserts[waiter].Parameters[1].Value = record.Annex.Span.ToArray();
        _ = await _inserts[waiter].ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < _connections.Length; i++)
        {
            await _inserts[i].DisposeAsync();
            await _connections[i].DisposeAsync();
        }
    }
}
