using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

/// <summary>What one party's key opens, and nobody else's: opened by a program written by nobody here.</summary>
public sealed class FieldEnvelopeTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("envelope-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("rsa")]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    [InlineData("nistP521")]
    public void The_recipient_opens_each_value_by_itself(string kind)
    {
        using var certificate = Write("a", kind);
        var envelope = new FieldEnvelope(certificate);
        foreach (var text in new[] { "王小明", "1", "{ \"a\": [ 1 ] }\r\n", new string('x', 100_000) })
        {
            Assert.Equal(text, Open("a", Seal(envelope, text)));
        }
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    [InlineData("nistP521")]
    public void What_this_program_opens_openssl_opens_to_the_same_bytes_and_neither_with_another_key(string kind)
    {
        using var certificate = Write("a", kind);
        using var other = Write("b", kind);
        using var withKey = X509Certificate2.CreateFromPemFile(At("a.crt"), At("a.key"));
        using var otherWithKey = X509Certificate2.CreateFromPemFile(At("b.crt"), At("b.key"));
        var message = FieldEnvelope.Once(certificate, "0123456789abcdef0123456789abcdef"u8);
        Assert.Equal("0123456789abcdef0123456789abcdef", Open("a", message));
        Assert.Equal("0123456789abcdef0123456789abcdef"u8.ToArray(), EnvelopeReading.Open(message, withKey));
        Assert.Null(Open("b", message));
        Assert.Null(EnvelopeReading.Open(message, otherWithKey));
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("nistP256")]
    public void Nobody_else_opens_it_and_a_changed_byte_does_not_pass(string kind)
    {
        using var certificate = Write("a", kind);
        using var other = Write("b", kind);
        var sealed_ = Seal(new FieldEnvelope(certificate), "13800138000");
        Assert.Null(Open("b", sealed_));
        foreach (var at in new[] { sealed_.Length - 1, sealed_.Length - 20, sealed_.Length - 30 })
        {
            var changed = sealed_.ToArray();
            changed[at] ^= 1;
            Assert.Null(Open("a", changed));
        }

        Assert.Equal("13800138000", Open("a", sealed_));
    }

    [Fact]
    public void Equal_values_are_never_equal_messages_and_no_byte_of_them_shows()
    {
        using var certificate = Write("a", "nistP256");
        var envelope = new FieldEnvelope(certificate);
        var messages = Enumerable.Range(0, 100).Select(_ => Seal(envelope, "13800138000")).ToList();
        Assert.Equal(100, messages.Select(Convert.ToHexString).Distinct().Count());
        Assert.All(messages, message => Assert.Equal(-1, message.AsSpan().IndexOf("1380013"u8)));
    }

    [Theory]
    [InlineData("rsa", X509KeyUsageFlags.DigitalSignature, false)]
    [InlineData("rsa", X509KeyUsageFlags.KeyEncipherment, true)]
    [InlineData("nistP256", X509KeyUsageFlags.DigitalSignature, false)]
    [InlineData("nistP256", X509KeyUsageFlags.KeyAgreement, true)]
    [InlineData("rsa", null, true)]
    public void A_certificate_that_is_not_for_encryption_is_not_used(string kind, X509KeyUsageFlags? usage, bool isUsable)
    {
        using var certificate = Write("a", kind, usage);
        Assert.Equal(isUsable, FieldEnvelope.Fault(certificate) is null);
    }

    [Fact]
    public void Short_rsa_keys_are_not_used()
    {
#pragma warning disable CA5385 // The point of the test.
        using var key = RSA.Create(1024);
#pragma warning restore CA5385
        using var certificate = new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(Day, Day.AddDays(1));
        Assert.NotNull(FieldEnvelope.Fault(certificate));
    }

    private static byte[] Seal(FieldEnvelope envelope, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var message = new byte[envelope.MaxSize(bytes.Length)];
        return message[..envelope.Encrypt(bytes, message)];
    }

    private string? Open(string name, byte[] message)
    {
        File.WriteAllBytes(At("message"), message);
        File.Delete(At("text"));
        var exit = OpenSsl.Run(
            "cms", "-decrypt", "-binary", "-inform", "DER", "-in", At("message"), "-recip", At(name + ".crt"),
            "-inkey", At(name + ".key"), "-out", At("text"));
        return exit == 0 ? File.ReadAllText(At("text")) : null;
    }

    private X509Certificate2 Write(string name, string kind, X509KeyUsageFlags? usage = null)
    {
        using AsymmetricAlgorithm key = kind == "rsa"
            ? RSA.Create(2048)
            : ECDsa.Create(ECCurve.CreateFromFriendlyName(kind));
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        if (usage is { } flags)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(flags, critical: true));
        }

        // A certificate for key agreement alone is none that could sign itself by the short way.
        var signer = key is RSA signing
            ? X509SignatureGenerator.CreateForRSA(signing, RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa((ECDsa)key);
        var certificate = request.Create(request.SubjectName, signer, Day, Day.AddDays(1), [1, 2, 3]);
        File.WriteAllText(At(name + ".crt"), certificate.ExportCertificatePem());
        File.WriteAllText(At(name + ".key"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
