using System.Collections.Frozen;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Everything a document of one category is decided by. Immutable, shared by all transfers of a snapshot.
/// </summary>
internal sealed record CategoryPlan(
    BodyForm Form,
    CompiledRule[] Rules,
    PathState Root,
    PathState Dead,
    WhereConditions Conditions,
    UnlistedRule Unlisted,
    Screener? Screener,
    FindingRule OnFinding,
    FrozenDictionary<DetectorKind, FindingRule> FindingOverrides)
{
    /// <summary>The category is important data already: it crosses under a security assessment or not at all.</summary>
    internal bool IsImportant { get; init; }

    /// <summary>The gate on small groups of records; null: none.</summary>
    internal KAnonymity? KAnonymity { get; init; }

    /// <summary>What became of each value is told, for a release to commit to it.</summary>
    internal bool Commits { get; init; }

    /// <summary>Of a body of several parts: what each kind of them is decided by, in the category's order.</summary>
    internal IReadOnlyList<CategoryPlan> Parts { get; init; } = [];

    /// <summary>What stands in the place of a value that must not leave: a finding, or a mismatch.</summary>
    internal static byte[] RedactedText { get; } = [.. "***"u8];

    /// <summary>The same as a whole JSON string.</summary>
    internal static byte[] Redacted { get; } = JsonText.Quote("***");
}
