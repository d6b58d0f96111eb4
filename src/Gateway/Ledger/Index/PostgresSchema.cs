using System.Globalization;
using Npgsql;

namespace Gateway.Ledger.Index;

//
//  The index in PostgreSQL: one schema, any number of ledgers
//
//  form                         one row: the version of these tables
//  ledger                       a number for each origin; every other row begins with it
//  head, facet, tally, marks    as in every database: see IndexTables
//  entry                        one row for each entry of a transfer, in the order of the log
//
//  The schema is the search path of every connection, so no name of an operator's stands in a statement but in the one
//  that makes it. Tables of another version are left alone: other gateways may use them.
//
internal static class PostgresSchema
{
    private const int Version = 2;

    private const string Tables =
        """
        CREATE TABLE form (version integer NOT NULL);
        CREATE TABLE ledger (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, origin text NOT NULL UNIQUE);
        CREATE TABLE head (
          ledger integer NOT NULL, year integer NOT NULL, origin text NOT NULL, size bigint NOT NULL,
          root text NOT NULL, PRIMARY KEY (ledger, year));
        CREATE TABLE facet (
          ledger integer NOT NULL, id integer NOT NULL, kind text NOT NULL, leg text NOT NULL, direction text NOT NULL,
          exporter text NOT NULL, recipient text NOT NULL, asker text NOT NULL, category text NOT NULL,
          purpose text NOT NULL, instrument text NOT NULL, code text NOT NULL, route text NOT NULL,
          PRIMARY KEY (ledger, id));
        CREATE TABLE tally (
          ledger integer NOT NULL, day integer NOT NULL, facet integer NOT NULL, entries bigint NOT NULL,
          decisions bigint NOT NULL, records bigint NOT NULL, subjects bigint NOT NULL, counted bigint,
          PRIMARY KEY (ledger, day, facet));
        CREATE TABLE marks (
          ledger integer NOT NULL, marks text NOT NULL, first integer NOT NULL, last integer NOT NULL,
          transfers bigint NOT NULL, PRIMARY KEY (ledger, marks));
        CREATE TABLE entry (
          ledger integer NOT NULL, year integer NOT NULL, place bigint NOT NULL, time bigint NOT NULL, transfer uuid,
          facet integer NOT NULL, decisions bigint NOT NULL, records bigint NOT NULL, subjects bigint NOT NULL,
          counted bigint, PRIMARY KEY (ledger, year, place));
        CREATE INDEX entry_transfer ON entry (ledger, transfer);
        """;

    private const string HasTables =
        "SELECT count(*) = 7 FROM pg_tables WHERE schemaname = $1"
        + " AND tablename IN ('form', 'ledger', 'head', 'facet', 'tally', 'marks', 'entry')";

    private static readonly string HasForm =
        string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) = 1 AND min(version) = {Version} FROM form");

    // Of all schemas of all gateways: who makes tables does it alone.
    private const long Making = 0x6761_7465_7761_79;

    /// <summary>Makes the schema and its tables where they are not there.</summary>
    /// <exception cref="IndexAwayException">The schema holds something else.</exception>
    internal static void Prepare(NpgsqlConnection connection, string schema)
    {
        using var transaction = connection.BeginTransaction();
        Run(connection, $"SELECT pg_advisory_xact_lock({Making})");
        if (!Ask(connection, "SELECT to_regnamespace($1) IS NOT NULL", schema))
        {
            // Lower-case letters, digits and '_' by the settings' rule; quoted, so that it is no word of SQL's either.
            Run(connection, $"CREATE SCHEMA \"{schema}\"");
        }

        if (!Ask(connection, "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1)", schema))
        {
            Run(connection, Tables);
            Run(connection, $"INSERT INTO form VALUES ({Version})");
        }

        if (!Ask(connection, HasTables, schema) || !Ask(connection, HasForm))
        {
            throw new IndexAwayException("the schema holds other tables than this index has: drop it, or name another");
        }

        transaction.Commit();
    }

    private static bool Ask(NpgsqlConnection connection, string text, params string[] values)
    {
        using var command = Command(connection, text);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return command.ExecuteScalar() is true;
    }

    private static void Run(NpgsqlConnection connection, string text)
    {
        using var command = Command(connection, text);
        command.ExecuteNonQuery();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // No text of a caller stands in it: constants, and the schema of the settings, checked.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }
}
