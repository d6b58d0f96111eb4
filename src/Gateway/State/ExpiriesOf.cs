using Gateway.Policies.Bundle;
using Gateway.Policies.Instruments;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.State;

/// <summary>Reads the expiries out of each thing that is in force. Also out of what is out of date by now.</summary>
internal static class ExpiriesOf
{
    internal static IEnumerable<Expiry> Bundle(PolicyBundle bundle, string folder)
    {
        yield return new Expiry("bundle", bundle.Name, bundle.Expires, folder);
        foreach (var deadline in InstrumentDeadlines.Of(bundle))
        {
            var id = deadline.Filing is { } zone ? $"{deadline.Id}/filing/{zone}" : deadline.Id.ToString();
            var end = new DateTimeOffset(deadline.LastDay.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
            yield return new Expiry("instrument", id, end, Path.Combine(folder, deadline.Mark.File));
        }
    }

    /// <summary>Lists, the authorities both sides grant, and the CRL that counts for each authority.</summary>
    internal static IEnumerable<Expiry> Trust(TrustSnapshot trust, TrustSettings settings) =>
        trust.Sources.Select(list => TrustList(list, settings))
            .Concat(trust.Entries
                .GroupBy(entry => entry.Own.Id, StringComparer.Ordinal)
                .Select(group => group.MaxBy(entry => entry.NotAfter)!)
                .Select(entry => new Expiry(
                    "trust-entry", entry.Own.Id, entry.NotAfter, FileOf(entry.Own.Zone, settings))))
            .Concat(trust.RevocationEnds().Select(end => new Expiry(
                "crl", end.File, end.NotAfter, Path.Combine(settings.Crls, end.File))));

    internal static Expiry TrustList(TrustList list, TrustSettings settings) =>
        new("trust-list", list.State.List, list.NextUpdate, FileOf(list.Zone, settings));

    /// <summary>Of the keys the daemon signs with; nothing of an endorsement that cannot be read.</summary>
    internal static IEnumerable<Expiry> Endorsement(SignedEndorsement signed, string file)
    {
        if (KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out _))
        {
            yield return new Expiry($"{endorsement.Use.Name}-key", endorsement.KeyId, endorsement.To, file);
        }
    }

    /// <summary>Secret keys that the keys file gives an end; most have none.</summary>
    internal static IEnumerable<Expiry> Keys(KeyRing keys, string file) =>
        keys.Ends.Select(key => new Expiry("key", $"{key.Use}/{key.Id}", key.To, file));

    /// <summary>The doors' certificates and those the gateway calls with, as they are shown now.</summary>
    internal static IEnumerable<Expiry> Certificates(TlsIdentities tls, GatewaySettings settings) =>
        tls.Doors.Select(door => new Expiry(
                "server-certificate",
                door.Key,
                door.Value.Leaf.NotAfter.ToUniversalTime(),
                settings.Listeners.First(listener => listener.Name == door.Key).Certificate))
            .Concat(tls.Peers.Select(peer => new Expiry(
                "client-certificate",
                peer.Key,
                peer.Value.Leaf.NotAfter.ToUniversalTime(),
                settings.Forwarding.Identities[peer.Key].Certificate)));

    /// <summary>The same from the files, where nothing is in force; nothing of one that cannot be read.</summary>
    internal static IEnumerable<Expiry> CertificateFiles(GatewaySettings settings) =>
        settings.Listeners
            .Where(listener => listener.Certificate.Length > 0)
            .SelectMany(listener => Certificate("server-certificate", listener.Name, listener.Certificate))
            .Concat(settings.Forwarding.Identities.SelectMany(identity =>
                Certificate("client-certificate", identity.Key, identity.Value.Certificate)))
            .Concat(Taps(settings.Audit));

    /// <summary>
    /// The certificates that taps, and the index, show; read for each connection, so what counts is the file.
    /// </summary>
    internal static IEnumerable<Expiry> Taps(AuditSettings audit) => audit.Taps
        .Where(tap => tap.Syslog is not null)
        .SelectMany(tap => Certificate("client-certificate", $"tap/{tap.Name}", tap.Syslog!.Certificate))
        .Concat(audit.Postgres?.Tls?.Certificate is { } shown ? Certificate("client-certificate", "index", shown) : []);

    private static IEnumerable<Expiry> Certificate(string kind, string id, string file)
    {
        if (NotAfterOf(file) is { } end)
        {
            yield return new Expiry(kind, id, end, file);
        }
    }

    private static DateTimeOffset? NotAfterOf(string file)
    {
        try
        {
            using var certificate = Settings.CertificateFiles.Load(file);
            return certificate.NotAfter.ToUniversalTime();
        }
        catch (SettingsFileException)
        {
            // 'check' and 'status' tell it as a fault of its own.
            return null;
        }
    }

    private static string FileOf(Policies.Parties.Zone zone, TrustSettings settings) =>
        settings.Lists.FirstOrDefault(list => list.Zone == zone)?.File ?? "";
}
