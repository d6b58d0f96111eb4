using Npgsql;
using NpgsqlTypes;

namespace Gateway.Ledger.Index;

/// <summary>The facets of one ledger and their numbers. Numbers are given by the one writer.</summary>
internal sealed class PostgresFacets(NpgsqlConnection writer, int ledger)
{
    private const string Select = $"SELECT {FacetColumns.Names} FROM facet WHERE ledger = $1";

    private const string InsertText =
        "INSERT INTO facet VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

    // Owned by the writer; null: to be read again.
    private Dictionary<IndexFacet, int>? _known;

    /// <summary>The number of a facet; a new one is written in the transaction that is open.</summary>
    internal int IdOf(IndexFacet facet)
    {
        _known ??= Wanted(writer, ledger, _ => true).ToDictionary(pair => pair.Value, pair => pair.Key);
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
    internal static Dictionary<int, IndexFacet> Wanted(
        NpgsqlConnection connection, int ledger, Func<IndexFacet, bool> isWanted)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select;
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = ledger });
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

    private void Insert(int id, IndexFacet facet)
    {
        using var insert = writer.CreateCommand();
        insert.CommandText = InsertText;
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = ledger });
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = id });
        foreach (var value in FacetColumns.ValuesOf(facet))
        {
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text });
        }

        insert.ExecuteNonQuery();
    }
}
