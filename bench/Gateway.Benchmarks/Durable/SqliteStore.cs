using Microsoft.Data.Sqlite;

namespace Gateway.Benchmarks.Durable;

/// <summary>
/// SQLite with a write-ahead log and synchronous = FULL: a plain table, no hashes, no signatures. It has one writer, so
/// a group of waiters is what a program in front of it would make of them: one transaction of so many rows.
/// </summary>
internal sealed class SqliteStore : IDurableStore
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    internal SqliteStore(string folder, int rows)
    {
        RecordsPerCall = rows;
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, $"sqlite-{rows}.db")};Pooling=False");
        _connection.Open();
        using var create = _connection.CreateCommand();
        create.CommandText = """
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=FULL;
            CREATE TABLE entries (idx INTEGER PRIMARY KEY, entry BLOB NOT NULL, annex BLOB NOT NULL)
            """;
        _ = create.ExecuteNonQuery();
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO entries (entry, annex) VALUES ($entry, $annex)";
        _insert.Parameters.Add("$entry", SqliteType.Blob);
        _insert.Parameters.Add("$annex", SqliteType.Blob);
    }

    public string Name => $"SQLite FULL, {RecordsPerCall} in a transaction";

    public int Waiters => 1;

    public int RecordsPerCall { get; }

    public Task AppendAsync(int waiter)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        for (var i = 0; i < RecordsPerCall; i++)
        {
            var record = BenchRecords.Next();
            _insert.Parameters[0].Value = record.Entry.Span.ToArray();
            _insert.Parameters[1].Value = record.Annex.Span.ToArray();
            _ = _insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _insert.Dispose();
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }
}
