using Gateway.Ledger;
using Gateway.Listening;
using Gateway.State;

namespace Gateway.Permit;

/// <summary>
/// Whether a transfer could be recorded and released at this moment. Where it could not, the first reason, as one
/// stable word that probes and metrics show.
/// </summary>
internal sealed class Readiness(
    TransparencyLedger ledger,
    StopSwitch stopSwitch,
    Standing standing,
    SnapshotStore snapshots,
    Intake intake,
    TimeProvider time)
{
    /// <summary>Null: ready.</summary>
    internal string? WhyNot() => Reasons().FirstOrDefault();

    /// <summary>All of them, the weightiest first; none: ready.</summary>
    internal IEnumerable<string> Reasons()
    {
        if (intake.IsClosed)
        {
            yield return "draining";
        }

        if (!ledger.IsAvailable)
        {
            yield return "ledger";
        }

        if (!ledger.HasSpace)
        {
            yield return "space";
        }

        if (stopSwitch.IsEngaged)
        {
            yield return "stopped";
        }

        var inForce = snapshots.Current;
        if (standing.WhatFell(inForce.Policy, inForce.Trust, inForce.Endorsed.All) is { } fallen)
        {
            yield return fallen.Word;
        }

        if (inForce.Secrets.MissingUse(time.GetUtcNow()) is not null)
        {
            yield return "keys";
        }

        if (!standing.KnowsBothSides(inForce.Trust))
        {
            yield return "trust";
        }
    }
}
