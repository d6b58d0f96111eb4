using Microsoft.Data.Sqlite;

namespace Gateway.Ledger.Index;

/// <summary>The facets of an index and their numbers. Numbers are given by the one writer.</summary>
internal sealed class SqliteFacets(SqliteConnection writer)
{
    private const string Select = $"SELECT {FacetColumns.Names} FROM facet";

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
            var facet = FacetColumns.Read(rows);
            if (isWanted(facet))
            {
                wanted[rows.GetInt64(0)] = facet;
            }
        }

        return wanted;
    }

    private void Insert(long id, IndexFacet facet)
    {
        using var insert = writer.CreateCommand();
        insert.CommandText =
            "INSERT INTO facet VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        insert.Parameters.AddWithValue("$0", id);
        foreach (var (place, value) in FacetColumns.ValuesOf(facet).Index())
        {
            insert.Parameters.AddWithValue($"${place + 1}", value);
        }

        insert.ExecuteNonQuery();
    }
}
