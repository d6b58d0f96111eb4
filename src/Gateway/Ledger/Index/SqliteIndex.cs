using System.Globalization;
using Gateway.Ledger.Inspection;
using Microsoft.Data.Sqlite;

namespace Gateway.Ledger.Index;

//
//  The index in SQLite: index.db beside the shards
//
//  head     one row for each shard: how far the index goes, and the root there
//  facet    the few combinations of names; the empty text stands for "it does not say"
//  entry    one row for each entry of a transfer, in the order of the log
//
//  Written in WAL mode, so that readers never wait for the writer. Not flushed for each batch: what a crash takes is
//  read again from the ledger.
//

/// <summary>The index of one ledger folder, in SQLite.</summary>
internal sealed class SqliteIndex : IEntryIndex
{
    internal const string FileName = "index.db";

    private const int Version = 1;

    private const string Schema =
        """
        CREATE TABLE head (year INTEGER PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL);
        CREATE TABLE facet (
          id INTEGER PRIMARY KEY, kind TEXT NOT NULL, leg TEXT NOT NULL, direction TEXT NOT NULL,
          exporter TEXT NOT NULL, recipient TEXT NOT NULL, asker TEXT NOT NULL, category TEXT NOT NULL,
          purpose TEXT NOT NULL, instrument TEXT NOT NULL, code TEXT NOT NULL, route TEXT NOT NULL);
        CREATE TABLE entry (
          year INTEGER NOT NULL, place INTEGER NOT NULL, time INTEGER NOT NULL, transfer BLOB, facet INTEGER NOT NULL,
          decisions INTEGER NOT NULL, records INTEGER NOT NULL, subjects INTEGER NOT NULL, counted INTEGER,
          PRIMARY KEY (year, place)) WITHOUT ROWID;
        CREATE INDEX entry_transfer ON entry (transfer);
        """;

    private readonly string _connection;
    private readonly SqliteConnection _writer;
    private readonly SqliteFacets _facets;

    // Set once, before the file may be taken away.
    private volatile bool _isClosed;

    private SqliteIndex(string connection, SqliteConnection writer)
    {
        (_connection, _writer) = (connection, writer);
        _facets = new SqliteFacets(writer);
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

    public IReadOnlyList<IndexHead> Heads() => Read<IReadOnlyList<IndexHead>>(ReadHeads);

    public void Append(IReadOnlyList<IndexedEntry> entries, IndexHead head) => Guarded(
        () =>
        {
            using var transaction = _writer.BeginTransaction();
            using var insert = Command(
                _writer,
                "INSERT INTO entry VALUES ($year, $place, $time, $transfer, $facet, $decisions, $records, $subjects,"
                + " $counted)");
            foreach (var entry in entries)
            {
                Bind(insert, entry, _facets.IdOf(entry.Facet));
                insert.ExecuteNonQuery();
            }

            using var update = Command(
                _writer,
                "INSERT OR REPLACE INTO head (year, origin, size, root) VALUES ($year, $origin, $size, $root)");
            update.Parameters.AddWithValue("$year", head.Year);
            update.Parameters.AddWithValue("$origin", head.Origin);
            update.Parameters.AddWithValue("$size", head.Size);
            update.Parameters.AddWithValue("$root", head.Root);
            update.ExecuteNonQuery();
            transaction.Commit();
            return head;
        },
        _facets.Forget);

    public IReadOnlyList<IndexedEntry> Find(IndexWindow window, Func<IndexFacet, bool> isWanted, int most) =>
        Read(connection => Rows(
            connection,
            new SqliteWindow(window, SqliteFacets.Wanted(connection, isWanted)),
            string.Create(CultureInfo.InvariantCulture, $" ORDER BY year, place LIMIT {most}")));

    public IReadOnlyList<IndexedEntry> Of(Guid transfer) => Read(connection => Rows(
        connection,
        new SqliteWindow(new IndexWindow(), SqliteFacets.Wanted(connection, _ => true)) { Transfer = transfer },
        " ORDER BY year, place"));

    public IReadOnlyList<FacetSum> Sum(IndexWindow window, Func<IndexFacet, bool> isWanted) => Read(
        connection => Sums(connection, new SqliteWindow(window, SqliteFacets.Wanted(connection, isWanted))));

    public long Transfers(IndexWindow window, Func<IndexFacet, bool> isWanted) => Read(
        connection => CountTransfers(
            connection, new SqliteWindow(window, SqliteFacets.Wanted(connection, isWanted))));

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
        _ = SqliteFacets.Wanted(writer, _ => true);
    }

    private static List<IndexHead> ReadHeads(SqliteConnection connection)
    {
        using var command = Command(connection, "SELECT origin, year, size, root FROM head ORDER BY year");
        using var rows = command.ExecuteReader();
        var heads = new List<IndexHead>();
        while (rows.Read())
        {
            heads.Add(new IndexHead(rows.GetString(0), rows.GetInt32(1), rows.GetInt64(2), rows.GetString(3)));
        }

        return heads;
    }

    private static List<FacetSum> Sums(SqliteConnection connection, SqliteWindow asked)
    {
        using var command = asked.Command(
            connection,
            "SELECT facet, COUNT(*), SUM(decisions), SUM(records), SUM(subjects), SUM(counted) FROM entry",
            " GROUP BY facet ORDER BY facet");
        using var rows = command.ExecuteReader();
        var sums = new List<FacetSum>();
        while (rows.Read())
        {
            sums.Add(new FacetSum(
                asked.Facets[rows.GetInt64(0)],
                rows.GetInt64(1),
                rows.GetInt64(2),
                rows.GetInt64(3),
                rows.GetInt64(4),
                rows.IsDBNull(5) ? null : rows.GetInt64(5)));
        }

        return sums;
    }

    private static long CountTransfers(SqliteConnection connection, SqliteWindow asked)
    {
        using var command = asked.Command(connection, "SELECT COUNT(DISTINCT transfer) FROM entry", "");
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
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
                asked.Facets[rows.GetInt64(4)],
                rows.GetInt64(5),
                rows.GetInt64(6),
                rows.GetInt64(7),
                rows.IsDBNull(8) ? null : rows.GetInt64(8)));
        }

        return entries;
    }

    private static void Bind(SqliteCommand insert, IndexedEntry entry, long facet)
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
