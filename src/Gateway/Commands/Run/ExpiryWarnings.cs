using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.State;

namespace Gateway.Commands.Run;

/// <summary>
/// What is in order today and will not be for long, and what is in order and should not be so: warnings, because a
/// gateway that is stopped for tomorrow's fault is stopped today.
/// </summary>
internal sealed class ExpiryWarnings(SettingsPlaces places, DateTimeOffset now, ICollection<Fault> faults)
{
    // That these have run out is a fault, and told as one.
    private static readonly string[] FaultsWhenPast = ["bundle", "trust-list", "stamping-key", "ledger-key"];

    internal void Check(GatewaySettings settings, Pins pins, FoundationParts parts)
    {
        foreach (var expiry in Expiries.Sorted(Of(settings, parts)))
        {
            Check(expiry);
        }

        foreach (var (name, shown) in parts.Tls?.Doors ?? new Dictionary<string, TlsIdentity>())
        {
            CheckBegin(shown.Leaf, places.Of($"Listeners.{name}.Certificate"));
        }

        foreach (var (party, shown) in parts.Tls?.Peers ?? new Dictionary<string, TlsIdentity>())
        {
            var mark = places.Of($"Forwarding.Identities.{party}.Certificate");
            CheckBegin(shown.Leaf, mark);
            CheckReuse(shown, parts.Tls!, mark);
        }

        // Where one could not be read they do not line up with their settings; that is a fault already.
        for (var i = 0; i < pins.Officers.Count && pins.Officers.Count == settings.Policy.Officers.Count; i++)
        {
            var end = pins.Officers[i].NotAfter.ToUniversalTime();
            Check(new Expiry("officer", $"Policy.Officers[{i}]", end, settings.Policy.Officers[i]));
        }
    }

    private static IEnumerable<Expiry> Of(GatewaySettings settings, FoundationParts parts) =>
    [
        .. parts.Bundle?.Bundle is { } bundle ? ExpiriesOf.Bundle(bundle.Bundle, settings.Policy.Folder) : [],
        .. parts.Trust is { } trust ? ExpiriesOf.Trust(trust, settings.Trust) : [],
        .. parts.Tls is { } tls ? ExpiriesOf.Certificates(tls, settings) : [],
        .. ExpiriesOf.Taps(settings.Audit),
        .. parts.Secrets is { } secrets ? ExpiriesOf.Keys(secrets, settings.Keys.File) : [],
        .. parts.Endorsed is { } keys
            ? ExpiriesOf.Endorsement(keys.Stamping, settings.Stamping.Endorsement)
                .Concat(ExpiriesOf.Endorsement(keys.Ledger, settings.Ledger.Endorsement))
            : [],
    ];

    private void Check(Expiry expiry)
    {
        var mark = new Mark(Path.GetFileName(expiry.Source), 0, 0, expiry.Id);
        var day = expiry.NotAfter.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        switch (expiry.LevelAt(now, Expiries.Soon))
        {
            case ExpiryLevel.Expired when !FaultsWhenPast.Contains(expiry.Kind):
                Warn(mark, "expiry.past", $"{expiry.Kind} '{expiry.Id}' ended on {day}: put a new one in its place");
                break;
            case ExpiryLevel.Soon:
                Warn(mark, "expiry.soon", $"{expiry.Kind} '{expiry.Id}' ends on {day}: have the next one ready");
                break;
            default:
                break;
        }
    }

    private void CheckBegin(X509Certificate2 certificate, Mark mark)
    {
        if (now.UtcDateTime < certificate.NotBefore.ToUniversalTime())
        {
            Warn(mark, "certificate.not_yet_valid", "the certificate is not valid yet: peers will refuse it");
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
