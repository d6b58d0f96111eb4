using Gateway.Ledger;
using Gateway.State;

namespace Gateway.Permit;

/// <summary>
/// Whether a transfer could be recorded and released at this moment. Where it could not, the first reason, as one
/// stable word that probes and metrics show.
/// </summary>
internal sealed class Readiness(
    TransparencyLedger ledger, StopSwitch stopSwitch, Standing standing, PolicyStore policies, Draining draining)
{
    /// <summary>Null: ready.</summary>
    internal string? WhyNot()
    {
        if (draining.IsOn)
        {
            return "draining";
        }

        if (!ledger.IsAvailable)
        {
            return "ledger";
        }

        if (!ledger.HasSpace)
        {
            return "space";
        }

        return stopSwitch.IsEngaged ? "stopped" : standing.WhatFell(policies.Current)?.Word ?? standing.WhoIsMissing();
    }
}
