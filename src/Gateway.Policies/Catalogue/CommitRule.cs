namespace Gateway.Policies.Catalogue;

/// <summary>
/// What a release commits to beside the body as a whole, so that one value of it can be shown later without the others
/// (docs/formats/commitments.md).
/// </summary>
public enum CommitRule
{
    /// <summary>To nothing more.</summary>
    None,

    /// <summary>To each value: its path, what was done, and salted digests of what came and what left.</summary>
    Fields,

    /// <summary>The same, and what came is kept, readable for two custodians together and nobody else.</summary>
    Originals,
}
