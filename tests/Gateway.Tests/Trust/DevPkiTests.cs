using System.Diagnostics;
using System.Text.Json;
using Gateway.Commands.Dev;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Policies.Transforms;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Tests.Trust;

/// <summary>One throw-away PKI for all tests of the class.</summary>
public sealed class DevPkiFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DevPkiFolder()
    {
        Layout = DevPki.Create(new DirectoryInfo(Path.Combine(_folder.Path, "out")), TrustBench.Now);
        Snapshot = TrustSnapshot.Read(
            Layout.TrustFiles(), new Dictionary<string, (long, string)>(), TrustBench.Now, Faults)!;
    }

    internal DevLayout Layout { get; }

    internal List<Fault> Faults { get; } = [];

    internal TrustSnapshot Snapshot { get; }

    public void Dispose() => _folder.Dispose();
}

public sealed class DevPkiTests(DevPkiFolder pki) : IClassFixture<DevPkiFolder>
{
    private DevLayout Layout => pki.Layout;

    [Fact]
    public void Its_lists_and_CRLs_are_read_without_a_fault()
    {
        Assert.Empty(pki.Faults);
        Assert.Equal(["example-cn", "example-hk"], pki.Snapshot.Lists.Select(list => list.List));
        Assert.Equal(8, pki.Snapshot.Entries.Count);
        Assert.Equal(64, pki.Snapshot.Digest.Length);
    }

    [Fact]
    public void Every_partys_certificates_are_trusted_for_their_use_until_the_last_day()
    {
        foreach (var party in DevParties.All)
        {
            foreach (var day in new[] { 0, 89 })
            {
                Assert.Equal("trusted", Judge($"{party.Id}.client", TrustUse.TlsPeer, PeerRole.Client, day));
                Assert.Equal("trusted", Judge($"{party.Id}.server", TrustUse.TlsPeer, PeerRole.Server, day));
                Assert.Equal("trusted", Judge($"{party.Id}.signing", TrustUse.Signing, PeerRole.None, day));
            }
        }
    }

    [Fact]
    public void Values_can_be_encrypted_to_every_party_and_its_certificate_is_for_nothing_else()
    {
        var faults = new List<Fault>();
        using var ring = KeyRing.Read(Layout.KeysFile, faults);
        Assert.Empty(faults);
        foreach (var party in DevParties.All)
        {
            Assert.NotNull(((IFieldKeys)ring!).CipherFor(party.Id));
            Assert.NotEqual("trusted", Judge($"{party.Id}.encryption", TrustUse.TlsPeer, PeerRole.Client, 0));
            Assert.NotEqual("trusted", Judge($"{party.Id}.encryption", TrustUse.Signing, PeerRole.None, 0));
        }
    }

    [Fact]
    public void Every_officers_certificate_is_trusted()
    {
        foreach (var officer in DevParties.Officers)
        {
            Assert.Equal("trusted", Judge($"officer.{officer.Id}", TrustUse.Operator, PeerRole.None, 0));
        }
    }

    [Fact]
    public void Every_bad_certificate_is_refused_with_the_code_its_index_tells()
    {
        foreach (var (name, code, _) in DevIndex.Bad)
        {
            using var certificate = DevFiles.Read(Layout.BadCertificate(name), Layout.BadKey(name));
            var said = TrustBench.Say(pki.Snapshot.Judge(certificate, TrustUse.TlsPeer, TrustBench.Now));
            Assert.Equal((name, code == "party.unknown" ? "trusted" : code), (name, said));
        }
    }

    [Fact]
    public void Private_keys_are_their_owners_only()
    {
        var keys = Directory.GetFiles(Layout.Root, "*.key", SearchOption.AllDirectories);

        Assert.True(keys.Length > 30);
        Assert.All(keys, key => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(key)));
    }

    [Fact]
    public void A_folder_with_something_in_it_is_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mine.key", [1]);

        Assert.Throws<IOException>(() => DevPki.Create(new DirectoryInfo(folder.Path), TrustBench.Now));
        Assert.Equal([Path.Combine(folder.Path, "mine.key")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("stamping")]
    [InlineData("ledger")]
    public void The_endorsements_hold_and_every_exporter_signed(string name)
    {
        Assert.True(KeyUse.TryParse(name, out var use));
        var signed = new SignedEndorsement(
            File.ReadAllBytes(Layout.Endorsement(use)), File.ReadAllBytes(Layout.EndorsementSignature(use)));

        Assert.Empty(KeyEndorsementReader.Verify(signed, TrustBench.Now, PartyOf));
        Assert.NotEmpty(KeyEndorsementReader.Verify(signed, TrustBench.Now.AddDays(90), PartyOf));
        using var key = Ed25519KeyFile.ReadPrivate(Layout.PrivateKey(use));
        Assert.True(KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out _));
        Assert.Equal(key.PublicKey.ToArray(), endorsement.Key.ToArray());
        Assert.Equal(key.PublicKey.ToArray(), Ed25519KeyFile.ReadPublicPem(File.ReadAllBytes(Layout.PublicKey(use))));
    }

    [Fact]
    public void The_engines_keys_are_listed_and_have_32_bytes()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Layout.KeysFile));
        var keys = json.RootElement.GetProperty("keys").EnumerateArray().ToList();

        Assert.Equal(DevKeys.Uses, keys.Select(key => key.GetProperty("use").GetString()));
        Assert.All(keys, key => Assert.Equal(
            32, new FileInfo(Path.Combine(Layout.Keys, key.GetProperty("file").GetString()!)).Length));
    }

    [Fact]
    public void Two_custodians_have_keys_of_their_own_and_the_index_says_what_to_write_to_keep_originals_for_them()
    {
        var index = File.ReadAllText(Layout.Index);
        var member = index[index.IndexOf("\"custodians\": [", StringComparison.Ordinal)..].Split('\n')[0];
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Layout.Keys))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }

        var keysFile = Path.Combine(folder.Path, "keys.json");
        File.WriteAllText(keysFile, File.ReadAllText(keysFile).TrimEnd()[..^1] + $", {member} }}");
        var faults = new List<Fault>();
        using var keys = KeyRing.Read(keysFile, faults);

        Assert.Empty(faults);
        Assert.Equal(["li-wei", "wang-fang"], keys!.Custodians.Select(custodian => custodian.Officer));
        Assert.All(keys.Custodians, custodian =>
        {
            Assert.Contains(custodian.Sha256.ToString(), index, StringComparison.Ordinal);
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Layout.Key($"{custodian.Officer}.custody")));
        });
        Assert.DoesNotContain("custodians", File.ReadAllText(Layout.KeysFile), StringComparison.Ordinal);
    }

    [Fact]
    public void The_index_names_every_file()
    {
        var index = File.ReadAllText(Layout.Index);

        foreach (var folder in new[] { Layout.Certificates, Layout.Bad, Layout.Authorities })
        {
            Assert.All(
                Directory.GetFiles(folder, "*.crt"),
                file => Assert.Contains(Path.GetFileNameWithoutExtension(file), index, StringComparison.Ordinal));
        }
    }

    // GB 32100-2015: weights 3^i mod 31 over the alphabet without I, O, S, V, Z.
    [Fact]
    public void The_mainland_registrations_have_right_check_characters()
    {
        const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        foreach (var party in DevParties.All.Append(DevParties.Stranger).Where(party => party.Zone == Zone.CN))
        {
            var (sum, weight) = (0, 1);
            foreach (var character in party.Registration[..17])
            {
                sum += alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
                weight = weight * 3 % 31;
            }

            Assert.Equal(alphabet[(31 - (sum % 31)) % 31], party.Registration[^1]);
        }
    }

    [Theory]
    [InlineData("certs/bank-gz.client.crt", "cn", "sslclient", true)]
    [InlineData("certs/bank-hk.server.crt", "hk", "sslserver", true)]
    [InlineData("certs/officer.li-wei.crt", "cn", "sslclient", true)]
    [InlineData("certs/bank-gz.client.crt", "hk", "sslclient", false)]
    [InlineData("certs/bank-gz.server.crt", "cn", "sslclient", false)]
    [InlineData("bad/revoked.crt", "cn", "sslclient", false)]
    [InlineData("bad/expired.crt", "cn", "sslclient", false)]
    [InlineData("bad/not-yet-valid.crt", "cn", "sslclient", false)]
    [InlineData("bad/untrusted.crt", "cn", "sslclient", false)]
    [InlineData("bad/no-policy.crt", "cn", "sslclient", false)]
    [InlineData("bad/other-policy.crt", "cn", "sslclient", false)]
    public void Openssl_agrees(string certificate, string side, string purpose, bool isAccepted)
    {
        var anchor = Layout.Authority($"{side}-root");
        var crls = Directory.GetFiles(Layout.Crls).SelectMany(crl => new[] { "-CRLfile", crl });
        string[] arguments =
        [
            "verify", "-crl_check_all", "-x509_strict", "-purpose", purpose, "-policy",
            $"{DevParties.PolicyOid}.{DevParties.PolicyVersion}", "-explicit_policy", "-attime",
            $"{TrustBench.Now.ToUnixTimeSeconds()}", "-CAfile", anchor,
            "-untrusted", Layout.Authority($"{side}-issuing"),
            .. crls, Path.Combine(Layout.Root, certificate),
        ];

        Assert.Equal(isAccepted, Openssl(arguments));
    }

    [Fact]
    public void Openssl_verifies_the_signature_of_a_list_and_not_that_of_the_other()
    {
        bool Verify(Zone zone, Zone signed) => Openssl(
            "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", Layout.TrustList(signed) + ".p7s",
            "-content", Layout.TrustList(zone), "-CAfile", Layout.ListSigner(signed), "-purpose", "any",
            "-out", "/dev/null",
            "-attime", $"{TrustBench.Now.ToUnixTimeSeconds()}");

        Assert.True(Verify(Zone.CN, Zone.CN));
        Assert.True(Verify(Zone.HK, Zone.HK));
        Assert.False(Verify(Zone.CN, Zone.HK));
    }

    private string Judge(string name, TrustUse use, PeerRole role, int day)
    {
        using var certificate = DevFiles.Read(Layout.Certificate(name), Layout.Key(name));
        return TrustBench.Say(pki.Snapshot.Judge(certificate, use, role, TrustBench.Now.AddDays(day)));
    }

    private PartyId? PartyOf(CadesSigner signer)
    {
        var verdict = pki.Snapshot.Judge(signer.Certificate, TrustUse.Signing, TrustBench.Now);
        var subject = new SubjectAttributes(signer.Certificate.SubjectName);
        var party = DevParties.All.Single(one => subject.HasOnce("organizationIdentifier", one.Registration));
        return verdict is CertificateVerdict.Trusted && PartyId.TryParse(party.Id, out var id) ? id : null;
    }

    private static bool Openssl(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        errors.Wait();
        return process.ExitCode == 0;
    }
}
