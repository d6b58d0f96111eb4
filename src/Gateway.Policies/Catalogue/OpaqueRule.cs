namespace Gateway.Policies.Catalogue;

/// <summary>What a category says of bodies that nobody here can read inside of.</summary>
/// <param name="MaxBytes">The longest; null: as long as any body may be.</param>
/// <param name="Release">True: they go; else each waits for a person.</param>
public sealed record OpaqueRule(long? MaxBytes, bool Release)
{
    /// <summary>What holds where the category says nothing.</summary>
    public static OpaqueRule Strict { get; } = new(null, false);

    /// <summary>True where this one lets through no more than the other.</summary>
    internal bool IsNoLaxer(OpaqueRule then) =>
        (!Release || then.Release) && (MaxBytes ?? long.MaxValue) <= (then.MaxBytes ?? long.MaxValue);
}
