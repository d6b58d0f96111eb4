using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Trust;

namespace Gateway.Commands.Run;

/// <summary>
/// Whose signatures count: of each trust list, and of the bundle. Part of what the operator configured, so it is read
/// at the start and never again: whoever can replace a list must not be able to replace its signer with it.
/// </summary>
internal sealed record Pins(IReadOnlyList<TrustListFile> Lists, IReadOnlyList<X509Certificate2> Officers)
{
    /// <summary>Faults are gathered; what cannot be read is left out.</summary>
    internal static Pins Read(GatewaySettings settings, SettingsPlaces places, ICollection<Fault> faults)
    {
        var lists = new List<TrustListFile>();
        foreach (var list in settings.Trust.Lists.Where(list => list is { File.Length: > 0, Signer.Length: > 0 }))
        {
            if (TrustListReader.ReadPin(list.Signer) is { } pin)
            {
                lists.Add(new TrustListFile(list.File, pin));
            }
            else
            {
                var message = $"'{Path.GetFileName(list.Signer)}': no certificate of the list's signer can be read";
                faults.Add(places.Of($"Trust.Lists.{list.Zone}.Signer").Fault("trust.signer", message));
            }
        }

        var officers = new List<X509Certificate2>();
        for (var i = 0; i < settings.Policy.Officers.Count; i++)
        {
            try
            {
                officers.Add(CertificateFiles.Load(settings.Policy.Officers[i]));
            }
            catch (SettingsFileException e)
            {
                faults.Add(places.Of($"Policy.Officers[{i}]").Fault("settings.certificate", e.Message));
            }
        }

        return new Pins(lists, officers);
    }
}
