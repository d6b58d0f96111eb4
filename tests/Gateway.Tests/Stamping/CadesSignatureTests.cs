using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

public sealed class CadesSignatureTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("line one\nline two\r\n");

    private readonly X509Certificate2 _root = TestCertificate.Ecdsa("Root");
    private readonly X509Certificate2 _ecdsa;
    private readonly X509Certificate2 _rsa;

    public CadesSignatureTests()
    {
        _ecdsa = TestCertificate.Ecdsa("Exporter A", _root);
        _rsa = TestCertificate.Rsa("Exporter B", _root);
    }

    public void Dispose()
    {
        _root.Dispose();
        _ecdsa.Dispose();
        _rsa.Dispose();
    }

    [Fact]
    public void Each_of_several_signers_is_found_by_its_certificate()
    {
        var signed = CadesSignature.AddSigner(CadesSignature.Sign(_ecdsa, Content, Time), _rsa, Content, Time);
        var verdict = CadesSignature.Verify(Content, signed);
        Assert.True(verdict.IsSound, string.Join("; ", verdict.Faults));
        Assert.Equal(
            [_ecdsa.Thumbprint, _rsa.Thumbprint],
            verdict.Signers.Select(signer => signer.Certificate.Thumbprint).OrderBy(t => t != _ecdsa.Thumbprint));
        Assert.All(verdict.Signers, signer => Assert.Equal(Time, signer.SigningTime));
    }

    [Fact]
    public void A_certificate_that_signed_twice_counts_once()
    {
        var signed = CadesSignature.AddSigner(CadesSignature.Sign(_ecdsa, Content, Time), _ecdsa, Content, Time);
        Assert.Single(CadesSignature.Verify(Content, signed).Signers);
    }

    [Fact]
    public void No_changed_byte_of_content_or_signature_passes_as_the_same_signature()
    {
        var signed = CadesSignature.Sign(_ecdsa, Content, Time);
        for (var i = 0; i < Content.Length; i++)
        {
            Assert.Empty(CadesSignature.Verify(Flip(Content, i), signed).Signers);
        }

        for (var i = 0; i < signed.Length; i++)
        {
            // What no signature covers (version numbers, a certificate's unused copy) may change; who signed may not.
            var verdict = CadesSignature.Verify(Content, Flip(signed, i));
            Assert.All(verdict.Signers, signer => Assert.Equal(_ecdsa.Thumbprint, signer.Certificate.Thumbprint));
        }
    }

    [Fact]
    public void A_signature_without_the_ess_attribute_is_refused()
    {
        var cms = new SignedCms(new ContentInfo(Content), detached: true);
        var signer = new CmsSigner(_ecdsa) { IncludeOption = X509IncludeOption.EndCertOnly };
        signer.SignedAttributes.Add(new Pkcs9SigningTime(Time.UtcDateTime));
        cms.ComputeSignature(signer);
        var verdict = CadesSignature.Verify(Content, cms.Encode());
        Assert.Empty(verdict.Signers);
        Assert.Contains("signing-certificate-v2", Assert.Single(verdict.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void An_ess_attribute_that_names_another_certificate_is_refused()
    {
        var cms = new SignedCms(new ContentInfo(Content), detached: true);
        var signer = new CmsSigner(_ecdsa) { IncludeOption = X509IncludeOption.EndCertOnly };
        signer.SignedAttributes.Add(new Pkcs9SigningTime(Time.UtcDateTime));
        signer.SignedAttributes.Add(CadesAttributes.SigningCertificate(_rsa));
        cms.ComputeSignature(signer);
        Assert.Empty(CadesSignature.Verify(Content, cms.Encode()).Signers);
    }

    [Fact]
    public void Content_inside_the_signature_is_refused()
    {
        var cms = new SignedCms(new ContentInfo(Content), detached: false);
        var signer = new CmsSigner(_ecdsa) { IncludeOption = X509IncludeOption.EndCertOnly };
        signer.SignedAttributes.Add(new Pkcs9SigningTime(Time.UtcDateTime));
        signer.SignedAttributes.Add(CadesAttributes.SigningCertificate(_ecdsa));
        cms.ComputeSignature(signer);
        Assert.False(CadesSignature.Verify("another content"u8, cms.Encode()).IsSound);
    }

    [Theory]
    [InlineData("1.3.14.3.2.26")]
    public void A_digest_weaker_than_sha_256_is_refused(string digest)
    {
        var cms = new SignedCms(new ContentInfo(Content), detached: true);
        var signer = new CmsSigner(_rsa)
        {
            IncludeOption = X509IncludeOption.EndCertOnly,
            DigestAlgorithm = new System.Security.Cryptography.Oid(digest),
        };
        signer.SignedAttributes.Add(new Pkcs9SigningTime(Time.UtcDateTime));
        signer.SignedAttributes.Add(CadesAttributes.SigningCertificate(_rsa));
        cms.ComputeSignature(signer);
        Assert.Empty(CadesSignature.Verify(Content, cms.Encode()).Signers);
    }

    [Fact]
    public void Bytes_after_the_signature_are_refused()
    {
        byte[] longer = [.. CadesSignature.Sign(_ecdsa, Content, Time), 0];
        Assert.False(CadesSignature.Verify(Content, longer).IsSound);
        Assert.False(CadesSignature.Verify(Content, []).IsSound);
        Assert.False(CadesSignature.Verify(Content, "no signature at all"u8).IsSound);
    }

    [Fact]
    public void Openssl_accepts_what_is_signed_here_and_refuses_its_tampered_twin()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-cades").FullName;
        try
        {
            string At(string name) => Path.Combine(folder, name);
            File.WriteAllText(At("root.pem"), _root.ExportCertificatePem());
            File.WriteAllBytes(At("content"), Content);
            File.WriteAllBytes(At("tampered"), Flip(Content, 3));
            File.WriteAllBytes(
                At("p7s"), CadesSignature.AddSigner(CadesSignature.Sign(_ecdsa, Content, Time), _rsa, Content, Time));
            Assert.Equal(0, OpenSsl.VerifyCms(At("root.pem"), At("content"), At("p7s")));
            Assert.NotEqual(0, OpenSsl.VerifyCms(At("root.pem"), At("tampered"), At("p7s")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        var copy = (byte[])bytes.Clone();
        copy[at] ^= 1;
        return copy;
    }
}
