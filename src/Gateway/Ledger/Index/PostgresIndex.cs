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
    private readonly IndexTables _tables;
    private readonly FacetNumbers _facets;

    // Set once, before the rows may be taken away.
    private volatile bool _isClosed;

    internal PostgresIndex(NpgsqlDataSource source, NpgsqlConnection writer, int ledger)
    {
        (_source, _writer, _ledger) = (source, writer, ledger);
        _tables = new IndexTables(writer, ledger);
        _facets = new FacetNumbers(_tables);
    }

    public IReadOnlyList<IndexHead> Heads() => Read(connection => Tables(connection).Heads());

    public void Append(IReadOnlyList<IndexedEntry> entries, IndexHead head) => PostgresFaults.Guarded(
        () =>
        {
            using var transaction = _writer.BeginTransaction();

            // Before the rows: a connection that copies does nothing else.
            var tally = new EntryTally();
            var facets = entries.Select(entry => _facets.IdOf(entry.Facet)).ToList();
            foreach (var (entry, facet) in entries.Zip(facets))
            {
                tally.Add(entry, facet);
            }

            _tables.Add(tally, MarksOf(tally.Transfers));
            Copy(entries, facets);
            _tables.PutHead(head);
            transaction.Commit();
            return head;
        },
        _facets.Forget);

    public IReadOnlyList<IndexedEntry> Find(IndexWindow window, Func<IndexFacet, bool> isWanted, int most) =>
        Read(connection => Rows(
            connection,
            new PostgresWindow(_ledger, window, Tables(connection).Facets(isWanted)),
            most));

    public IReadOnlyList<IndexedEntry> Of(Guid transfer) => Read(connection => Rows(
        connection,
        new PostgresWindow(_ledger, new IndexWindow(), Tables(connection).Facets(_ => true))
        {
            Transfer = transfer,
        },
        most: null));

    public IndexTotals Total(DaySpan days, Func<IndexFacet, bool> isWanted) =>
        Read(connection => Tables(connection).Total(days, isWanted));

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

    private IndexTables Tables(NpgsqlConnection connection) => new(connection, _ledger);

    // Of decisions; asked before the rows of the batch go in.
    private ILookup<Guid, TransferMark> MarksOf(IReadOnlyCollection<Guid> transfers)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = "SELECT transfer, time, facet FROM entry WHERE ledger = $1 AND transfer = ANY ($2)";
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _ledger });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. transfers] });
        using var rows = command.ExecuteReader();
        var marks = new List<(Guid Transfer, TransferMark Mark)>();
        while (rows.Read())
        {
            var (time, facet) = (DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)), rows.GetInt32(2));
            if (_facets.IsDecision(facet))
            {
                marks.Add((rows.GetGuid(0), new TransferMark(DaySpan.DayOf(time), facet)));
            }
        }

        return marks.ToLookup(mark => mark.Transfer, mark => mark.Mark);
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
