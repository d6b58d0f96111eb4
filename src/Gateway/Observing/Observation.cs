using Gateway.Policies;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Observing;

/// <summary>
/// What became of one mirrored copy: what a door would have answered to it, and what is in it. Codes, kinds and counts;
/// nothing of the copy itself, which is gone by now.
/// </summary>
/// <param name="TurnBack">Why it would not have crossed; null: it would.</param>
/// <param name="IsSeen">False: it was not looked at, because nothing said whose it is or there was no place.</param>
/// <param name="Findings">What the detectors find in the whole of it, listed by a rule or not.</param>
/// <param name="Fields">What the rules would have done to its values; null where they did not get that far.</param>
internal sealed record Observation(
    TurnBack? TurnBack,
    bool IsSeen,
    IReadOnlyDictionary<DetectorKind, int> Findings,
    FieldCounts? Fields)
{
    private static readonly Dictionary<DetectorKind, int> Nothing = [];

    /// <summary>"crosses", "refused", "held", or "unseen".</summary>
    internal string Decision => !IsSeen ? "unseen"
        : TurnBack switch { null => "crosses", Hold => "held", _ => "refused" };

    internal string Code => TurnBack?.Code.Wire ?? "";

    /// <summary>The rule that refused, as the bundle spells it; empty where none did.</summary>
    internal string Rule => (TurnBack as Refusal)?.Rule ?? "";

    /// <summary>Nobody looked into it.</summary>
    internal static Observation Unseen(TurnBack why) => new(why, false, Nothing, null);

    /// <summary>Nothing is in it.</summary>
    internal static Observation Empty(TurnBack? turnBack) => new(turnBack, true, Nothing, null);
}
