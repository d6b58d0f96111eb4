using System.Security.Cryptography.X509Certificates;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Routes;
using Gateway.Settings;

namespace Gateway.Permit;

/// <summary>
/// Reads and verifies the bundle: the same for the daemon, for a reload and for <c>check</c>. All faults are gathered
/// before any is reported.
/// </summary>
/// <param name="officers">Whose signatures count; pinned when the daemon started.</param>
internal sealed class PolicyLoader(
    GatewaySettings settings, IReadOnlyList<X509Certificate2> officers, TimeProvider time)
{
    /// <param name="last">The ledger's last policy entry: a bundle must not go back behind it. Null: none yet.</param>
    /// <param name="running">The bundle in force, or the copy kept of it; null at the very first start.</param>
    internal BundleCandidate Read(PolicyState? last, PolicyBundle? running)
    {
        var faults = new List<Fault>();
        if (ReadFiles(faults) is not { } files)
        {
            return new BundleCandidate(null, null, [], faults);
        }

        var reading = BundleReader.Read(files);
        faults.AddRange(reading.Faults);

        var signers = CheckSignature(files, reading, faults);
        if ((reading.Bundle ?? reading.Readable) is { } readable)
        {
            faults.AddRange(EnforcementCheck.Check(readable));
            faults.AddRange(CheckIdentities(readable));
        }

        if (reading.Bundle is { } bundle)
        {
            faults.AddRange(SidecarCheck.Check(bundle, settings.Listeners));
            faults.AddRange(CheckDates(bundle));
            faults.AddRange(InstrumentOutlook.Check(bundle, time.GetUtcNow()));
            faults.AddRange(CheckVersion(bundle, last));
            faults.AddRange(running is null ? [] : CategoryWidening.Check(running, bundle));
        }

        var isGood = faults.TrueForAll(fault => fault.IsWarning);
        return new BundleCandidate(
            isGood && reading.Bundle is { } whole ? new SignedBundle(whole, signers) : null,
            reading.Bundle ?? reading.Readable,
            files,
            faults);
    }

    // Nothing to sign where a path cannot stand in a digest line.
    private IReadOnlyList<Sha256Digest> CheckSignature(
        IReadOnlyList<BundleFile> files, BundleReading reading, List<Fault> faults) =>
        reading.Faults.Any(fault => fault.Code == "bundle.path")
            ? []
            : BundleSignature.Check(files, settings.Policy, officers, time.GetUtcNow(), faults);

    private IReadOnlyList<BundleFile>? ReadFiles(List<Fault> faults)
    {
        try
        {
            return BundleFolder.Read(settings.Policy.Folder, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A copy under way, as a rule: a file was there when the folder was listed, and is not any more.
            faults.Add(BundleFault("bundle.file", "a file of the bundle cannot be read: look at its mode, or wait"));
            return null;
        }
    }

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
