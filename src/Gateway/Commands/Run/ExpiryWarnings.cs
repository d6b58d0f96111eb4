using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Run;

/// <summary>
/// What is in order today and will not be for long, and what is in order and should not be so: warnings, because a
/// gateway that is stopped for tomorrow's fault is stopped today.
/// </summary>
internal sealed class ExpiryWarnings(SettingsPlaces places, DateTimeOffset now, ICollection<Fault> faults)
{
    // Long enough to have a certificate issued by people.
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    internal void Check(GatewaySettings settings, Pins pins, FoundationParts parts)
    {
        foreach (var (name, shown) in parts.Tls?.Doors ?? new Dictionary<string, TlsIdentity>())
        {
            CheckCertificate(shown.Leaf, places.Of($"Listeners.{name}.Certificate"));
        }

        foreach (var (party, shown) in parts.Tls?.Peers ?? new Dictionary<string, TlsIdentity>())
        {
            var mark = places.Of($"Forwarding.Identities.{party}.Certificate");
            CheckCertificate(shown.Leaf, mark);
            CheckReuse(shown, parts.Tls!, mark);
        }

        // Where one could not be read they do not line up with their settings; that is a fault already.
        for (var i = 0; i < pins.Officers.Count && pins.Officers.Count == settings.Policy.Officers.Count; i++)
        {
            CheckCertificate(pins.Officers[i], places.Of($"Policy.Officers[{i}]"));
        }

        foreach (var endorsement in (parts.Endorsed?.All ?? []).Select(Parse).OfType<KeyEndorsement>())
        {
            var section = endorsement.Use == KeyUse.Stamping ? "Stamping" : "Ledger";
            CheckEnd(endorsement.To, "the endorsement", places.Of($"{section}.Endorsement"));
        }

        if (parts.Bundle?.Bundle?.Bundle is { } bundle)
        {
            CheckEnd(bundle.Expires, "the bundle", places.Of("Policy.Folder"));
        }
    }

    private static KeyEndorsement? Parse(SignedEndorsement signed) =>
        KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out _) ? endorsement : null;

    private void CheckCertificate(X509Certificate2 certificate, Mark mark)
    {
        if (now.UtcDateTime < certificate.NotBefore.ToUniversalTime())
        {
            Warn(mark, "certificate.not_yet_valid", "the certificate is not valid yet: peers will refuse it");
        }

        CheckEnd(certificate.NotAfter.ToUniversalTime(), "the certificate", mark);
    }

    private void CheckEnd(DateTimeOffset end, string what, Mark mark)
    {
        if (end <= now)
        {
            Warn(mark, "expiry.past", $"{what} has expired: put a new one in its place");
        }
        else if (end - now < Soon)
        {
            var day = end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Warn(mark, "expiry.soon", $"{what} expires on {day}: have the next one ready");
        }
    }

    // Whoever holds a door's key could then also call as the gateway.
    private void CheckReuse(TlsIdentity peer, TlsIdentities all, Mark mark)
    {
        var key = peer.Leaf.GetPublicKey();
        foreach (var (door, _) in all.Doors.Where(door => door.Value.Leaf.GetPublicKey().AsSpan().SequenceEqual(key)))
        {
            Warn(mark, "certificate.reused", $"the key is also that of listener '{door}': give each its own");
        }
    }

    private void Warn(Mark mark, string code, string message) =>
        faults.Add(mark.Fault(code, message) with { IsWarning = true });
}
