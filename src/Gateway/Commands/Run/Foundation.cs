using System.Collections;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Screening;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.State;

namespace Gateway.Commands.Run;

/// <summary>What the ledger says was last in force: nothing may go back behind it.</summary>
internal sealed record AcceptedState(
    PolicyState? Policy, IReadOnlyDictionary<string, (long Sequence, string Sha256)> Trust, PolicyBundle? Bundle)
{
    internal static AcceptedState None { get; } = new(null, new Dictionary<string, (long, string)>(), null);

    /// <summary>What the entries of a ledger say that no daemon holds.</summary>
    internal static AcceptedState Of(FormerLedger ledger)
    {
        var (policy, trust) = ledger.LastInForce();
        return new AcceptedState(
            policy,
            trust.ToDictionary(
                pair => pair.Key, pair => (pair.Value.Sequence, pair.Value.Sha256), StringComparer.Ordinal),
            null);
    }
}

/// <summary>
/// Everything the daemon stands on that comes from files, read and verified: the same for <c>run</c> and
/// <c>check</c>. All faults are gathered; the foundation is there only when there is none.
/// </summary>
/// <param name="First">What comes into force first. Whoever holds the foundation owns its secrets.</param>
/// <param name="BundleFiles">The files of the first bundle, as they were read.</param>
/// <param name="Warnings">What does not stop the daemon, and should be looked at.</param>
internal sealed record Foundation(
    GatewaySettings Settings,
    SettingsPlaces Places,
    Pins Pins,
    PinnedSnapshots First,
    IReadOnlyList<BundleFile> BundleFiles,
    IReadOnlyList<Fault> Warnings) : IDisposable
{
    internal static Foundation? Read(
        string configFile, IDictionary environment, AcceptedState accepted, TimeProvider time, List<Fault> faults)
    {
        CheckLibraries(faults);
        if (ReadAll(configFile, environment, faults) is not { } read)
        {
            return null;
        }

        // A setting with a fault hides nothing: what the sound ones name is read and checked all the same.
        var (settings, places) = (read.Settings, read.Places);
        var pins = Pins.Read(settings, places, faults);
        var parts = new FoundationParts(settings, places, pins, accepted, time);
        var first = parts.Read(faults);
        new ExpiryWarnings(places, time.GetUtcNow(), faults).Check(settings, pins, parts);
        if (first is not null && faults.TrueForAll(fault => fault.IsWarning))
        {
            return new Foundation(settings, places, pins, first, parts.Bundle!.Files, [.. faults]);
        }

        parts.Dispose();
        return null;
    }

    public void Dispose() => First.Release();

    internal static GatewaySettings? ReadSettings(string configFile, IDictionary environment, List<Fault> faults) =>
        ReadAll(configFile, environment, faults) is { IsValid: true } read ? read.Settings : null;

    /// <summary>The settings with or without faults; null where the file cannot be read at all.</summary>
    internal static ReadSettings? ReadAll(string configFile, IDictionary environment, List<Fault> faults)
    {
        try
        {
            return SettingsReading.ReadAll(configFile, File.ReadAllBytes(configFile), environment, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var message = File.Exists(configFile)
                ? "the file cannot be read: look at its mode and its owner"
                : "there is no such file: give it with --config";
            faults.Add(new Fault(configFile, 0, 0, "$", "settings.file", message));
            return null;
        }
    }

    /// <summary>What expires when, with these snapshots in force; the soonest is not first yet.</summary>
    internal IEnumerable<Expiry> ExpiriesUnder(PinnedSnapshots inForce) =>
    [
        .. ExpiriesOf.Bundle(inForce.Policy.Bundle, Settings.Policy.Folder),
        .. ExpiriesOf.Trust(inForce.Trust, Settings.Trust),
        .. ExpiriesOf.Certificates(inForce.Tls, Settings),
        .. ExpiriesOf.Taps(Settings.Audit),
        .. ExpiriesOf.Endorsement(inForce.Endorsed.Stamping, Settings.Stamping.Endorsement),
        .. ExpiriesOf.Endorsement(inForce.Endorsed.Ledger, Settings.Ledger.Endorsement),
        .. ExpiriesOf.Keys(inForce.Secrets, Settings.Keys.File),
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
}
