using System.Collections;
using Gateway.Ledger.Entries;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Screening;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.State;
using Gateway.Trust;

namespace Gateway.Commands.Run;

/// <summary>What the ledger says was last in force: nothing may go back behind it.</summary>
internal sealed record AcceptedState(
    PolicyState? Policy, IReadOnlyDictionary<string, (long Sequence, string Sha256)> Trust, PolicyBundle? Bundle)
{
    internal static AcceptedState None { get; } = new(null, new Dictionary<string, (long, string)>(), null);
}

/// <summary>
/// Everything the daemon stands on that comes from files, read and verified: the same for <c>run</c> and
/// <c>check</c>. All faults are gathered; the foundation is there only when there is none.
/// </summary>
internal sealed record Foundation(
    GatewaySettings Settings,
    KeyRing Keys,
    TrustSnapshot Trust,
    PolicySnapshot Policy,
    SignedEndorsement Stamping,
    SignedEndorsement Ledger)
{
    internal static Foundation? Read(
        string configFile, IDictionary environment, AcceptedState accepted, TimeProvider time, List<Fault> faults)
    {
        var before = faults.Count(fault => !fault.IsWarning);
        CheckLibraries(faults);
        if (ReadSettings(configFile, environment, faults) is not { } settings)
        {
            return null;
        }

        var keys = KeyRing.Read(settings.Keys.File, faults);
        keys?.CheckUses(time.GetUtcNow(), Path.GetFileName(settings.Keys.File), faults);
        var trust = ReadTrust(settings, accepted, time, faults);
        var stamping = EndorsementFiles.Read(
            KeyUse.Stamping, settings.Stamping.Key, settings.Stamping.Endorsement, faults);
        var ledger = EndorsementFiles.Read(KeyUse.Ledger, settings.Ledger.Key, settings.Ledger.Endorsement, faults);
        CheckCertificates(settings, faults);
        var policy = ReadPolicy(settings, keys, accepted, time, faults);
        if (trust is null || policy.Bundle is null || stamping is null || ledger is null)
        {
            return null;
        }

        EndorsementFiles.Check(stamping, ledger, settings, policy.Bundle, trust, time.GetUtcNow(), faults);
        return keys is not null && policy.Snapshot is not null && faults.Count(fault => !fault.IsWarning) == before
            ? new Foundation(settings, keys, trust, policy.Snapshot, stamping, ledger)
            : null;
    }

    internal static GatewaySettings? ReadSettings(string configFile, IDictionary environment, List<Fault> faults)
    {
        if (!File.Exists(configFile))
        {
            faults.Add(new Fault(
                configFile, 0, 0, "$", "settings.file", "there is no such file: give it with --config"));
            return null;
        }

        return SettingsReading.Read(configFile, File.ReadAllBytes(configFile), environment, faults);
    }

    internal static TrustSnapshot? ReadTrust(
        GatewaySettings settings, AcceptedState accepted, TimeProvider time, List<Fault> faults)
    {
        var lists = new List<TrustListFile>();
        foreach (var list in settings.Trust.Lists)
        {
            if (TrustListReader.ReadPin(list.Signer) is { } pin)
            {
                lists.Add(new TrustListFile(list.File, pin));
            }
            else
            {
                faults.Add(new Fault(
                    Path.GetFileName(list.Signer),
                    0,
                    0,
                    "$",
                    "trust.signer",
                    "no certificate of the list's signer can be read from it"));
            }
        }

        return TrustSnapshot.Read(new TrustFiles(lists, settings.Trust.Crls), accepted.Trust, time.GetUtcNow(), faults);
    }

    internal static PolicyReading ReadPolicy(
        GatewaySettings settings, KeyRing? keys, AcceptedState accepted, TimeProvider time, List<Fault> faults)
    {
        try
        {
            var reading = new PolicyLoader(settings, keys, time).Load(accepted.Policy, accepted.Bundle);
            faults.AddRange(reading.Faults);
            return reading;
        }
        catch (SettingsFileException e)
        {
            faults.Add(new Fault(Path.GetFileName(e.File), 0, 0, "Policy.Officers", "settings.certificate", e.Reason));
            return new PolicyReading(null, null, []);
        }
    }

    /// <summary>What expires when, with these snapshots in force; the soonest is not first yet.</summary>
    internal IEnumerable<Expiry> ExpiriesUnder(PolicySnapshot policy, TrustSnapshot trust) =>
    [
        .. ExpiriesOf.Bundle(policy.Bundle, Settings.Policy.Folder),
        .. ExpiriesOf.Trust(trust, Settings.Trust),
        .. ExpiriesOf.Certificates(Settings),
        .. ExpiriesOf.Endorsement(Stamping, Settings.Stamping.Endorsement),
        .. ExpiriesOf.Endorsement(Ledger, Settings.Ledger.Endorsement),
        .. ExpiriesOf.Keys(Keys, Settings.Keys.File),
    ];

    private static void CheckLibraries(List<Fault> faults)
    {
        if (Ed25519.SelfTest() is { } sodium)
        {
            faults.Add(new Fault("Ed25519", 0, 0, "$", "start.ed25519", sodium));
        }

        if (TextFolding.SelfTest() is { } folding)
        {
            faults.Add(new Fault("ICU", 0, 0, "$", "start.folding", folding));
        }
    }

    private static void CheckCertificates(GatewaySettings settings, List<Fault> faults)
    {
        var pairs = settings.Listeners
            .Where(listener => listener.Kind != ListenerKind.Probe && listener.Sidecar is null)
            .Select(listener => (Path: $"Listeners.{listener.Name}", listener.Certificate, listener.Key))
            .Concat(settings.Forwarding.Identities.Select(identity =>
                (Path: $"Forwarding.Identities.{identity.Key}", identity.Value.Certificate, identity.Value.Key)));
        foreach (var (path, certificate, key) in pairs)
        {
            try
            {
                CertificateFiles.LoadWithKey(certificate, key).Dispose();
            }
            catch (SettingsFileException e)
            {
                faults.Add(new Fault(Path.GetFileName(e.File), 0, 0, path, "settings.certificate", e.Reason));
            }
        }
    }
}
