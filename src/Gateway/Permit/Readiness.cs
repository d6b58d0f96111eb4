using Gateway.Ledger;
using Gateway.State;

namespace Gateway.Permit;

/// <summary>
/// Whether a transfer could be recorded and released at this moment. Where it could not, the first reason, as one
/// stable word that probes and metrics show.
/// </summary>
internal sealed class Readiness(
    TransparencyLedger ledger, StopSwitch stopSwitch, Standing standing, PolicyStore policies, Intake intake)
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

        if (standing.WhatFell(policies.Current) is { } fallen)
        {
            yield return fallen.Word;
        }

        if (!standing.KnowsBothSides)
        {
            yield return "trust";
        }
    }
}
