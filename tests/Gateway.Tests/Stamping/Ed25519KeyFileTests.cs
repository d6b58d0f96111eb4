using System.Security.Cryptography;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class Ed25519KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-keys").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_key_written_here_is_read_here_and_by_openssl()
    {
        Span<byte> seed = stackalloc byte[Ed25519.SeedSize];
        using var made = Ed25519PrivateKey.Create(seed);
        Ed25519KeyFile.WritePrivate(At("key.pem"), seed);
        using var read = Ed25519KeyFile.ReadPrivate(At("key.pem"));
        Assert.Equal(made.PublicKey.ToArray(), read.PublicKey.ToArray());
        Assert.Equal(0, OpenSsl.Run("pkey", "-in", At("key.pem"), "-pubout", "-out", At("pub.pem")));
        Assert.Equal(Ed25519KeyFile.PublicPem(made.PublicKey), File.ReadAllText(At("pub.pem")));
        Assert.Equal(made.PublicKey.ToArray(), Ed25519KeyFile.ReadPublicPem(File.ReadAllBytes(At("pub.pem"))));
    }

    [Fact]
    public void A_key_made_by_openssl_signs_what_openssl_verifies()
    {
        Assert.Equal(0, OpenSsl.Run("genpkey", "-algorithm", "ed25519", "-out", At("key.pem")));
        File.SetUnixFileMode(At("key.pem"), UnixFileMode.UserRead);
        using var key = Ed25519KeyFile.ReadPrivate(At("key.pem"));
        var signature = new byte[Ed25519.SignatureSize];
        key.Sign("hello"u8, signature);
        File.WriteAllText(At("pub.pem"), Ed25519KeyFile.PublicPem(key.PublicKey));
        File.WriteAllText(At("message"), "hello");
        File.WriteAllText(At("tampered"), "hallo");
        File.WriteAllBytes(At("signature"), signature);
        Assert.Equal(0, OpenSsl.VerifyEd25519(At("pub.pem"), At("message"), At("signature")));
        Assert.NotEqual(0, OpenSsl.VerifyEd25519(At("pub.pem"), At("tampered"), At("signature")));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.UserExecute)]
    public void A_key_file_that_is_not_its_owners_alone_is_refused(UnixFileMode extra)
    {
        Ed25519KeyFile.WritePrivate(At("key.pem"), RandomNumberGenerator.GetBytes(Ed25519.SeedSize));
        File.SetUnixFileMode(At("key.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);
        var e = Assert.Throws<KeyFileException>(() => Ed25519KeyFile.ReadPrivate(At("key.pem")));
        Assert.Contains("chmod 600", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_key_or_a_key_of_another_kind_is_refused()
    {
        Assert.Throws<KeyFileException>(() => Ed25519KeyFile.ReadPrivate(At("absent.pem")));
        Assert.Equal(0, OpenSsl.Run("genpkey", "-algorithm", "x25519", "-out", At("x.pem")));
        Assert.Equal(
            0,
            OpenSsl.Run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", At("p.pem")));
        foreach (var name in new[] { "x.pem", "p.pem" })
        {
            File.SetUnixFileMode(At(name), UnixFileMode.UserRead);
            Assert.Throws<KeyFileException>(() => Ed25519KeyFile.ReadPrivate(At(name)));
        }
    }

    [Fact]
    public void A_key_is_never_written_over_another() =>
        Assert.Throws<IOException>(() =>
        {
            Ed25519KeyFile.WritePrivate(At("key.pem"), new byte[Ed25519.SeedSize]);
            Ed25519KeyFile.WritePrivate(At("key.pem"), new byte[Ed25519.SeedSize]);
        });

    private string At(string name) => Path.Combine(_folder, name);
}
