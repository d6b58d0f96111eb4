using System.Data;
using Gateway.Ledger.Inspection;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Ledger.Index;

/// <summary>The index of one ledger among others, in PostgreSQL.</summary>
internal sealed class PostgresIndex : IEntryIndex
{
    private const string Columns = "year, place, time, transfer, facet, decisions, records, subjects, counted";

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _writer;
    private readonly int _ledger;
    private readonly PostgresFacets _facets;

    // Set once, before the rows may be taken away.
    private volatile bool _isClosed;

    internal PostgresIndex(NpgsqlDataSource source, NpgsqlConnection writer, int ledger)
    {
        (_source, _writer, _ledger) = (source, writer, ledger);
        _facets = new PostgresFacets(writer, ledger);
    }

    public IReadOnlyList<IndexHead> Heads() => Read<IReadOnlyList<IndexHead>>(ReadHeads);

    public void Append(IReadOnlyList<IndexedEntry> entries, IndexHead head) => PostgresFaults.Guarded(
        () =>
        {
            using var transaction = _writer.BeginTransaction();

            // Before the rows: a connection that copies does nothing else.
            var facets = entries.Select(entry => _facets.IdOf(entry.Facet)).ToList();
            Copy(entries, facets);
            using var update = _writer.CreateCommand();
            update.CommandText =
                """
                INSERT INTO head (ledger, year, origin, size, root) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (ledger, year) DO UPDATE SET origin = $3, size = $4, root = $5
                """;
            update.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _ledger });
            update.Parameters.Add(new NpgsqlParameter<int> { TypedValue = head.Year });
            update.Parameters.Add(new NpgsqlParameter<string> { TypedValue = head.Origin });
            update.Parameters.Add(new NpgsqlParameter<long> { TypedValue = head.Size });
            update.Parameters.Add(new NpgsqlParameter<string> { TypedValue = head.Root });
            update.ExecuteNonQuery();
            transaction.Commit();
            return head;
        },
        _facets.Forget);

    public IReadOnlyList<IndexedEntry> Find(IndexWindow window, Func<IndexFacet, bool> isWanted, int most) =>
        Read(connection => Rows(
            connection,
            new PostgresWindow(_ledger, window, PostgresFacets.Wanted(connection, _ledger, isWanted)),
            most));

    public IReadOnlyList<IndexedEntry> Of(Guid transfer) => Read(connection => Rows(
        connection,
        new PostgresWindow(_ledger, new IndexWindow(), PostgresFacets.Wanted(connection, _ledger, _ => true))
        {
            Transfer = transfer,
        },
        most: null));

    public IReadOnlyList<FacetSum> Sum(IndexWindow window, Func<IndexFacet, bool> isWanted) => Read(
        connection => Sums(
            connection, new PostgresWindow(_ledger, window, PostgresFacets.Wanted(connection, _ledger, isWanted))));

    public long Transfers(IndexWindow window, Func<IndexFacet, bool> isWanted) => Read(connection =>
    {
        var asked = new PostgresWindow(_ledger, window, PostgresFacets.Wanted(connection, _ledger, isWanted));
        using var command = asked.Command(
            connection, "SELECT COUNT(*) FROM (SELECT DISTINCT transfer FROM entry", ") t WHERE transfer IS NOT NULL");
        return command.ExecuteScalar() as long? ?? 0;
    });

    public void Dispose()
    {
        _isClosed = true;
        _writer.Dispose();
        _source.Dispose();
    }

    private void Copy(IReadOnlyList<IndexedEntry> entries, List<int> facets)
    {
        using var copy = _writer.BeginBinaryImport($"COPY entry (ledger, {Columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var (entry, facet) in entries.Zip(facets))
        {
            copy.StartRow();
            copy.Write(_ledger, NpgsqlDbType.Integer);
            copy.Write(entry.Cursor.Year, NpgsqlDbType.Integer);
            copy.Write(entry.Cursor.Index, NpgsqlDbType.Bigint);
            copy.Write(entry.Time.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
            WriteOrNull(copy, entry.Transfer, NpgsqlDbType.Uuid);
            copy.Write(facet, NpgsqlDbType.Integer);
            copy.Write(entry.Decisions, NpgsqlDbType.Bigint);
            copy.Write(entry.Records, NpgsqlDbType.Bigint);
            copy.Write(entry.Subjects, NpgsqlDbType.Bigint);
            WriteOrNull(copy, entry.Counted, NpgsqlDbType.Bigint);
        }

        copy.Complete();
    }

    private static void WriteOrNull<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } some)
        {
            copy.Write(some, type);
        }
        else
        {
            copy.WriteNull();
        }
    }

    private List<IndexHead> ReadHeads(NpgsqlConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT origin, year, size, root FROM head WHERE ledger = $1 ORDER BY year";
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _ledger });
        using var rows = command.ExecuteReader();
        var heads = new List<IndexHead>();
        while (rows.Read())
        {
            heads.Add(new IndexHead(rows.GetString(0), rows.GetInt32(1), rows.GetInt64(2), rows.GetString(3)));
        }

        return heads;
    }

    private static List<FacetSum> Sums(NpgsqlConnection connection, PostgresWindow asked)
    {
        using var command = asked.Command(
            connection,
            "SELECT facet, COUNT(*), SUM(decisions)::bigint, SUM(records)::bigint, SUM(subjects)::bigint,"
            + " SUM(counted)::bigint FROM entry",
            " GROUP BY facet ORDER BY facet");
        using var rows = command.ExecuteReader();
        var sums = new List<FacetSum>();
        while (rows.Read())
        {
            sums.Add(new FacetSum(
                asked.Facets[rows.GetInt32(0)],
                rows.GetInt64(1),
                rows.GetInt64(2),
                rows.GetInt64(3),
                rows.GetInt64(4),
                rows.IsDBNull(5) ? null : rows.GetInt64(5)));
        }

        return sums;
    }

    private static List<IndexedEntry> Rows(NpgsqlConnection connection, PostgresWindow asked, int? most)
    {
        using var command = asked.Command(connection, $"SELECT {Columns} FROM entry", " ORDER BY year, place", most);
        using var rows = command.ExecuteReader();
        var entries = new List<IndexedEntry>();
        while (rows.Read())
        {
            entries.Add(new IndexedEntry(
                new LedgerCursor(rows.GetInt32(0), rows.GetInt64(1)),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)),
                rows.IsDBNull(3) ? null : rows.GetGuid(3),
                asked.Facets[rows.GetInt32(4)],
                rows.GetInt64(5),
                rows.GetInt64(6),
                rows.GetInt64(7),
                rows.IsDBNull(8) ? null : rows.GetInt64(8)));
        }

        return entries;
    }

    // One transaction with one view for each question: what it sees does not move under it.
    private T Read<T>(Func<NpgsqlConnection, T> ask) => PostgresFaults.Guarded(
        () =>
        {
            using var connection = _isClosed
                ? throw new IndexBrokenException("it was closed")
                : _source.OpenConnection();
            using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
            var answer = ask(connection);
            return _isClosed ? throw new IndexBrokenException("it was closed") : answer;
        },
        static () => { });
}
