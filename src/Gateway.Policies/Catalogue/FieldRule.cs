using Gateway.Policies.Screening;

namespace Gateway.Policies.Catalogue;

/// <summary>
/// One field rule of a category. The first matching rule in file order decides a scalar (FORMATS.md 1, Rules).
/// </summary>
/// <param name="Path">As the file spells it; its grammar depends on the category's format.</param>
/// <param name="Where">Sibling member name to value; empty when the rule always applies.</param>
/// <param name="Sensitive">Classes the field adds to its category's.</param>
/// <param name="Mismatch">What happens to a value the action cannot take. Default refuse.</param>
public sealed record FieldRule(
    string Path,
    FieldAction Action,
    IReadOnlyDictionary<string, string> Where,
    IReadOnlyList<string> Sensitive,
    MismatchRule Mismatch,
    Mark Mark);

/// <summary>What happens to a value that an action cannot take.</summary>
public enum MismatchRule
{
    Refuse,
    Redact,
}

/// <summary>What a rule does to the value it matched. Closed: the nested records are all there is.</summary>
public abstract record FieldAction
{
    private FieldAction()
    {
    }

    /// <summary>The action's name in the file and in the statement's counts, for example "mask".</summary>
    public abstract string Name { get; }

    /// <summary>Leaves as it is, screened. A container only with <paramref name="Deep"/>.</summary>
    /// <param name="Screen">Detectors for this field; null: the category's.</param>
    public sealed record Keep(bool Deep, IReadOnlyList<DetectorKind>? Screen) : FieldAction
    {
        public override string Name => "keep";
    }

    /// <summary>Is not emitted, nor is its name.</summary>
    public sealed record Drop : FieldAction
    {
        public override string Name => "drop";
    }

    /// <summary>Is replaced whole by a fixed text.</summary>
    public sealed record Redact(string With) : FieldAction
    {
        public override string Name => "redact";
    }

    /// <summary>
    /// Keeps the first and last Unicode scalars; <paramref name="MinHidden"/> null = half, rounded up.
    /// </summary>
    public sealed record Mask(int KeepFirst, int KeepLast, string Filler, int? MinHidden) : FieldAction
    {
        public override string Name => "mask";
    }

    /// <summary>Keyed hash: "&lt;key id&gt;.&lt;hex&gt;", <paramref name="Length"/> hex digits (16 to 64).</summary>
    public sealed record Hash(string Key, int Length) : FieldAction
    {
        public override string Name => "hash";
    }

    /// <summary>Format-preserving token (FF1). Exactly one of shape and alphabet is set.</summary>
    public sealed record Tokenise(string Key, string? Shape, string? Alphabet) : FieldAction
    {
        public override string Name => "tokenise";
    }

    /// <summary>A coarser value: <paramref name="To"/> (year, month, ...), or numeric bands.</summary>
    public sealed record Generalise(string? To, IReadOnlyList<decimal> Bands) : FieldAction
    {
        public override string Name => "generalise";
    }

    /// <summary>Dates moved by a per-subject number of days.</summary>
    public sealed record Shift(string Key, int Days) : FieldAction
    {
        public override string Name => "shift";
    }

    /// <summary>Encrypted to a party.</summary>
    public sealed record Encrypt(string To) : FieldAction
    {
        public override string Name => "encrypt";
    }

    /// <summary>Replaced by a value of the bundle.</summary>
    public sealed record Constant(string Value) : FieldAction
    {
        public override string Name => "constant";
    }

    /// <summary>The first characters; its output is clear text and is screened.</summary>
    public sealed record Truncate(int To) : FieldAction
    {
        public override string Name => "truncate";
    }
}
