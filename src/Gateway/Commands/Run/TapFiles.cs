using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Settings;

namespace Gateway.Commands.Run;

/// <summary>
/// What the taps need, looked at before the start: certificates and keys that can be read, and a regulator who is in
/// the bundle. Told by <c>check</c>, not by a receiver that stays empty.
/// </summary>
internal static class TapFiles
{
    /// <param name="bundle">Null where it cannot be read: then nothing is said of the regulator.</param>
    internal static void Check(
        AuditSettings audit, PolicyBundle? bundle, SettingsPlaces places, ICollection<Fault> faults)
    {
        foreach (var tap in audit.Taps)
        {
            void Tell(string key, string code, string message) =>
                faults.Add(places.Of($"Audit.Taps.{tap.Name}.{key}").Fault(code, message));

            if (tap.Syslog is { Certificate.Length: > 0, Key.Length: > 0, Authority.Length: > 0 } syslog)
            {
                CheckCertificates(syslog, Tell);
            }

            if (tap.Party is { } reader && bundle is not null && !IsReader(reader, tap.Zone, bundle))
            {
                Tell("Party", "tap.party", $"'{reader}' must be a regulator of the bundle, of this zone, with a scope");
            }
        }
    }

    private static bool IsReader(PartyId id, Zone zone, PolicyBundle bundle) =>
        bundle.Parties.TryGetValue(id, out var party) && party.Zone == zone
        && party.Roles.Contains(PartyRole.Regulator) && party.Scope is not null;

    private static void CheckCertificates(SyslogSettings syslog, Action<string, string, string> tell)
    {
        try
        {
            CertificateFiles.LoadWithKey(syslog.Certificate, syslog.Key).Dispose();
        }
        catch (SettingsFileException e)
        {
            tell("Certificate", "tap.certificate", e.Message);
        }

        if (!HasCertificate(syslog.Authority))
        {
            tell("Authority", "tap.authority", $"'{Path.GetFileName(syslog.Authority)}': no PEM certificate is in it");
        }
    }

    internal static bool HasCertificate(string file)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count > 0;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
