using System.Globalization;
using Gateway.Ledger.Inspection;
using Microsoft.Data.Sqlite;

namespace Gateway.Ledger.Index;

//
//  The index in SQLite: index.db beside the shards
//
//  head, facet, tally, marks    as in every database: see IndexTables
//  entry                        one row for each entry of a transfer, in the order of the log
//
//  Written in WAL mode, so that readers never wait for the writer. Not flushed for each batch: what a crash takes is
//  read again from the ledger.
//

/// <summary>The index of one ledger folder, in SQLite.</summary>
internal sealed class SqliteIndex : IEntryIndex
{
    internal const string FileName = "index.db";

    private const int Version = 2;

    // A file is of one ledger.
    private const int Ledger = 0;

    private const string Schema =
        """
        CREATE TABLE head (
          ledger INTEGER NOT NULL, year INTEGER NOT NULL, origin TEXT NOT NULL, size INTEGER NOT NULL,
          root TEXT NOT NULL, PRIMARY KEY (ledger, year)) WITHOUT ROWID;
        CREATE TABLE facet (
          ledger INTEGER NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, leg TEXT NOT NULL, direction TEXT NOT NULL,
          exporter TEXT NOT NULL, recipient TEXT NOT NULL, asker TEXT NOT NULL, category TEXT NOT NULL,
          purpose TEXT NOT NULL, instrument TEXT NOT NULL, code TEXT NOT NULL, route TEXT NOT NULL,
          PRIMARY KEY (ledger, id)) WITHOUT ROWID;
        CREATE TABLE tally (
          ledger INTEGER NOT NULL, day INTEGER NOT NULL, facet INTEGER NOT NULL, entries INTEGER NOT NULL,
          decisions INTEGER NOT NULL, records INTEGER NOT NULL, subjects INTEGER NOT NULL, counted INTEGER,
          PRIMARY KEY (ledger, day, facet)) WITHOUT ROWID;
        CREATE TABLE marks (
          ledger INTEGER NOT NULL, marks TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
          transfers INTEGER NOT NULL, PRIMARY KEY (ledger, marks)) WITHOUT ROWID;
        CREATE TABLE entry (
          year INTEGER NOT NULL, place INTEGER NOT NULL, time INTEGER NOT NULL, transfer BLOB, facet INTEGER NOT NULL,
          decisions INTEGER NOT NULL, records INTEGER NOT NULL, subjects INTEGER NOT NULL, counted INTEGER,
          PRIMARY KEY (year, place)) WITHOUT ROWID;
        CREATE INDEX entry_transfer ON entry (transfer);
        """;

    private readonly string _connection;
    private readonly SqliteConnection _writer;
    private readonly IndexTables _tables;
    private readonly FacetNumbers _facets;

    // Set once, before the file may be taken away.
    private volatile bool _isClosed;

    private SqliteIndex(string connection, SqliteConnection writer)
    {
        (_connection, _writer) = (connection, writer);
        _tables = new IndexTables(writer, Ledger);
        _facets = new FacetNumbers(_tables);
    }

    /// <summary>Opens the index of a folder, or makes an empty one.</summary>
    /// <exception cref="IndexBrokenException">The file is damaged, or of another form.</exception>
    internal static SqliteIndex Open(string ledgerFolder)
    {
        var path = Path.Combine(ledgerFolder, FileName);
        var isNew = !File.Exists(path);
        if (isNew)
        {
            // With its mode from the start: SQLite's own would be everybody's to read.
            var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = mode,
            });
        }

        var connection = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true }.ToString();
        var writer = new SqliteConnection(connection);
        return Guarded(
            () =>
            {
                writer.Open();
                Prepare(writer, isNew);
                return new SqliteIndex(connection, writer);
            },
            writer.Dispose);
    }

    /// <summary>Takes the file of a folder away, whatever is in it.</summary>
    internal static void Delete(string ledgerFolder)
    {
        SqliteConnection.ClearAllPools();
        foreach (var ending in new[] { "", "-wal", "-shm", "-journal" })
        {
            File.Delete(Path.Combine(ledgerFolder, FileName + ending));
        }
    }

    public IReadOnlyList<IndexHead> Heads() => Read(connection => Tables(connection).Heads());

    public void Append(IReadOnlyList<IndexedEntry> entries, IndexHead head) => Guarded(
        () =>
        {
            using var transaction = _writer.BeginTransaction();
            var tally = new EntryTally();
            var facets = entries.Select(entry => _facets.IdOf(entry.Facet)).ToList();
            foreach (var (entry, facet) in entries.Zip(facets))
            {
                tally.Add(entry, facet);
            }

            _tables.Add(tally, MarksOf(tally.Transfers));
            Insert(entries, facets);
            _tables.PutHead(head);
            transaction.Commit();
            return head;
        },
        _facets.Forget);

    public IReadOnlyList<IndexedEntry> Find(IndexWindow window, Func<IndexFacet, bool> isWanted, int most) =>
        Read(connection => Rows(
            connection,
            new SqliteWindow(window, Tables(connection).Facets(isWanted)),
            string.Create(CultureInfo.InvariantCulture, $" ORDER BY year, place LIMIT {most}")));

    public IReadOnlyList<IndexedEntry> Of(Guid transfer) => Read(connection => Rows(
        connection,
        new SqliteWindow(new IndexWindow(), Tables(connection).Facets(_ => true)) { Transfer = transfer },
        " ORDER BY year, place"));

    public IndexTotals Total(DaySpan days, Func<IndexFacet, bool> isWanted) =>
        Read(connection => Tables(connection).Total(days, isWanted));

    public void Dispose()
    {
        _isClosed = true;
        _writer.Dispose();

        // Whoever deletes the file, or looks at it with another tool, finds nobody holding it.
        SqliteConnection.ClearPool(_writer);
    }

    private static void Prepare(SqliteConnection writer, bool isNew)
    {
        Execute(writer, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000");
        if (isNew)
        {
            Execute(writer, string.Create(CultureInfo.InvariantCulture, $"{Schema} PRAGMA user_version = {Version}"));
            return;
        }

        using var version = Command(writer, "PRAGMA user_version");
        using var check = Command(writer, "PRAGMA quick_check(1)");
        if (Convert.ToInt32(version.ExecuteScalar(), CultureInfo.InvariantCulture) != Version)
        {
            throw new IndexBrokenException("it has another form");
        }

        if (check.ExecuteScalar() as string != "ok")
        {
            throw new IndexBrokenException("it is damaged");
        }

        // What every question reads: a name that cannot be read makes it useless.
        _ = Tables(writer).Facets(_ => true);
    }

    private static IndexTables Tables(SqliteConnection connection) => new(connection, Ledger);

    // Of decisions; asked before the rows of the batch go in.
    private ILookup<Guid, TransferMark> MarksOf(IReadOnlyCollection<Guid> transfers)
    {
        using var command = Command(_writer, "SELECT time, facet FROM entry WHERE transfer = $transfer");
        var transfer = command.Parameters.Add("$transfer", SqliteType.Blob);
        var marks = new List<(Guid Transfer, TransferMark Mark)>();
        foreach (var id in transfers)
        {
            transfer.Value = id.ToByteArray(bigEndian: true);
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                var (time, facet) = (DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(0)), rows.GetInt32(1));
                if (_facets.IsDecision(facet))
                {
                    marks.Add((id, new TransferMark(DaySpan.DayOf(time), facet)));
                }
            }
        }

        return marks.ToLookup(mark => mark.Transfer, mark => mark.Mark);
    }

    private void Insert(IReadOnlyList<IndexedEntry> entries, List<int> facets)
    {
        using var insert = Command(
            _writer,
            "INSERT INTO entry VALUES ($year, $place, $time, $transfer, $facet, $decisions, $records, $subjects,"
            + " $counted)");
        foreach (var (entry, facet) in entries.Zip(facets))
        {
            Bind(insert, entry, facet);
            insert.ExecuteNonQuery();
        }
    }

    private static List<IndexedEntry> Rows(SqliteConnection connection, SqliteWindow asked, string ending)
    {
        using var command = asked.Command(
            connection,
            "SELECT year, place, time, transfer, facet, decisions, records, subjects, counted FROM entry",
            ending);
        using var rows = command.ExecuteReader();
        var entries = new List<IndexedEntry>();
        while (rows.Read())
        {
            entries.Add(new IndexedEntry(
                new LedgerCursor(rows.GetInt32(0), rows.GetInt64(1)),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)),
                rows.IsDBNull(3) ? null : new Guid(rows.GetFieldValue<byte[]>(3), bigEndian: true),
                asked.Facets[rows.GetInt32(4)],
                rows.GetInt64(5),
                rows.GetInt64(6),
                rows.GetInt64(7),
                rows.IsDBNull(8) ? null : rows.GetInt64(8)));
        }

        return entries;
    }

    private static void Bind(SqliteCommand insert, IndexedEntry entry, int facet)
    {
        insert.Parameters.Clear();
        insert.Parameters.AddWithValue("$year", entry.Cursor.Year);
        insert.Parameters.AddWithValue("$place", entry.Cursor.Index);
        insert.Parameters.AddWithValue("$time", entry.Time.ToUnixTimeMilliseconds());
        insert.Parameters.AddWithValue(
            "$transfer", entry.Transfer is { } id ? id.ToByteArray(bigEndian: true) : DBNull.Value);
        insert.Parameters.AddWithValue("$facet", facet);
        insert.Parameters.AddWithValue("$decisions", entry.Decisions);
        insert.Parameters.AddWithValue("$records", entry.Records);
        insert.Parameters.AddWithValue("$subjects", entry.Subjects);
        insert.Parameters.AddWithValue("$counted", entry.Counted is { } counted ? counted : DBNull.Value);
    }

    private static SqliteCommand Command(SqliteConnection connection, string text)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // No text of a caller stands in it: constants, and numbers of our own.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = Command(connection, text);
        command.ExecuteNonQuery();
    }

    // A connection of its own for each question, inside one transaction: what it sees does not move under it.
    private T Read<T>(Func<SqliteConnection, T> ask) => Guarded(
        () =>
        {
            using var connection = new SqliteConnection(_connection);
            connection.Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            var answer = ask(connection);

            // Taken away meanwhile: what was read may be of the half-made one in its place.
            return _isClosed ? throw new IndexBrokenException("it was closed") : answer;
        },
        static () => { });

    private static T Guarded<T>(Func<T> use, Action broken)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException or KeyNotFoundException
            or ArgumentOutOfRangeException or OverflowException)
        {
            broken();
            throw new IndexBrokenException("it cannot be used", e);
        }
        catch (IndexBrokenException)
        {
            broken();
            throw;
        }
    }
}
