using System.Data.Common;
using System.Text;
using Gateway.Ledger.Entries;

namespace Gateway.Ledger.Index;

/// <summary>A facet as a row, the same in every database: a number, then names, empty where it has none.</summary>
internal static class FacetColumns
{
    internal const string Names =
        "id, kind, leg, direction, exporter, recipient, asker, category, purpose, instrument, code, route";

    /// <summary>The names, in the order of the columns behind the number.</summary>
    internal static IReadOnlyList<string> ValuesOf(IndexFacet facet) =>
    [
        facet.Kind.Wire(), facet.Leg ?? "", facet.Direction ?? "", facet.Exporter ?? "", facet.Recipient ?? "",
        facet.Asker ?? "", facet.Category ?? "", facet.Purpose ?? "", facet.Instrument ?? "", facet.Code ?? "",
        facet.Route ?? "",
    ];

    /// <exception cref="IndexBrokenException">It names a kind that no entry has.</exception>
    internal static IndexFacet Read(DbDataReader rows)
    {
        string? Text(int column) => rows.GetString(column) is { Length: > 0 } text ? text : null;

        return EntryKindName.TryParse(Encoding.UTF8.GetBytes(rows.GetString(1)), out var kind)
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
}
