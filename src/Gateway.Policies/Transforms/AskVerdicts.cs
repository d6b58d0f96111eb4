using System.Collections.Frozen;

namespace Gateway.Policies.Transforms;

/// <summary>What those who were asked (consent, volume) said about each record: it goes, or it is withheld.</summary>
public sealed class AskVerdicts
{
    private readonly FrozenSet<int> _withheld;

    private AskVerdicts(FrozenSet<int> withheld) => _withheld = withheld;

    /// <summary>Nothing is withheld.</summary>
    public static AskVerdicts AllGo { get; } = new([]);

    /// <summary>These records, counted from 0 in document order, are withheld; the others go.</summary>
    public static AskVerdicts Withholding(IEnumerable<int> records) => new(records.ToFrozenSet());

    /// <summary>What was said about some of the records, counted from the first of them.</summary>
    internal AskVerdicts Of(int first, int count) => _withheld.Count == 0
        ? AllGo
        : Withholding(Enumerable.Range(0, count).Where(record => IsWithheld(first + record)));

    public bool IsWithheld(int record) => _withheld.Contains(record);
}
