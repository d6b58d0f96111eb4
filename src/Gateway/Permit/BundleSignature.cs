using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Permit;

/// <summary>
/// bundle.p7s: CMS, detached, over exactly the digest lines, by at least <c>Policy:Signatures</c> distinct officers.
/// The officers are pinned in gateway.json, never by the bundle they sign.
/// </summary>
internal static class BundleSignature
{
    /// <summary>Adds faults; none when enough pinned officers have signed these lines.</summary>
    /// <param name="officers">Certificates of the pinned officers.</param>
    /// <returns>Fingerprints of the officers whose signatures count.</returns>
    internal static IReadOnlyList<Sha256Digest> Check(
        IReadOnlyList<BundleFile> files,
        PolicySettings settings,
        IReadOnlyList<X509Certificate2> officers,
        DateTimeOffset now,
        List<Fault> faults)
    {
        if (files.FirstOrDefault(file => file.Path == BundleFolder.SignatureFile) is not { } signature)
        {
            faults.Add(settings.AllowUnsigned
                ? Fault("bundle.unsigned", "the bundle is not signed; 'Policy.AllowUnsigned' lets it pass") with
                {
                    IsWarning = true,
                }
                : Fault("bundle.unsigned", "the bundle is not signed: 'gateway policy sign' signs it"));
            return [];
        }

        var verdict = CadesSignature.Verify(BundleDigest.Lines(files), signature.Bytes.Span);
        if (!verdict.IsSound)
        {
            faults.Add(Fault("bundle.signature", "the signature is not over these files: sign the bundle again"));
            return [];
        }

        var signers = verdict.Signers
            .Select(signer => signer.Certificate)
            .Where(certificate => IsInForce(certificate, now) && officers.Any(officer => IsSame(officer, certificate)))
            .Select(certificate => Sha256Digest.Of(certificate.RawDataMemory.Span))
            .Distinct()
            .ToList();
        if (signers.Count < settings.Signatures)
        {
            faults.Add(Fault(
                "bundle.officers",
                $"{signers.Count} of the {settings.Signatures} officers wanted have signed: let the others sign"));
        }

        return signers;
    }

    private static Fault Fault(string code, string message) =>
        new(BundleFolder.SignatureFile, 0, 0, "$", code, message);

    private static bool IsInForce(X509Certificate2 certificate, DateTimeOffset now) =>
        certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime
        && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime();

    private static bool IsSame(X509Certificate2 officer, X509Certificate2 signer) =>
        CryptographicOperations.FixedTimeEquals(officer.RawDataMemory.Span, signer.RawDataMemory.Span);
}
