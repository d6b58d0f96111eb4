using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Settings;
using Npgsql;

namespace Gateway.Ledger.Index;

/// <summary>The rows of one ledger in a PostgreSQL that other ledgers may use too.</summary>
/// <param name="origin">Ledger:Origin: whose rows they are.</param>
internal sealed class PostgresPlace(PostgresSettings settings, string origin) : IIndexPlace
{
    // Rows of ten million entries are not deleted in a minute.
    private const int ClearSeconds = 1800;

    private static readonly string[] Deletes =
    [
        "DELETE FROM entry USING ledger WHERE ledger.origin = $1 AND entry.ledger = ledger.id",
        "DELETE FROM facet USING ledger WHERE ledger.origin = $1 AND facet.ledger = ledger.id",
        "DELETE FROM tally USING ledger WHERE ledger.origin = $1 AND tally.ledger = ledger.id",
        "DELETE FROM marks USING ledger WHERE ledger.origin = $1 AND marks.ledger = ledger.id",
        "DELETE FROM head USING ledger WHERE ledger.origin = $1 AND head.ledger = ledger.id",
        "DELETE FROM ledger WHERE origin = $1",
    ];

    public IEntryIndex Open()
    {
        var source = PostgresSource.Create(settings);
        NpgsqlConnection? writer = null;
        return PostgresFaults.Guarded<IEntryIndex>(
            () =>
            {
                writer = source.OpenConnection();
                PostgresSchema.Prepare(writer, settings.Schema);
                Take(writer);
                var ledger = NumberOf(writer);
                _ = new IndexTables(writer, ledger).Facets(_ => true);
                return new PostgresIndex(source, writer, ledger);
            },
            () =>
            {
                writer?.Dispose();
                source.Dispose();
            });
    }

    public void Clear()
    {
        using var source = PostgresSource.Create(settings);
        PostgresFaults.Guarded(
            () =>
            {
                using var writer = source.OpenConnection();
                PostgresSchema.Prepare(writer, settings.Schema);
                Take(writer);
                using var transaction = writer.BeginTransaction();
                foreach (var text in Deletes)
                {
                    using var delete = writer.CreateCommand();
#pragma warning disable CA2100 // Constants, above.
                    delete.CommandText = text;
#pragma warning restore CA2100
                    delete.Parameters.Add(new NpgsqlParameter<string> { TypedValue = origin });
                    delete.CommandTimeout = ClearSeconds;
                    delete.ExecuteNonQuery();
                }

                transaction.Commit();
                return true;
            },
            static () => { });
    }

    // Held as long as the connection: of two daemons with one origin the second is kept out, and says so. Waited for as
    // long as lock_timeout: a connection that was just closed holds it a moment longer.
    private void Take(NpgsqlConnection writer)
    {
        var name = SHA256.HashData(Encoding.UTF8.GetBytes($"gateway-index/v1\n{settings.Schema}\n{origin}\n"));
        using var take = writer.CreateCommand();
        take.CommandText = "SELECT pg_advisory_lock($1)";
        take.Parameters.Add(new NpgsqlParameter<long> { TypedValue = BinaryPrimitives.ReadInt64BigEndian(name) });
        try
        {
            take.ExecuteNonQuery();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new IndexAwayException("another process writes the index of this origin", e);
        }
    }

    private int NumberOf(NpgsqlConnection writer)
    {
        using var number = writer.CreateCommand();
        number.CommandText =
            """
            WITH made AS (INSERT INTO ledger (origin) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id)
            SELECT id FROM made UNION ALL SELECT id FROM ledger WHERE origin = $1
            """;
        number.Parameters.Add(new NpgsqlParameter<string> { TypedValue = origin });
        return number.ExecuteScalar() as int? ?? throw new IndexBrokenException("it has no number for this ledger");
    }
}
