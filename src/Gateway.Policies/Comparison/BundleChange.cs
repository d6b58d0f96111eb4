namespace Gateway.Policies.Comparison;

/// <summary>What a change does to what may cross.</summary>
public enum ChangeEffect
{
    /// <summary>Something may cross that did not, or shows more; or it cannot be shown that it does not.</summary>
    Wider,

    /// <summary>Less may cross, or shows less.</summary>
    Narrower,

    /// <summary>Neither: names, titles, versions, what nothing refers to.</summary>
    Other,
}

/// <summary>What was changed.</summary>
public enum ChangedThing
{
    Bundle,
    Party,
    Officer,
    Purpose,
    Detector,
    Category,
    Field,
    Instrument,
    Route,
}

/// <summary>How it was changed.</summary>
public enum ChangeKind
{
    Added,
    Removed,
    Changed,

    /// <summary>Stands elsewhere among the rules, where it decides other values.</summary>
    Moved,
}

/// <summary>One difference between two bundles.</summary>
/// <param name="Id">Of the thing; of a field its category's.</param>
/// <param name="Member">Of the thing, as the file spells it; a field's path; null for the thing as a whole.</param>
/// <param name="Then">As it was, in the file's words; null where it was not.</param>
/// <param name="Now">As it is; null where it is not.</param>
/// <param name="Mark">Where it stands in the new bundle, or stood in the old one.</param>
public sealed record BundleChange(
    ChangeEffect Effect,
    ChangedThing Thing,
    ChangeKind Kind,
    string Id,
    string? Member,
    string? Then,
    string? Now,
    Mark Mark);
