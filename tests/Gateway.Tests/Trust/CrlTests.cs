using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Commands.Dev;
using Gateway.Policies;
using Gateway.Trust;

namespace Gateway.Tests.Trust;

public sealed class CrlTests(TrustBench bench) : IClassFixture<TrustBench>
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);

    private DateTimeOffset Now => bench.Clock.Now;

    // What is in the folder for the issuing CA; the root's CRL is always good.
    [Theory]
    [InlineData("good", "trusted")]
    [InlineData("good in PEM", "trusted")]
    [InlineData("lists it", "certificate.revoked")]
    [InlineData("lists it in PEM", "certificate.revoked")]
    [InlineData("lists another", "trusted")]
    [InlineData("missing", "certificate.revocation_unknown")]
    [InlineData("of the other side", "certificate.revocation_unknown")]
    [InlineData("past its next update", "certificate.revocation_unknown")]
    [InlineData("past its next update and lists it", "certificate.revoked")]
    [InlineData("older than the entry allows", "certificate.revocation_unknown")]
    [InlineData("just young enough", "trusted")]
    [InlineData("dated tomorrow", "certificate.revocation_unknown")]
    [InlineData("same name, other key", "certificate.revocation_unknown")]
    [InlineData("one byte changed", "certificate.revocation_unknown")]
    [InlineData("delta", "certificate.revocation_unknown")]
    [InlineData("issuing distribution point", "certificate.revocation_unknown")]
    [InlineData("unknown critical extension", "certificate.revocation_unknown")]
    [InlineData("unknown extension", "trusted")]
    [InlineData("no next update", "certificate.revocation_unknown")]
    [InlineData("not a CRL", "certificate.revocation_unknown")]
    [InlineData("older good, newer lists it", "certificate.revoked")]
    [InlineData("older lists it, newer good", "trusted")]
    [InlineData("good, and a delta beside it", "trusted")]
    public void Without_a_full_current_CRL_of_its_CA_a_certificate_is_refused(string kind, string expected)
    {
        using var certificate = bench.Client();
        using var folder = new TemporaryFolder();
        folder.Write("root.crl", bench.North.Root.RevocationList([], Now.AddHours(-1), Now.AddDays(1)));
        var crls = Crls(kind, certificate);
        for (var i = 0; i < crls.Length; i++)
        {
            folder.Write($"issuing-{i}.crl", crls[i]);
        }

        Assert.Equal(expected, Judge(certificate, folder.Path, out _));
    }

    [Fact]
    public void The_signing_CA_needs_a_CRL_of_its_root_too()
    {
        using var certificate = bench.Client();
        using var folder = new TemporaryFolder();
        folder.Write("issuing.crl", bench.North.Issuing.RevocationList([], Now.AddHours(-1), Now.AddDays(1)));

        Assert.Equal("certificate.revocation_unknown", Judge(certificate, folder.Path, out _));
        folder.Write("root.crl", bench.North.Root.RevocationList(
            [bench.North.Issuing.Certificate], Now.AddHours(-1), Now.AddDays(1)));
        Assert.Equal("certificate.revoked", Judge(certificate, folder.Path, out _));
    }

    [Fact]
    public void A_CRL_that_counts_for_nothing_is_told()
    {
        using var certificate = bench.Client();
        using var folder = new TemporaryFolder();
        folder.Write("a.crl", Crls("not a CRL", certificate)[0]);
        folder.Write("b.crl", Crls("one byte changed", certificate)[0]);
        folder.Write("c.crl", Crls("delta", certificate)[0]);

        Judge(certificate, folder.Path, out var faults);

        Assert.Equal(["trust.crl.form", "trust.crl.signature", "trust.crl.scope"], faults.Select(fault => fault.Code));
        Assert.All(faults, fault => Assert.True(fault.IsWarning));
    }

    [Fact]
    public void Freshness_is_asked_at_each_request()
    {
        using var folder = new TemporaryFolder();
        folder.Write("issuing.crl", bench.North.Issuing.RevocationList([], Now.AddHours(-1), Now.AddHours(1)));
        var crls = CrlFolder.Read(folder.Path, [bench.North.Issuing.Certificate], []);
        var issuer = Fingerprint.Of(bench.North.Issuing.Certificate);

        Assert.Equal(RevocationAnswer.Good, crls.Ask(issuer, "01", MaxAge, Now.AddHours(1)));
        Assert.Equal(RevocationAnswer.Unknown, crls.Ask(issuer, "01", MaxAge, Now.AddHours(1).AddSeconds(1)));
        Assert.Equal(RevocationAnswer.Unknown, crls.Ask("00", "01", MaxAge, Now));
    }

    [Fact]
    public void The_digest_of_the_trust_state_changes_with_a_CRL_that_counts()
    {
        using var certificate = bench.Client();
        using var folder = new TemporaryFolder();
        var empty = Snapshot(folder.Path, []).Digest;
        folder.Write("b.crl", Crls("not a CRL", certificate)[0]);
        Assert.Equal(empty, Snapshot(folder.Path, []).Digest);
        folder.Write("a.crl", bench.North.Issuing.RevocationList([], Now.AddHours(-1), Now.AddHours(1)));
        Assert.NotEqual(empty, Snapshot(folder.Path, []).Digest);
    }

    [Fact]
    public void Any_changed_byte_of_a_CRL_makes_it_count_for_nothing()
    {
        using var certificate = bench.Client();
        var good = Crls("lists it", certificate)[0];
        Assert.True(RevocationList.Parse(good)!.IsSignedBy(bench.North.Issuing.Certificate));
        for (var i = 0; i < good.Length; i++)
        {
            var bent = good.ToArray();
            bent[i] ^= 1;
            var list = RevocationList.Parse(bent);
            Assert.False(list is { IsUsable: true } && list.IsSignedBy(bench.North.Issuing.Certificate), $"byte {i}");
        }
    }

    private string Judge(X509Certificate2 certificate, string folder, out List<Fault> faults)
    {
        faults = [];
        return TrustBench.Say(Snapshot(folder, faults).Judge(certificate, TrustUse.TlsPeer, Now));
    }

    private TrustSnapshot Snapshot(string folder, List<Fault> faults)
    {
        var authorities = new[] { bench.North.Root, bench.North.Issuing, bench.South.Root, bench.South.Issuing };
        var crls = CrlFolder.Read(folder, [.. authorities.Select(authority => authority.Certificate)], faults);
        return bench.Snapshot(south: entry => entry with { MaxCrlAge = MaxAge }, revocation: crls);
    }

    private byte[][] Crls(string kind, X509Certificate2 certificate)
    {
        var issuing = bench.North.Issuing;
        byte[] Of(DevAuthority authority, int hours, params X509Certificate2[] revoked) =>
            authority.RevocationList(revoked, Now.AddHours(-hours), Now.AddDays(1));
        switch (kind)
        {
            case "good": return [Of(issuing, 1)];
            case "good in PEM": return [Pem(Of(issuing, 1))];
            case "lists it": return [Of(issuing, 1, certificate)];
            case "lists it in PEM": return [Pem(Of(issuing, 1, certificate))];
            case "lists another": return [Of(issuing, 1, bench.Client())];
            case "missing": return [];
            case "of the other side": return [Of(bench.South.Issuing, 1)];
            case "past its next update": return [issuing.RevocationList([], Now.AddHours(-2), Now.AddSeconds(-1))];
            case "past its next update and lists it":
                return [issuing.RevocationList([certificate], Now.AddHours(-2), Now.AddSeconds(-1))];
            case "older than the entry allows": return [Of(issuing, 13)];
            case "just young enough": return [Of(issuing, 12)];
            case "dated tomorrow": return [issuing.RevocationList([], Now.AddHours(1), Now.AddDays(2))];
            case "same name, other key": return [Of(bench.Rogue.Issuing, 1)];
            case "one byte changed":
                var bent = Of(issuing, 1);
                bent[^1] ^= 1;
                return [bent];
            case "delta": return [Written(("2.5.29.27", true, [2, 1, 1]))];
            case "issuing distribution point": return [Written(("2.5.29.28", true, [0x30, 3, 0x81, 1, 0xff]))];
            case "unknown critical extension": return [Written(("1.2.3.4", true, [5, 0]))];
            case "unknown extension": return [Written(("1.2.3.4", false, [5, 0]))];
            case "no next update": return [Written(null)];
            case "not a CRL": return [[0x30, 3, 2, 1, 1]];
            case "older good, newer lists it": return [Of(issuing, 2), Of(issuing, 1, certificate)];
            case "older lists it, newer good": return [Of(issuing, 2, certificate), Of(issuing, 1)];
            case "good, and a delta beside it": return [Of(issuing, 2), Written(("2.5.29.27", true, [2, 1, 1]))];
            default: throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    private static byte[] Pem(byte[] der) => PemEncoding.WriteUtf8("X509 CRL"u8, der);

    // A well-signed CRL with one extension, or with no extension and no nextUpdate (RFC 5280 section 5.1).
    private byte[] Written((string Identifier, bool Critical, byte[] Value)? extension)
    {
        var authority = bench.North.Issuing.Certificate;
        var body = new AsnWriter(AsnEncodingRules.DER);
        using (body.PushSequence())
        {
            body.WriteInteger(1);
            WriteAlgorithm(body);
            body.WriteEncodedValue(authority.SubjectName.RawData);
            body.WriteUtcTime(Now.AddHours(-1));
            if (extension is { } one)
            {
                body.WriteUtcTime(Now.AddDays(1));
                using (body.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                using (body.PushSequence())
                using (body.PushSequence())
                {
                    body.WriteObjectIdentifier(one.Identifier);
                    if (one.Critical)
                    {
                        body.WriteBoolean(true);
                    }

                    body.WriteOctetString(one.Value);
                }
            }
        }

        var signed = body.Encode();
        using var key = authority.GetECDsaPrivateKey()!;
        var list = new AsnWriter(AsnEncodingRules.DER);
        using (list.PushSequence())
        {
            list.WriteEncodedValue(signed);
            WriteAlgorithm(list);
            list.WriteBitString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        return list.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
        }
    }
}
