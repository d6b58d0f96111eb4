using Npgsql;

namespace Gateway.Ledger.Index;

/// <summary>A question to the rows of one ledger as SQL: every value is a parameter.</summary>
/// <param name="facets">Those that are wanted, by their number.</param>
internal sealed class PostgresWindow(int ledger, IndexWindow window, Dictionary<int, IndexFacet> facets)
{
    internal Dictionary<int, IndexFacet> Facets => facets;

    internal Guid? Transfer { get; init; }

    internal NpgsqlCommand Command(NpgsqlConnection connection, string select, string ending, int? most = null)
    {
        var command = connection.CreateCommand();
        var conditions = new List<string>();
        string Value<T>(T value)
        {
            command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
            return $"${command.Parameters.Count}";
        }

        conditions.Add($"ledger = {Value(ledger)}");
        conditions.Add($"facet = ANY ({Value(facets.Keys.ToArray())})");
        if (window.After is { } after)
        {
            conditions.Add($"(year, place) > ({Value(after.Year)}, {Value(after.Index)})");
        }

        if (window.Before is { } before)
        {
            conditions.Add($"(year, place) < ({Value(before.Year)}, {Value(before.Index)})");
        }

        if (window.Since is { } since)
        {
            conditions.Add($"time >= {Value(IndexWindow.Ceiling(since))}");
        }

        if (window.Until is { } until)
        {
            conditions.Add($"time < {Value(IndexWindow.Ceiling(until))}");
        }

        if (Transfer is { } transfer)
        {
            conditions.Add($"transfer = {Value(transfer)}");
        }

        var limit = most is { } rows ? $" LIMIT {Value(rows)}" : "";
#pragma warning disable CA2100 // Constants, and the numbers of parameters.
        command.CommandText = $"{select} WHERE {string.Join(" AND ", conditions)}{ending}{limit}";
#pragma warning restore CA2100
        return command;
    }
}
