using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gateway.Ledger.Index;

/// <summary>A question as SQL: every value is a parameter; the numbers of facets are our own.</summary>
/// <param name="facets">Those that are wanted, by their number.</param>
internal sealed class SqliteWindow(IndexWindow window, Dictionary<int, IndexFacet> facets)
{
    internal Dictionary<int, IndexFacet> Facets => facets;

    internal Guid? Transfer { get; init; }

    internal SqliteCommand Command(SqliteConnection connection, string select, string ending)
    {
        var command = connection.CreateCommand();
        List<string> conditions =
        [
            $"facet IN ({string.Join(',', facets.Keys.Select(id => id.ToString(CultureInfo.InvariantCulture)))})",
        ];
        void Ask(string condition, params (string Name, object Value)[] values)
        {
            conditions.Add(condition);
            foreach (var (name, value) in values)
            {
                command.Parameters.AddWithValue(name, value);
            }
        }

        if (window.After is { } after)
        {
            Ask("(year, place) > ($y1, $p1)", ("$y1", after.Year), ("$p1", after.Index));
        }

        if (window.Before is { } before)
        {
            Ask("(year, place) < ($y2, $p2)", ("$y2", before.Year), ("$p2", before.Index));
        }

        if (window.Since is { } since)
        {
            Ask("time >= $since", ("$since", IndexWindow.Ceiling(since)));
        }

        if (window.Until is { } until)
        {
            Ask("time < $until", ("$until", IndexWindow.Ceiling(until)));
        }

        if (Transfer is { } transfer)
        {
            Ask("transfer = $transfer", ("$transfer", transfer.ToByteArray(bigEndian: true)));
        }

#pragma warning disable CA2100 // Constants, and numbers of our own.
        command.CommandText = $"{select} WHERE {string.Join(" AND ", conditions)}{ending}";
#pragma warning restore CA2100
        return command;
    }
}
