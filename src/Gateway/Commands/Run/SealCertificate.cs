using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Trust;

namespace Gateway.Commands.Run;

/// <summary>
/// The e-certificate that seals the ledger: that it can be read, that its key can sign, and that both sides recognise
/// it as a signer's. Told at the start, not an hour later by a seal that nobody accepts.
/// </summary>
internal static class SealCertificate
{
    /// <param name="trust">Null where the lists cannot be read: then nothing is said of recognition.</param>
    internal static void Check(
        GatewaySettings settings,
        SettingsPlaces places,
        TrustSnapshot? trust,
        DateTimeOffset now,
        ICollection<Fault> faults)
    {
        if (settings.Ledger.Seal is not { Certificate.Length: > 0, Key.Length: > 0 } seal)
        {
            return;
        }

        if (!seal.SaysTimestamp)
        {
            faults.Add(places.Of("Ledger.Seal").Fault(
                "seal.timestamp",
                "no authority says when a seal was made: set 'Timestamp' to one's URL, or to off") with
            {
                IsWarning = true,
            });
        }

        try
        {
            using var certificate = CertificateFiles.LoadWithKey(seal.Certificate, seal.Key);
            if (FaultOf(certificate, trust, now) is { } fault)
            {
                faults.Add(places.Of("Ledger.Seal.Certificate").Fault("seal.certificate", fault));
            }
        }
        catch (SettingsFileException e)
        {
            faults.Add(places.Of("Ledger.Seal").Fault("seal.certificate", e.Message));
        }
    }

    private static string? FaultOf(X509Certificate2 certificate, TrustSnapshot? trust, DateTimeOffset now)
    {
        using var rsa = certificate.GetRSAPrivateKey();
        using var curve = certificate.GetECDsaPrivateKey();
        if (rsa is null && curve is null)
        {
            return "the key that seals must be RSA or ECDSA";
        }

        return trust?.Judge(certificate, TrustUse.Signing, now) is CertificateVerdict.Distrusted no
            ? $"the lists do not recognise it as a signer's: {no.Code}: {no.Detail}"
            : null;
    }
}
