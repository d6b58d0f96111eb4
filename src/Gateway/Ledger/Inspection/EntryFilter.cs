using Gateway.Ledger.Entries;

namespace Gateway.Ledger.Inspection;

/// <summary>What is looked for; null asks nothing. Everything asked must hold.</summary>
internal sealed record EntryFilter
{
    /// <summary>The kinds that decide about a transfer.</summary>
    internal static readonly IReadOnlyList<EntryKind> Decisions =
        [EntryKind.Release, EntryKind.Request, EntryKind.Refusal, EntryKind.Hold];

    internal Guid? Transfer { get; init; }

    internal string? Party { get; init; }

    internal string? Route { get; init; }

    internal string? Category { get; init; }

    internal string? Code { get; init; }

    internal EntryKind? Kind { get; init; }

    /// <summary>How it was decided: one of <see cref="Decisions"/>.</summary>
    internal EntryKind? Decision { get; init; }

    /// <summary>Inclusive.</summary>
    internal DateTimeOffset? Since { get; init; }

    /// <summary>Exclusive.</summary>
    internal DateTimeOffset? Until { get; init; }

    /// <summary>At most so many; null: all.</summary>
    internal long? Limit { get; init; }

    internal bool Matches(EntryOutline entry) =>
        (Transfer is null || Transfer == entry.Transfer)
        && (Party is null || entry.Parties.Contains(Party, StringComparer.Ordinal))
        && (Route is null || Route == entry.Route)
        && (Category is null || Category == entry.Category)
        && (Code is null || Code == entry.Code)
        && (Kind is null || Kind == entry.Kind)
        && (Decision is null || Decision == entry.Kind)
        && (Since is null || entry.Time >= Since)
        && (Until is null || entry.Time < Until);
}
