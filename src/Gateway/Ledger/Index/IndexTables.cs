using System.Data;
using System.Data.Common;
using System.Globalization;
using Gateway.Ledger.Inspection;

namespace Gateway.Ledger.Index;

//
//  What every database keeps in the same tables, by the same SQL
//
//  head     one row for each shard: how far the index goes, and the root there
//  facet    the few combinations of names; the empty text stands for "it does not say"
//  tally    what the entries of one day and facet add up to
//  marks    how many transfers have decisions of just these days and facets
//
//  Every row begins with the number of its ledger. Rows of entries are each database's own.
//

/// <summary>These tables over one connection, inside the transaction that is open.</summary>
internal sealed class IndexTables(DbConnection connection, int ledger)
{
    private const string PutHeadText =
        """
        INSERT INTO head (ledger, year, origin, size, root) VALUES (@ledger, @year, @origin, @size, @root)
        ON CONFLICT (ledger, year) DO UPDATE SET origin = excluded.origin, size = excluded.size, root = excluded.root
        """;

    private const string AddSumText =
        """
        INSERT INTO tally (ledger, day, facet, entries, decisions, records, subjects, counted)
        VALUES (@ledger, @day, @facet, @entries, @decisions, @records, @subjects, @counted)
        ON CONFLICT (ledger, day, facet) DO UPDATE SET entries = tally.entries + excluded.entries,
          decisions = tally.decisions + excluded.decisions, records = tally.records + excluded.records,
          subjects = tally.subjects + excluded.subjects,
          counted = CASE WHEN tally.counted IS NULL THEN excluded.counted
            ELSE tally.counted + COALESCE(excluded.counted, 0) END
        """;

    private const string AddMarksText =
        """
        INSERT INTO marks (ledger, marks, first, last, transfers) VALUES (@ledger, @marks, @first, @last, @by)
        ON CONFLICT (ledger, marks) DO UPDATE SET transfers = marks.transfers + excluded.transfers
        """;

    private const string SumsText =
        """
        SELECT facet, CAST(SUM(entries) AS bigint), CAST(SUM(decisions) AS bigint), CAST(SUM(records) AS bigint),
          CAST(SUM(subjects) AS bigint), CAST(SUM(counted) AS bigint)
        FROM tally WHERE ledger = @ledger AND day >= @first AND day < @end GROUP BY facet ORDER BY facet
        """;

    internal IReadOnlyList<IndexHead> Heads()
    {
        using var command = Command("SELECT origin, year, size, root FROM head WHERE ledger = @ledger ORDER BY year");
        using var rows = command.ExecuteReader();
        var heads = new List<IndexHead>();
        while (rows.Read())
        {
            heads.Add(new IndexHead(rows.GetString(0), rows.GetInt32(1), rows.GetInt64(2), rows.GetString(3)));
        }

        return heads;
    }

    internal void PutHead(IndexHead head)
    {
        using var command = Command(
            PutHeadText,
            ("@year", head.Year),
            ("@origin", head.Origin),
            ("@size", head.Size),
            ("@root", head.Root));
        command.ExecuteNonQuery();
    }

    /// <summary>Those that are wanted, by their number.</summary>
    internal Dictionary<int, IndexFacet> Facets(Func<IndexFacet, bool> isWanted)
    {
        using var command = Command($"SELECT {FacetColumns.Names} FROM facet WHERE ledger = @ledger");
        using var rows = command.ExecuteReader();
        var wanted = new Dictionary<int, IndexFacet>();
        while (rows.Read())
        {
            var facet = FacetColumns.Read(rows);
            if (isWanted(facet))
            {
                wanted[rows.GetInt32(0)] = facet;
            }
        }

        return wanted;
    }

    internal void AddFacet(int id, IndexFacet facet)
    {
        var values = FacetColumns.ValuesOf(facet);
        var places = values.Index().Select(value => string.Create(CultureInfo.InvariantCulture, $"@v{value.Index}"));
        using var command = Command(
            $"INSERT INTO facet (ledger, {FacetColumns.Names}) VALUES (@ledger, @id, {string.Join(", ", places)})",
            [("@id", id), .. places.Zip(values, (place, value) => (place, (object?)value))]);
        command.ExecuteNonQuery();
    }

    /// <summary>Adds a batch whose rows of entries go in with it.</summary>
    /// <param name="before">The marks that its transfers had before it.</param>
    internal void Add(EntryTally tally, ILookup<Guid, TransferMark> before)
    {
        foreach (var ((day, facet), sum) in tally.Sums)
        {
            using var command = Command(
                AddSumText,
                ("@day", day),
                ("@facet", facet),
                ("@entries", sum.Entries),
                ("@decisions", sum.Decisions),
                ("@records", sum.Records),
                ("@subjects", sum.Subjects),
                ("@counted", sum.Counted));
            command.ExecuteNonQuery();
        }

        foreach (var (set, by) in tally.Changes(before).Where(change => change.Value != 0))
        {
            using var command = Command(
                AddMarksText, ("@marks", set.Text), ("@first", set.First), ("@last", set.Last), ("@by", by));
            command.ExecuteNonQuery();
        }
    }

    /// <summary>What the wanted entries of these days add up to, and how far the index goes.</summary>
    internal IndexTotals Total(DaySpan days, Func<IndexFacet, bool> isWanted)
    {
        var wanted = Facets(isWanted);
        var end = Heads() is [.., var last] ? new LedgerCursor(last.Year, last.Size) : LedgerCursor.Start;
        return new IndexTotals(end, Sums(days, wanted), Transfers(days, wanted));
    }

    private List<FacetSum> Sums(DaySpan days, Dictionary<int, IndexFacet> wanted)
    {
        using var command = Command(SumsText, ("@first", days.First), ("@end", days.End));
        using var rows = command.ExecuteReader();
        var sums = new List<FacetSum>();
        while (rows.Read())
        {
            if (wanted.TryGetValue(rows.GetInt32(0), out var facet))
            {
                sums.Add(new FacetSum(
                    facet,
                    rows.GetInt64(1),
                    rows.GetInt64(2),
                    rows.GetInt64(3),
                    rows.GetInt64(4),
                    rows.IsDBNull(5) ? null : rows.GetInt64(5)));
            }
        }

        return sums;
    }

    private long Transfers(DaySpan days, Dictionary<int, IndexFacet> wanted)
    {
        using var command = Command(
            "SELECT marks, transfers FROM marks WHERE ledger = @ledger AND last >= @first AND first < @end"
            + " AND transfers > 0",
            ("@first", days.First),
            ("@end", days.End));
        using var rows = command.ExecuteReader();
        var transfers = 0L;
        while (rows.Read())
        {
            if (MarkSet.IsAny(rows.GetString(0), days, wanted))
            {
                transfers += rows.GetInt64(1);
            }
        }

        return transfers;
    }

    private DbCommand Command(string text, params IReadOnlyList<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // No text of a caller stands in it: constants, and the names of columns and parameters.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in values.Prepend(("@ledger", ledger)))
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            if (value is null)
            {
                // Of what type nothing is, a database may ask.
                parameter.DbType = DbType.Int64;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }
}
