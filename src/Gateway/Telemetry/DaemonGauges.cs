using System.Diagnostics.Metrics;
using Gateway.Audit.Taps;
using Gateway.Ledger;
using Gateway.Listening;
using Gateway.Permit;
using Gateway.Reading;
using Gateway.State;
using Gateway.Witnessing;

namespace Gateway.Telemetry;

/// <summary>
/// The state of the daemon in numbers: readiness, ledger, budgets, what is in force and what runs out.
/// </summary>
internal static class DaemonGauges
{
    /// <param name="expiries">What is in force and until when.</param>
    internal static void Observe(
        Meter meter,
        Readiness readiness,
        Func<PinnedSnapshots> inForce,
        Func<IReadOnlyList<Expiry>> expiries,
        TimeProvider time)
    {
        meter.Gauge(Metrics.Up, () => 1);
        meter.Gauge(Metrics.Ready, () => [Ready(readiness)]);
        meter.Gauge(Metrics.PolicyVersion, () => inForce().Policy.Bundle.Version);
        meter.Gauge(
            Metrics.TrustSequence,
            () => inForce().Trust.Lists.Select(list => Labelled(list.Sequence, ("list", list.List))));
        meter.Gauge(
            Metrics.Expiry,
            () => expiries().Select(expiry => Labelled(
                (expiry.NotAfter - time.GetUtcNow()).TotalSeconds, ("kind", expiry.Kind), ("id", expiry.Id))));
    }

    internal static void Observe(Meter meter, TransparencyLedger ledger)
    {
        meter.Gauge(Metrics.LedgerAvailable, () => ledger.IsAvailable ? 1 : 0);
        meter.Gauge(Metrics.LedgerEntries, () => ledger.Vitals.Size);
        meter.Gauge(Metrics.LedgerFlushAge, () => ledger.Vitals.FlushAge.TotalSeconds);
        meter.Gauge(Metrics.LedgerUnpublished, () => ledger.UnpublishedBytes);
        meter.Gauge(Metrics.LedgerFree, () => ledger.VolumeBytes);
    }

    /// <summary>Only where witnesses are asked.</summary>
    internal static void Observe(Meter meter, Func<CosigningState> witnesses, TimeProvider time)
    {
        meter.Gauge(Metrics.WitnessQuorum, () => witnesses().HasQuorum == true ? 1 : 0);
        meter.Gauge(Metrics.WitnessAge, () => (time.GetUtcNow() - witnesses().LastQuorum).TotalSeconds);
        meter.Gauge(
            Metrics.Witness,
            () => witnesses().Members.Select(member => Labelled(
                member.Why.Length == 0 ? 1 : 0, ("witness", member.Name))));
    }

    internal static void Observe(
        Meter meter, MemoryBudget budget, IReadOnlyDictionary<string, ConnectionPlaces> doors)
    {
        meter.Gauge(Metrics.BodyMemory, () => budget.Taken);
        meter.Gauge(Metrics.BodyMemoryLimit, () => budget.Limit);
        meter.Gauge(
            Metrics.Connections, () => doors.Select(door => Labelled(door.Value.Taken, ("listener", door.Key))));
        meter.Gauge(
            Metrics.ConnectionsLimit, () => doors.Select(door => Labelled(door.Value.Most, ("listener", door.Key))));
    }

    internal static void Observe(Meter meter, Func<IReadOnlyList<TapWatch>> taps, TimeProvider time)
    {
        meter.Gauge(
            Metrics.TapLagEntries,
            () => taps().Select(tap => Labelled(tap.LagEntries, ("tap", tap.View.Settings.Name))));
        meter.Gauge(
            Metrics.TapLagSeconds,
            () => taps().Select(tap => Labelled(
                tap.View.LagSeconds(time.GetUtcNow()), ("tap", tap.View.Settings.Name))));
    }

    private static Measurement<double> Ready(Readiness readiness) =>
        readiness.WhyNot() is { } reason ? Labelled(0, ("reason", reason)) : Labelled(1, ("reason", ""));

    private static Measurement<double> Labelled(double value, params (string Name, string Value)[] labels) =>
        new(value, labels.Select(label => new KeyValuePair<string, object?>(label.Name, label.Value)));
}
