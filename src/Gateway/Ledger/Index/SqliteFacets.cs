using Gateway.Ledger.Entries;
using Microsoft.Data.Sqlite;

namespace Gateway.Ledger.Index;

/// <summary>The facets of an index and their numbers. Numbers are given by the one writer.</summary>
internal sealed class SqliteFacets(SqliteConnection writer)
{
    private const string Select =
        "SELECT id, kind, leg, direction, exporter, recipient, asker, category, purpose, instrument, code, route"
        + " FROM facet";

    // Owned by the writer; null: to be read again.
    private Dictionary<IndexFacet, long>? _known;

    /// <summary>The number of a facet; a new one is written in the transaction that is open.</summary>
    internal long IdOf(IndexFacet facet)
    {
        _known ??= Wanted(writer, _ => true).ToDictionary(pair => pair.Value, pair => pair.Key);
        if (!_known.TryGetValue(facet, out var id))
        {
            _known[facet] = id = _known.Count + 1;
            Insert(id, facet);
        }

        return id;
    }

    /// <summary>A transaction was rolled back, and facets may have gone with it.</summary>
    internal void Forget() => _known = null;

    /// <summary>Those that are wanted, by their number.</summary>
    internal static Dictionary<long, IndexFacet> Wanted(SqliteConnection connection, Func<IndexFacet, bool> isWanted)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select;
        using var rows = command.ExecuteReader();
        var wanted = new Dictionary<long, IndexFacet>();
        while (rows.Read())
        {
            var facet = Read(rows);
            if (isWanted(facet))
            {
                wanted[rows.GetInt64(0)] = facet;
            }
        }

        return wanted;
    }

    private static IndexFacet Read(SqliteDataReader rows)
    {
        string? Text(int column) => rows.GetString(column) is { Length: > 0 } text ? text : null;

        return EntryKindName.TryParse(System.Text.Encoding.UTF8.GetBytes(rows.GetString(1)), out var kind)
            ? new IndexFacet(
                kind,
                Text(2),
                Text(3),
                Text(4),
                Text(5),
                Text(6),
                Text(7),
                Text(8),
                Text(9),
                Text(10),
                Text(11))
            : throw new IndexBrokenException("it names a kind that no entry has");
    }

    private void Insert(long id, IndexFacet facet)
    {
        using var insert = writer.CreateCommand();
        insert.CommandText =
            "INSERT INTO facet VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        object?[] values =
        [
            id, facet.Kind.Wire(), facet.Leg, facet.Direction, facet.Exporter, facet.Recipient, facet.Asker,
            facet.Category, facet.Purpose, facet.Instrument, facet.Code, facet.Route,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            insert.Parameters.AddWithValue($"${i}", values[i] ?? "");
        }

        insert.ExecuteNonQuery();
    }
}
