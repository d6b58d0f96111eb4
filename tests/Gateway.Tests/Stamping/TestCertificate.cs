using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Tests.Stamping;

/// <summary>Throw-away certificates, valid 2026 to 2030.</summary>
internal static class TestCertificate
{
    internal static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly DateTimeOffset End = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static X509Certificate2 Ecdsa(string name, X509Certificate2? issuer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        if (issuer is null)
        {
            return Root(request);
        }

        using var certificate = Leaf(request, issuer);
        return certificate.CopyWithPrivateKey(key);
    }

    internal static X509Certificate2 Rsa(string name, X509Certificate2? issuer = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (issuer is null)
        {
            return Root(request);
        }

        using var certificate = Leaf(request, issuer);
        return certificate.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Root(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        return request.CreateSelfSigned(Begin, End);
    }

    private static X509Certificate2 Leaf(CertificateRequest request, X509Certificate2 issuer)
    {
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, true));
        using var issuerKey = issuer.GetECDsaPrivateKey()!;
        var generator = X509SignatureGenerator.CreateForECDsa(issuerKey);
        return request.Create(issuer.SubjectName, generator, Begin, End, RandomNumberGenerator.GetBytes(16));
    }
}
