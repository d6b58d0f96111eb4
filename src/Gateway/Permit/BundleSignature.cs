using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
    /// <summary>Faults; none when enough pinned officers have signed these lines.</summary>
    internal static IReadOnlyList<Fault> Check(
        IReadOnlyList<BundleFile> files, ReadOnlySpan<byte> lines, PolicySettings settings, DateTimeOffset now)
    {
        if (files.FirstOrDefault(file => file.Path == BundleFolder.SignatureFile) is not { } signature)
        {
            return settings.AllowUnsigned
                ? [Fault("bundle.unsigned", "the bundle is not signed; 'Policy.AllowUnsigned' lets it pass") with { IsWarning = true }]
                : [Fault("bundle.unsigned", "the bundle is not signed: 'gateway policy sign' signs it")];
        }

        var verdict = CadesSignature.Verify(lines, signature.Bytes.Span);
        if (!verdict.IsSound)
        {
            return [Fault("bundle.signature", "the signature is not over these files: sign the bundle again")];
        }

        var pinned = settings.Officers.Select(CertificateFiles.Load).ToList();
        var signers = verdict.Signers
            .Select(signer => signer.Certificate)
            .Where(certificate => IsInForce(certificate, now) && pinned.Exists(officer => IsSame(officer, certificate)))
            .Select(certificate => certificate.GetCertHashString(HashAlgorithmName.SHA256))
            .Distinct(StringComparer.Ordinal)
            .Count();
        return signers >= settings.Signatures
            ? []
            : [Fault("bundle.officers", $"{signers} of the {settings.Signatures} officers wanted have signed: let the others sign")];
    }

    private static Fault Fault(string code, string message) => new(BundleFolder.SignatureFile, 0, 0, "$", code, message);

    private static bool IsInForce(X509Certificate2 certificate, DateTimeOffset now) =>
        certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime();

    private static bool IsSame(X509Certificate2 officer, X509Certificate2 signer) =>
        CryptographicOperations.FixedTimeEquals(officer.RawDataMemory.Span, signer.RawDataMemory.Span);
}
