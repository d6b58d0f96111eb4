namespace Gateway.Policies;

/// <summary>
/// Why a transfer does not go on: a <see cref="Refusal"/>, or a <see cref="Hold"/> until a person decides.
/// An answer, not a failure: rooms return it, nobody throws it, and it is recorded as durably as a release.
/// </summary>
/// <param name="Code">What to match on.</param>
/// <param name="Detail">What to read: lower case, no full stop, names in 'quotes'.</param>
// INVARIANT: Detail names rules, fields and parties that the bundle declares, never a value or a name read
// from a body. It goes to the sender and stays in the ledger for years, so it must be safe on both sides.
public abstract record TurnBack(RefusalCode Code, string Detail);

/// <summary>An expected "no".</summary>
public sealed record Refusal(RefusalCode Code, string Detail) : TurnBack(Code, Detail)
{
    /// <summary>One whose detail is there in every language; what is recorded and sent is the English.</summary>
    public Refusal(RefusalCode code, Titles words)
        : this(code, (words ?? throw new ArgumentNullException(nameof(words))).En) => Words = words;

    /// <summary>Path of the rule that refused, as the bundle spells it; null when no single rule did.</summary>
    public string? Rule { get; init; }

    /// <summary>The detail for people, in the languages of the product; null: it is there in English alone.</summary>
    public Titles? Words { get; init; }

    /// <summary>When asking again may help; null where nobody knows. The answer says it in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>"A person decides": answered with 202, recorded, and nothing leaves until the decision.</summary>
public sealed record Hold(RefusalCode Code, string Detail) : TurnBack(Code, Detail);
