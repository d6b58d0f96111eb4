using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Operations;

namespace Gateway.Audit.Desk;

/// <summary>What was decided in a period, added up in each way a regulator asks.</summary>
/// <param name="Totals">By facet; what the reader may see.</param>
/// <param name="IsOver">The period is.</param>
internal sealed record AuditReport(
    ReportPeriod Period,
    string Origin,
    IndexTotals Totals,
    bool IsOver)
{
    /// <summary>What was pruned of it, and so is not in the totals.</summary>
    internal IReadOnlyList<PrunedRange> NotHeld { get; init; } = [];

    /// <summary>The ways, under the names of the form.</summary>
    internal static readonly IReadOnlyList<(string Name, Func<IndexFacet, string?> Of)> Ways =
    [
        ("decision", facet => facet.Kind.Wire()),
        ("direction", facet => facet.Direction),
        ("exporter", facet => facet.Exporter),
        ("recipient", facet => facet.Recipient),
        ("party", facet => facet.Asker),
        ("category", facet => facet.Category),
        ("purpose", facet => facet.Purpose),
        ("instrument", facet => facet.Instrument),
        ("code", facet => facet.Code),
    ];

    /// <summary>Those of one way, in ordinal order; decisions that do not say are left out.</summary>
    internal IEnumerable<(string Key, Total Total)> By(Func<IndexFacet, string?> of) => Totals.Sums
        .Where(sum => of(sum.Facet) is not null)
        .GroupBy(sum => of(sum.Facet)!, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (group.Key, Total.Of(group)));

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("period", Period.Name);
        json.WriteTime("since", Period.Since);
        json.WriteTime("until", Period.Until);
        json.WriteBoolean("complete", IsOver && NotHeld.Count == 0);
        json.WriteObjects("notHeld", NotHeld, pruned =>
        {
            json.WriteString("what", "entries");
            json.WriteString("where", pruned.ToString());
        });
        json.WriteString("origin", Origin);
        json.WriteString("end", Totals.End.ToString());
        json.WriteNumber("transfers", Totals.Transfers);
        json.WriteStartObject("total");
        Total.Of(Totals.Sums).Write(json);
        json.WriteEndObject();
        json.WriteStartObject("by");
        foreach (var (name, of) in Ways)
        {
            json.WriteObjects(name, By(of), item =>
            {
                json.WriteString("key", item.Key);
                item.Total.Write(json);
            });
        }

        json.WriteEndObject();
        json.WriteObjects("rows", Totals.Sums, sum =>
        {
            json.WriteFacet(sum.Facet);
            Total.Of([sum]).Write(json);
        });
    }

    /// <summary>What decisions add up to.</summary>
    /// <param name="Subjects">Added up leg by leg: the same person counts each time.</param>
    /// <param name="NewSubjects">Persons their instruments had not counted before; null: not told.</param>
    internal sealed record Total(long Decisions, long Records, long Subjects, long? NewSubjects)
    {
        internal static Total Of(IEnumerable<FacetSum> sums)
        {
            var all = sums.ToList();
            return new Total(
                all.Sum(sum => sum.Decisions),
                all.Sum(sum => sum.Records),
                all.Sum(sum => sum.Subjects),
                all.Any(sum => sum.Counted is not null) ? all.Sum(sum => sum.Counted ?? 0) : null);
        }

        internal void Write(Utf8JsonWriter json)
        {
            json.WriteNumber("decisions", Decisions);
            json.WriteNumber("records", Records);
            json.WriteNumber("subjects", Subjects);
            if (NewSubjects is { } counted)
            {
                json.WriteNumber("newSubjects", counted);
            }
            else
            {
                json.WriteNull("newSubjects");
            }
        }
    }
}
