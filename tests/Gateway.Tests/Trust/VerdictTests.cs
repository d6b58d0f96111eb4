using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Commands.Dev;
using Gateway.Policies.Parties;
using Gateway.Trust;

namespace Gateway.Tests.Trust;

public sealed class VerdictTests(TrustBench bench) : IClassFixture<TrustBench>
{
    private const X509KeyUsageFlags Signature = X509KeyUsageFlags.DigitalSignature;

    [Fact]
    public void A_good_certificate_is_trusted_under_the_entries_of_its_CA()
    {
        using var certificate = bench.Client();

        var verdict = Assert.IsType<CertificateVerdict.Trusted>(
            bench.Snapshot().Judge(certificate, TrustUse.TlsPeer, TrustBench.Now));

        Assert.Equal(["gd-org-1"], verdict.Entries);
        Assert.Equal(Zone.CN, verdict.Zone);
        Assert.Equal(CertificateType.Organisational, verdict.CertType);
        Assert.Equal(["2.16.344.8.2.2008.810.2.2018.1.1"], verdict.Policies);
        X509Certificate2[] path = [certificate, bench.North.Issuing.Certificate, bench.North.Root.Certificate];
        Assert.Equal(path.Select(Fingerprint.Of), verdict.Path);
    }

    // Each certificate differs from the trusted one in one thing.
    [Theory]
    [InlineData("nothing", "trusted")]
    [InlineData("expired", "certificate.expired")]
    [InlineData("ends now", "trusted")]
    [InlineData("not yet valid", "certificate.not_yet_valid")]
    [InlineData("begins now", "trusted")]
    [InlineData("a CA", "certificate.usage")]
    [InlineData("may sign certificates", "certificate.usage")]
    [InlineData("may sign CRLs", "certificate.usage")]
    [InlineData("may not sign", "certificate.usage")]
    [InlineData("server only", "certificate.usage")]
    [InlineData("server and client", "trusted")]
    [InlineData("no extended usage", "certificate.usage")]
    [InlineData("any extended usage", "certificate.usage")]
    [InlineData("no authority key", "certificate.usage")]
    [InlineData("unknown critical", "certificate.usage")]
    [InlineData("unknown uncritical", "trusted")]
    [InlineData("SHA-384", "certificate.algorithm")]
    [InlineData("no policy", "certificate.policy")]
    [InlineData("any policy", "certificate.policy")]
    [InlineData("base policy", "certificate.policy")]
    [InlineData("810.20", "certificate.policy")]
    [InlineData("other version", "certificate.policy")]
    [InlineData("longer version", "certificate.policy")]
    [InlineData("another policy beside it", "trusted")]
    [InlineData("person's type", "certificate.type")]
    [InlineData("no type", "certificate.type")]
    [InlineData("type in another case", "certificate.type")]
    [InlineData("type twice", "certificate.type")]
    public void Each_fault_of_a_certificate_has_its_code(string fault, string expected)
    {
        using var certificate = bench.Client(subject => Bend(subject, fault));

        Assert.Equal(expected, bench.Judge(certificate));
    }

    [Theory]
    [InlineData("RSA 1024", "certificate.algorithm")]
    [InlineData("RSA 2048", "trusted")]
    [InlineData("P-256", "trusted")]
    [InlineData("P-384", "trusted")]
    [InlineData("P-521", "certificate.algorithm")]
    public void Short_keys_and_other_curves_are_refused(string kind, string expected)
    {
        using var key = NewKey(kind);
        using var certificate = bench.North.Issuing.Issue(bench.North.Client(DevParties.BankGz), key);

        Assert.Equal(expected, bench.Judge(certificate));
    }

    [Theory]
    [InlineData("SHA-256", "trusted")]
    [InlineData("SHA-1", "certificate.algorithm")]
    [InlineData("MD5", "certificate.algorithm")]
    public void Broken_hashes_are_refused_though_the_CA_signed_with_them(string hash, string expected)
    {
        using var key = DevAuthority.NewCurveKey();
        using var certificate = IssuedBySouth(new PublicKey(key), hash);

        Assert.Equal(expected, JudgeAnyAlgorithm(certificate));
    }

    [Fact]
    public void An_Ed25519_key_is_refused_in_a_certificate()
    {
        // RFC 8410 section 4: SubjectPublicKeyInfo without parameters. The list may name what it wants.
        byte[] spki = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00, .. new byte[32]];
        var key = PublicKey.CreateFromSubjectPublicKeyInfo(spki, out _);
        using var certificate = IssuedBySouth(key, "SHA-256");

        Assert.Equal("certificate.algorithm", JudgeAnyAlgorithm(certificate));
    }

    [Fact]
    public void A_certificate_of_a_CA_on_no_list_is_untrusted_though_every_name_is_right()
    {
        using var certificate = bench.Rogue.Issuing.Issue(bench.Rogue.Client(DevParties.BankGz));

        Assert.Equal("certificate.untrusted", bench.Judge(certificate));
    }

    [Fact]
    public void A_certificate_that_signed_itself_is_untrusted()
    {
        using var key = DevAuthority.NewCurveKey();
        using var own = DevAuthority.Root(bench.North.Client(DevParties.BankGz), key);

        Assert.Equal("certificate.untrusted", bench.Judge(own.Certificate));
    }

    [Fact]
    public void The_CAs_own_certificates_are_nobodys()
    {
        Assert.Equal("certificate.untrusted", bench.Judge(bench.North.Issuing.Certificate));
        Assert.Equal("certificate.untrusted", bench.Judge(bench.North.Root.Certificate));
    }

    [Fact]
    public void A_CA_below_the_listed_one_cannot_issue()
    {
        using var key = DevAuthority.NewCurveKey();
        using var below = bench.North.Issuing.Subordinate(bench.North.Client(DevParties.BankGz), key);
        using var certificate = below.Issue(bench.North.Client(DevParties.BankGz));

        Assert.Equal("certificate.untrusted", bench.Judge(certificate));
    }

    [Theory]
    [InlineData(false, "certificate.policy")]
    [InlineData(true, "trusted")]
    public void The_signing_CA_must_pass_the_policy_on(bool hasPolicy, string expected)
    {
        using var key = DevAuthority.NewCurveKey();
        var name = DevNames.Authority("CN", "Bench second issuing CA");
        using var issuing = bench.North.Root.Subordinate(
            new DevSubject(name, bench.Clock.Founded, bench.Clock.Dissolved)
            {
                Policies = hasPolicy ? [PolicyArcs.AnyPolicy] : [],
            },
            key);
        using var certificate = issuing.Issue(bench.North.Client(DevParties.BankGz));
        TrustEntry Replace(TrustEntry entry) =>
            entry.Zone == Zone.CN ? entry with { Issuer = issuing.Certificate } : entry;

        var verdict = bench.Snapshot(Replace, Replace).Judge(certificate, TrustUse.TlsPeer, TrustBench.Now);

        Assert.Equal(expected, TrustBench.Say(verdict));
    }

    [Fact]
    public void An_anchor_of_another_root_does_not_make_a_path()
    {
        using var certificate = bench.Client();
        TrustEntry Replace(TrustEntry entry) =>
            entry.Zone == Zone.CN ? entry with { Anchor = bench.Rogue.Root.Certificate } : entry;

        var verdict = bench.Snapshot(Replace).Judge(certificate, TrustUse.TlsPeer, TrustBench.Now);

        Assert.Equal("certificate.untrusted", TrustBench.Say(verdict));
    }

    [Fact]
    public void A_root_that_issues_itself_makes_a_path_of_two()
    {
        using var certificate = bench.North.Root.Issue(bench.North.Client(DevParties.BankGz));
        TrustEntry Replace(TrustEntry entry) =>
            entry.Zone == Zone.CN ? entry with { Issuer = bench.North.Root.Certificate } : entry;

        var verdict = bench.Snapshot(Replace, Replace).Judge(certificate, TrustUse.TlsPeer, TrustBench.Now);

        Assert.Equal(2, Assert.IsType<CertificateVerdict.Trusted>(verdict).Path.Count);
    }

    // Rows: certificate; columns: what it is presented as.
    [Theory]
    [InlineData("client", "tls client", "trusted")]
    [InlineData("client", "tls server", "certificate.usage")]
    [InlineData("client", "signer", "certificate.usage")]
    [InlineData("client", "operator", "certificate.usage")]
    [InlineData("client", "timestamp", "certificate.usage")]
    [InlineData("server", "tls client", "certificate.usage")]
    [InlineData("server", "tls server", "trusted")]
    [InlineData("server", "signer", "certificate.usage")]
    [InlineData("signer", "tls client", "certificate.usage")]
    [InlineData("signer", "signer", "trusted")]
    [InlineData("officer", "operator", "trusted")]
    [InlineData("officer", "operator client", "trusted")]
    [InlineData("officer", "tls client", "certificate.type")]
    [InlineData("officer", "signer", "certificate.type")]
    public void Uses_do_not_mix(string kind, string presentedAs, string expected)
    {
        var side = bench.North;
        using var certificate = side.Issuing.Issue(kind switch
        {
            "client" => side.Client(DevParties.BankGz),
            "server" => side.Server(DevParties.BankGz),
            "signer" => side.Signer(DevParties.BankGz),
            _ => side.Person(DevParties.Officers[0]),
        });
        var (use, role) = presentedAs switch
        {
            "tls client" => (TrustUse.TlsPeer, PeerRole.Client),
            "tls server" => (TrustUse.TlsPeer, PeerRole.Server),
            "signer" => (TrustUse.Signing, PeerRole.None),
            "operator" => (TrustUse.Operator, PeerRole.None),
            "operator client" => (TrustUse.Operator, PeerRole.Client),
            _ => (TrustUse.Timestamp, PeerRole.None),
        };

        var verdict = bench.Snapshot().Judge(certificate, use, role, TrustBench.Now);

        Assert.Equal(expected, TrustBench.Say(verdict));
    }

    [Fact]
    public void The_south_sides_RSA_hierarchy_is_trusted_alike()
    {
        using var certificate = bench.South.Issuing.Issue(bench.South.Client(DevParties.BankHk));

        var verdict = bench.Snapshot().Judge(certificate, TrustUse.TlsPeer, TrustBench.Now);

        Assert.Equal(Zone.HK, Assert.IsType<CertificateVerdict.Trusted>(verdict).Zone);
    }

    [Theory]
    [InlineData("RSA-SHA256", "certificate.algorithm")]
    [InlineData("ECDSA-SHA256", "trusted")]
    public void Only_the_entrys_algorithms_are_accepted(string algorithm, string expected)
    {
        using var certificate = bench.Client();
        var snapshot = bench.Snapshot(entry => entry with { Algorithms = [algorithm] });

        Assert.Equal(expected, TrustBench.Say(snapshot.Judge(certificate, TrustUse.TlsPeer, TrustBench.Now)));
    }

    [Fact]
    public void Of_several_entries_the_reason_of_the_one_passed_furthest_is_told()
    {
        using var certificate = bench.Client(subject => subject with { Policies = [] });

        // One entry fails at the type, the other only at the policy.
        TrustEntry[] entries =
        [
            .. bench.Entries,
            bench.Entries[0] with
            {
                Id = "gd-org-0",
                CertType = CertificateType.Server,
                TypeMatch = new TypeMatch("commonName", "x"),
            },
        ];
        var snapshot = TrustSnapshot.Create(
            [TrustBench.List(Zone.CN, entries.Reverse()), TrustBench.List(Zone.HK, entries)],
            new FixedAnswer(RevocationAnswer.Good));

        Assert.Equal(
            "certificate.policy", TrustBench.Say(snapshot.Judge(certificate, TrustUse.TlsPeer, TrustBench.Now)));
    }

    [Theory]
    [InlineData(RevocationAnswer.Good, "trusted")]
    [InlineData(RevocationAnswer.Revoked, "certificate.revoked")]
    [InlineData(RevocationAnswer.Unknown, "certificate.revocation_unknown")]
    internal void Unless_revocation_says_good_the_answer_is_no(RevocationAnswer answer, string expected)
    {
        using var certificate = bench.Client();
        var snapshot = bench.Snapshot(revocation: new FixedAnswer(answer));

        Assert.Equal(expected, TrustBench.Say(snapshot.Judge(certificate, TrustUse.TlsPeer, TrustBench.Now)));
    }

    [Fact]
    public void A_remembered_verdict_is_asked_again_for_dates_and_revocation()
    {
        using var certificate = bench.Client();
        var revocation = new FixedAnswer(RevocationAnswer.Good);
        var snapshot = bench.Snapshot(revocation: revocation);

        Assert.Equal("trusted", TrustBench.Say(snapshot.Judge(certificate, TrustUse.TlsPeer, TrustBench.Now)));
        Assert.Equal("trusted", TrustBench.Say(snapshot.Judge(certificate, TrustUse.TlsPeer, TrustBench.Now)));
        Assert.Equal(4, revocation.Asked);
        var late = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).AddSeconds(1);
        var longLists = TrustSnapshot.Create(
            [
                TrustBench.List(Zone.CN, bench.Entries, late.AddDays(1)),
                TrustBench.List(Zone.HK, bench.Entries, late.AddDays(1)),
            ],
            revocation);
        Assert.Equal("trusted", TrustBench.Say(longLists.Judge(certificate, TrustUse.TlsPeer, TrustBench.Now)));
        Assert.Equal("certificate.expired", TrustBench.Say(longLists.Judge(certificate, TrustUse.TlsPeer, late)));
    }

    [Fact]
    public void A_refusal_names_the_certificate_by_fingerprint_and_by_nothing_that_stands_in_it()
    {
        using var certificate = bench.Client(subject => subject with { Policies = [] });

        var verdict = Assert.IsType<CertificateVerdict.Distrusted>(
            bench.Snapshot().Judge(certificate, TrustUse.TlsPeer, TrustBench.Now));

        Assert.Contains(Fingerprint.Of(certificate), verdict.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(DevParties.BankGz.Registration, verdict.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(certificate.SerialNumber, verdict.Detail, StringComparison.OrdinalIgnoreCase);
    }

    private string JudgeAnyAlgorithm(X509Certificate2 certificate)
    {
        static TrustEntry Any(TrustEntry entry) =>
            entry with { Algorithms = ["RSA-SHA1", "RSA-MD5", "RSA-SHA256", "Ed25519", "SM2-SM3"] };
        return TrustBench.Say(bench.Snapshot(Any, Any).Judge(certificate, TrustUse.TlsPeer, TrustBench.Now));
    }

    private X509Certificate2 IssuedBySouth(PublicKey key, string hash)
    {
        var request = new CertificateRequest(
            DevNames.Organisation(DevParties.BankHk, "x"), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(Signature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(CertificateProfile.ClientAuth)], false));
        request.CertificateExtensions.Add(DevAuthority.PoliciesExtension(["2.16.344.8.2.2008.810.2.2018.1.1"]));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            bench.South.Issuing.Certificate, true, false));
        using var rsa = bench.South.Issuing.Certificate.GetRSAPrivateKey()!;
        return request.Create(
            bench.South.Issuing.Certificate.SubjectName,
            new OldSignature(rsa, hash),
            bench.Clock.From,
            bench.Clock.To,
            [1, 2, 3]);
    }

    private static DevSubject Bend(DevSubject good, string fault) => fault switch
    {
        "nothing" => good,
        "expired" => good with { NotBefore = TrustBench.Now.AddDays(-9), NotAfter = TrustBench.Now.AddSeconds(-1) },
        "ends now" => good with { NotBefore = TrustBench.Now.AddDays(-9), NotAfter = TrustBench.Now },
        "not yet valid" => good with { NotBefore = TrustBench.Now.AddSeconds(1) },
        "begins now" => good with { NotBefore = TrustBench.Now },
        "a CA" => good with { IsAuthority = true },
        "may sign certificates" => good with { KeyUsage = Signature | X509KeyUsageFlags.KeyCertSign },
        "may sign CRLs" => good with { KeyUsage = Signature | X509KeyUsageFlags.CrlSign },
        "may not sign" => good with { KeyUsage = X509KeyUsageFlags.NonRepudiation },
        "server only" => good with { ExtendedKeyUsage = [CertificateProfile.ServerAuth] },
        "server and client" => good with
        {
            ExtendedKeyUsage = [CertificateProfile.ServerAuth, CertificateProfile.ClientAuth],
        },
        "no extended usage" => good with { ExtendedKeyUsage = [] },
        "any extended usage" => good with { ExtendedKeyUsage = ["2.5.29.37.0"] },
        "no authority key" => good with { HasAuthorityKeyIdentifier = false },
        "unknown critical" => good with { Extensions = [new X509Extension("1.2.3.4", [5, 0], critical: true)] },
        "unknown uncritical" => good with { Extensions = [new X509Extension("1.2.3.4", [5, 0], critical: false)] },
        "SHA-384" => good with { Hash = HashAlgorithmName.SHA384 },
        "no policy" => good with { Policies = [] },
        "any policy" => good with { Policies = [PolicyArcs.AnyPolicy] },
        "base policy" => good with { Policies = ["2.16.344.8.2.2008.810.2"] },
        "810.20" => good with { Policies = ["2.16.344.8.2.2008.810.20.2018.1.1"] },
        "other version" => good with { Policies = ["2.16.344.8.2.2008.810.2.2018.1.10"] },
        "longer version" => good with { Policies = ["2.16.344.8.2.2008.810.2.2018.1.1.1"] },
        "another policy beside it" => good with { Policies = ["1.2.3.4", .. good.Policies] },
        "person's type" => good with { Name = Named(DevParties.PersonalUnit) },
        "no type" => good with { Name = new X500DistinguishedName("CN=bank-gz.client") },
        "type in another case" => good with { Name = Named("E-CERT (ORGANISATIONAL)") },
        "type twice" => good with
        {
            Name = new X500DistinguishedName("OU=e-Cert (Organisational), OU=e-Cert (Organisational), CN=x"),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    private static X500DistinguishedName Named(string unit) =>
        DevNames.Organisation(DevParties.BankGz, "bank-gz.client", unit);

    private static AsymmetricAlgorithm NewKey(string kind) => kind switch
    {
        "RSA 1024" => RSA.Create(1024),
        "RSA 2048" => RSA.Create(2048),
        "P-384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        "P-521" => ECDsa.Create(ECCurve.NamedCurves.nistP521),
        _ => DevAuthority.NewCurveKey(),
    };
}
