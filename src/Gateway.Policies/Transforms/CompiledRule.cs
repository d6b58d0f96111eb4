using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>How a rule is carried out.</summary>
internal enum RuleOp
{
    Keep,
    Drop,

    // A fixed text, also for a whole container and for a boolean.
    Redact,
    Constant,

    // A text made from the value's text by a ValueAction.
    Rewrite,
}

/// <summary>One field rule, ready to run. Immutable.</summary>
/// <param name="Path">As the bundle spells it: the only name a refusal may give.</param>
/// <param name="Screener">For what leaves in clear text; null: nothing is looked for.</param>
/// <param name="Text">What redact and constant write, in UTF-8.</param>
/// <param name="Literal">The same as a whole JSON string.</param>
/// <param name="Where">The row of conditions the holding object must fulfil; empty: always.</param>
internal sealed record CompiledRule(
    string Path,
    RuleOp Op,
    bool Deep,
    Screener? Screener,
    byte[] Text,
    byte[] Literal,
    ValueAction? Action,
    MismatchRule Mismatch,
    ulong[] Where)
{
    /// <summary>Which quasi-identifier its values are; -1: none.</summary>
    internal int Quasi { get; init; } = -1;
}
