using System.Collections.Frozen;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Routes;
using Gateway.Policies.Transforms;
using Gateway.Settings;

namespace Gateway.Permit;

/// <summary>
/// What came of reading a bundle: a snapshot, or the faults that stand in its way; warnings with either.
/// </summary>
/// <param name="Bundle">There as soon as it can be read at all, so that what hangs on it can be checked too.</param>
internal sealed record PolicyReading(PolicySnapshot? Snapshot, PolicyBundle? Bundle, IReadOnlyList<Fault> Faults);

/// <summary>
/// Reads, verifies and compiles the bundle: the same for the daemon, for a reload and for <c>check</c>. All faults are
/// gathered before any is reported.
/// </summary>
internal sealed class PolicyLoader(GatewaySettings settings, KeyRing? keys, TimeProvider time)
{
    /// <summary>Reads the folder. Without keys nothing is compiled, and every other fault is still told.</summary>
    /// <param name="last">The ledger's last policy entry: a bundle must not go back behind it. Null: none yet.</param>
    /// <param name="running">The bundle in force, or the copy kept of it; null at the very first start.</param>
    internal PolicyReading Load(PolicyState? last, PolicyBundle? running)
    {
        var faults = new List<Fault>();
        if (BundleFolder.Read(settings.Policy.Folder, faults) is not { } files)
        {
            return new PolicyReading(null, null, faults);
        }

        var reading = BundleReader.Read(files);
        faults.AddRange(reading.Faults);
        if (reading.Bundle is not { } bundle)
        {
            // Nothing to sign where a path cannot stand in a digest line.
            if (!faults.Exists(fault => fault.Code == "bundle.path"))
            {
                BundleSignature.Check(files, settings.Policy, time.GetUtcNow(), faults);
            }

            return new PolicyReading(null, null, faults);
        }

        var signers = BundleSignature.Check(files, settings.Policy, time.GetUtcNow(), faults);
        var unenforced = EnforcementCheck.Check(bundle);
        faults.AddRange(unenforced);
        faults.AddRange(CheckDates(bundle));
        faults.AddRange(CheckVersion(bundle, last));
        faults.AddRange(CheckIdentities(bundle));
        faults.AddRange(SidecarCheck.Check(bundle, settings.Listeners));
        if (running is not null)
        {
            faults.AddRange(CategoryWidening.Check(running, bundle));
        }

        // What cannot be enforced does not compile either: said once is enough.
        if (keys is null || unenforced.Count > 0)
        {
            return new PolicyReading(null, bundle, faults);
        }

        var engines = Compile(bundle, keys, faults);
        return faults.Exists(fault => !fault.IsWarning)
            ? new PolicyReading(null, bundle, faults)
            : new PolicyReading(new PolicySnapshot(bundle, engines, signers), bundle, faults);
    }

    private static FrozenDictionary<CategoryId, CategoryEngine> Compile(
        PolicyBundle bundle, KeyRing keys, List<Fault> faults)
    {
        var engines = new Dictionary<CategoryId, CategoryEngine>();
        foreach (var id in bundle.Routes.SelectMany(Cargoes).Select(cargo => cargo.Category).Distinct())
        {
            if (bundle.Categories.TryGetValue(id, out var category))
            {
                var engine = CategoryEngine.Compile(category, keys, out var wrong);
                faults.AddRange(wrong);
                if (engine is not null)
                {
                    engines[id] = engine;
                }
            }
        }

        return engines.ToFrozenDictionary();
    }

    private static IEnumerable<Cargo> Cargoes(RouteDefinition route) =>
        new[] { route.Request, route.Response }.OfType<Cargo>();

    private IEnumerable<Fault> CheckDates(PolicyBundle bundle)
    {
        var now = time.GetUtcNow();
        if (bundle.Expires <= now)
        {
            yield return BundleFault("bundle.expired", "the bundle has expired: issue a new version");
        }

        if (bundle.Issued > now)
        {
            yield return BundleFault("bundle.not_yet", "the bundle is issued in the future: check the clock, or wait");
        }
    }

    private static IEnumerable<Fault> CheckVersion(PolicyBundle bundle, PolicyState? last)
    {
        if (last is null || last.Name != bundle.Name)
        {
            yield break;
        }

        if (bundle.Version < last.Version)
        {
            yield return BundleFault(
                "bundle.rollback",
                $"version {bundle.Version} is behind {last.Version}, which the ledger has: raise it");
        }
        else if (bundle.Version == last.Version && bundle.Digest != last.Digest)
        {
            yield return BundleFault(
                "bundle.same_version", $"version {bundle.Version} was in force with other files: raise the version");
        }
    }

    private IEnumerable<Fault> CheckIdentities(PolicyBundle bundle) => bundle.Routes
        .Where(route => !route.Upstream.All(UpstreamOrigin.IsPlain)
            && !settings.Forwarding.Identities.ContainsKey(route.CalleeParty.ToString())
            && !settings.Forwarding.Identities.ContainsKey("*"))
        .Select(route => route.Mark.Fault(
            "route.identity", $"'Forwarding.Identities' has no client identity for party '{route.CalleeParty}'"));

    private static Fault BundleFault(string code, string message) => new("bundle", 0, 0, "bundle", code, message);
}
