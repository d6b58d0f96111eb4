using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Run;

/// <summary>
/// Reads and verifies, part by part, the files that gateway.json names: the same for the start, for <c>check</c> and
/// for a reload.
/// </summary>
internal sealed class FoundationReading(
    GatewaySettings settings, SettingsPlaces places, Pins pins, TimeProvider time)
{
    /// <summary>Null where a list cannot be used. CRLs that cannot be used are warnings.</summary>
    internal TrustSnapshot? ReadTrust(AcceptedState accepted, ICollection<Fault> faults) => TrustSnapshot.Read(
        new TrustFiles(pins.Lists, settings.Trust.Crls), accepted.Trust, time.GetUtcNow(), faults);

    /// <summary>The caller owns it. Null where a key is wrong, or a use that every release needs has none.</summary>
    internal KeyRing? ReadSecrets(ICollection<Fault> faults)
    {
        var before = faults.Count;
        var ring = KeyRing.Read(settings.Keys.File, faults);
        ring?.CheckUses(time.GetUtcNow(), faults);
        if (faults.Count == before)
        {
            return ring;
        }

        ring?.Dispose();
        return null;
    }

    /// <summary>The caller owns them. Null where a key or an endorsement is wrong, or they do not fit.</summary>
    internal EndorsedKeys? ReadEndorsed(List<Fault> faults) => EndorsementFiles.Read(settings, places, faults);

    /// <summary>The bundle by itself; its rules' keys are not asked for.</summary>
    internal BundleCandidate ReadBundle(AcceptedState accepted) =>
        new PolicyLoader(settings, pins.Officers, time).Read(accepted.Policy, accepted.Bundle);

    /// <summary>Null where the rules of the bundle cannot be enforced with these keys.</summary>
    internal PolicySnapshot? Compile(SignedBundle bundle, KeyRing secrets, ICollection<Fault> faults) =>
        PolicyCompiler.Compile(bundle, secrets, time.GetUtcNow(), faults);

    /// <summary>Whether e-certificates of this bundle and these lists signed for the keys, and for whom.</summary>
    internal void CheckEndorsed(EndorsedKeys keys, PolicyBundle bundle, TrustSnapshot trust, List<Fault> faults) =>
        EndorsementFiles.Check(keys, settings, bundle, trust, time.GetUtcNow(), faults);
}
