using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Listening;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Tests.Settings;

/// <summary>The keys file: what may not stand in it, when a key's date has passed, and when a ring is wiped.</summary>
public sealed class KeyRingTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("keys.shared", "keys[1]", """{"id":"p","use":"subject","file":"same-as-a"}""")]
    [InlineData("keys.duplicate", "keys[1]", """{"id":"s","use":"source","file":"b"}""")]
    [InlineData("keys.time", "keys[1].from", """{"id":"p","use":"subject","file":"b","from":"yesterday"}""")]
    [InlineData("keys.time", "keys[1].from", """{"id":"p","use":"subject","file":"b","from":"2026-11-01"}""")]
    [InlineData("keys.time", "keys[1].to", """{"id":"p","use":"subject","file":"b","from":"2026-11-02T00:00:00Z","to":"2026-11-01T00:00:00Z"}""")]
    [InlineData("keys.file", "keys[1].file", """{"id":"p","use":"subject","file":"absent"}""")]
    [InlineData("settings.choice", "keys[1].use", """{"id":"p","use":"sujbect","file":"b"}""")]
    [InlineData("settings.missing", "keys[1].use", """{"id":"p","file":"b"}""")]
    [InlineData("settings.missing", "keys[1].id", """{"use":"subject","file":"b"}""")]
    [InlineData("settings.unknown", "keys[1].key", """{"id":"p","use":"subject","file":"b","key":"c2VjcmV0"}""")]
    public void What_may_not_stand_in_a_keys_file_is_told_with_its_place(string code, string path, string second)
    {
        var faults = new List<Fault>();
        const string First = """{"id":"s","use":"source","file":"a"}""";

        Assert.Null(Secrets.Read($"{{\"keys\":[\n{First},\n{second}]}}", faults));

        var fault = Assert.Single(faults);
        Assert.Equal((code, path, 3), (fault.Code, fault.Path, fault.Line));
    }

    [Fact]
    public void A_keyed_digest_is_HMAC_SHA_256_again_and_again_and_by_many_at_once()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var key = new DerivedKey("s", secret);
        Parallel.For(0, 200, number =>
        {
            var data = Encoding.UTF8.GetBytes(new string('x', number));
            Assert.Equal(HMACSHA256.HashData(secret, data), key.Hmac(data));
        });
    }

    [Fact]
    public void A_key_that_is_wiped_makes_no_digest_of_before_any_more()
    {
        var key = new DerivedKey("s", RandomNumberGenerator.GetBytes(32));
        var before = key.Hmac("x"u8);
        key.Wipe();
        Assert.NotEqual(before, key.Hmac("x"u8));
        Assert.Equal(new byte[32], key.Bytes.ToArray());
    }

    [Fact]
    public void A_use_without_a_key_in_force_is_missing_from_the_moment_the_last_one_ends()
    {
        using var ring = Secrets.Ring("""
            {"keys":[
              {"id":"s","use":"source","file":"a"},
              {"id":"x","use":"annex","file":"c"},
              {"id":"p","use":"subject","file":"b","to":"2026-11-01T00:00:00Z"}]}
            """);

        Assert.Null(ring.MissingUse(Day.AddTicks(-1)));
        Assert.Equal("subject", ring.MissingUse(Day));
    }

    [Theory]
    [InlineData("", true, false)]
    [InlineData(""","to":"2026-11-01T00:00:00Z" """, false, false)]
    [InlineData(""","from":"2026-11-01T00:00:01Z" """, false, false)]
    [InlineData(""","from":"2026-11-01T00:00:00Z","to":"2026-11-01T00:00:01Z" """, true, true)]
    public void A_rule_whose_key_is_not_in_force_does_not_compile_and_one_whose_key_ends_says_when(
        string term, bool isCompiled, bool hasEnd)
    {
        using var ring = Secrets.Ring($$"""{"keys":[{"id":"hash-1","use":"hash","file":"d"{{term}}}]}""");
        var reading = BundleReader.Read([new BundleFile("b.yaml", Encoding.UTF8.GetBytes(OneRule))]);
        Assert.NotNull(reading.Bundle);
        var faults = new List<Fault>();

        var policy = PolicyCompiler.Compile(new SignedBundle(reading.Bundle, []), ring, Day, faults);

        Assert.Equal(isCompiled, policy is not null);
        Assert.Equal(isCompiled ? [] : ["rule.key"], faults.Select(fault => fault.Code));
        Assert.Equal(hasEnd ? Day.AddSeconds(1) : null, policy?.KeysEndOf(reading.Bundle.Categories.Keys.Single()));
    }

    [Fact]
    public void A_category_that_keeps_originals_ends_with_the_first_of_the_custodians_certificates()
    {
        var folder = Directory.CreateTempSubdirectory();
        var (one, other) = (Certificate(folder, "one", Day.AddDays(9)), Certificate(folder, "other", Day.AddDays(5)));
        using var ring = Secrets.Ring($$"""
            {"keys":[{"id":"hash-1","use":"hash","file":"d"}],"custodians":[
              {"officer":"one","certificate":"{{folder.FullName}}/one.crt"},
              {"officer":"other","certificate":"{{folder.FullName}}/other.crt"}]}
            """);
        string Person(string name, string sha256) =>
            $"{{ id: {name}, name: {name}, certificates: [ {{ sha256: {sha256} }} ], roles: [custodian] }}";
        var bundle = Bundle(
            OneRule.Replace("format: json,", "format: json, commit: originals,", StringComparison.Ordinal)
            + $"\nofficers: [ {Person("one", one)}, {Person("other", other)} ]\n");
        folder.Delete(recursive: true);
        var faults = new List<Fault>();

        var policy = PolicyCompiler.Compile(new SignedBundle(bundle, []), ring, Day, faults);
        Assert.Empty(faults);
        Assert.Equal(Day.AddDays(5), policy!.KeysEndOf(bundle.Categories.Keys.Single()));
        Assert.Equal(["custodian/one", "custodian/other"], ring.Ends.Select(end => $"{end.Use}/{end.Id}"));
        ring.CheckUses(Day.AddDays(5), faults);
        Assert.Contains(faults, fault => fault is { Code: "keys.custodian", Path: "custodians[1]" });
    }

    private static PolicyBundle Bundle(string text)
    {
        var reading = BundleReader.Read([new BundleFile("b.yaml", Encoding.UTF8.GetBytes(text))]);
        Assert.True(reading.Bundle is not null, string.Join('\n', reading.Faults));
        return reading.Bundle;
    }

    private static string Certificate(DirectoryInfo folder, string name, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Day.AddDays(-1), to);
        File.WriteAllText(Path.Combine(folder.FullName, name + ".crt"), certificate.ExportCertificatePem());
        return Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
    }

    [Fact]
    public void Secrets_that_are_replaced_are_wiped_when_the_last_transfer_pinned_to_them_is_over()
    {
        const string Keys = """{"keys":[{"id":"s","use":"source","file":"a"}]}""";
        using var store = new SnapshotStore(Snapshots(Secrets.Ring(Keys)));
        var pinned = store.Pin();
        var before = pinned.Secrets.Require("source", "c", Day).Bytes.ToArray();
        Assert.NotEqual(new byte[32], before);

        store.Swap(Snapshots(Secrets.Ring(Keys)));

        // Still whole, because it is held; the next transfer gets the new ones.
        Assert.Equal(before, pinned.Secrets.Require("source", "c", Day).Bytes.ToArray());
        var next = store.Pin();
        Assert.NotSame(pinned.Secrets, next.Secrets);
        next.Release();

        pinned.Release();
        Assert.False(pinned.TryHold());
        Assert.Equal(new byte[32], pinned.Secrets.Require("source", "c", Day).Bytes.ToArray());
    }

    [Fact]
    public async Task Whoever_pins_while_snapshots_are_swapped_never_holds_a_wiped_secret()
    {
        const string Keys = """{"keys":[{"id":"s","use":"source","file":"a"}]}""";
        using var store = new SnapshotStore(Snapshots(Secrets.Ring(Keys)));
        var isOver = false;
        var pinning = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                var wiped = 0;
                while (!Volatile.Read(ref isOver))
                {
                    var pinned = store.Pin();
                    wiped += pinned.Secrets.Require("source", "c", Day).Bytes.Span.IndexOfAnyExcept((byte)0) < 0 ? 1 : 0;
                    pinned.Release();
                }

                return wiped;
            },
            TestContext.Current.CancellationToken)));
        for (var i = 0; i < 300; i++)
        {
            store.Swap(Snapshots(Secrets.Ring(Keys)));
        }

        Volatile.Write(ref isOver, true);
        Assert.All(await pinning, wiped => Assert.Equal(0, wiped));
    }

    [Fact]
    public void A_store_that_is_closed_pins_nothing_more()
    {
        var store = new SnapshotStore(Snapshots(Secrets.Ring()));
        store.Dispose();

        Assert.Throws<ObjectDisposedException>(store.Pin);
    }

    private const string OneRule = """
        bundle: { name: b, version: 1, issued: 2026-01-01T00:00:00Z, expires: 2099-01-01T00:00:00Z }
        purposes: [ { id: p, title: { en: P, zh-Hans: P, zh-Hant: P }, basis: contract } ]
        parties:
          - { id: n, zone: CN, name: { en: N, zh-Hans: N, zh-Hant: N }, registration: "91440101MA0GATE12Y", city: "440100",
              roles: [exporter], certificates: [ { sha256: "1111111111111111111111111111111111111111111111111111111111111111" } ] }
          - { id: s, zone: HK, name: { en: S, zh-Hans: S, zh-Hant: S }, registration: "99000011", city: "810000",
              roles: [recipient], certificates: [ { sha256: "2222222222222222222222222222222222222222222222222222222222222222" } ] }
        categories:
          - { id: c, version: 1, title: { en: C, zh-Hans: C, zh-Hant: C }, grade: general, sensitive: [], format: json,
              fields: [ { path: $.a, do: hash, key: hash-1 } ] }
        routes:
          - { id: r, match: { path: /r, methods: [POST] }, north: n, south: s, caller: north,
              upstream: [ "https://127.0.0.1:1" ], request: { category: c, purpose: p } }
        """;

    private static PinnedSnapshots Snapshots(KeyRing secrets) => new(
        PolicyCompiler.Compile(new SignedBundle(Empty, []), secrets, Day, [])!,
        TrustSnapshot.Create([], CrlFolder.Empty),
        secrets,
        new EndorsedKeys(Ed25519PrivateKey.Create(new byte[32])),
        new TlsIdentities(new Dictionary<string, TlsIdentity>(), new Dictionary<string, TlsIdentity>()));

    private static PolicyBundle Empty { get; } = BundleReader.Read([new BundleFile(
        "b.yaml",
        "bundle: { name: b, version: 1, issued: 2026-01-01T00:00:00Z, expires: 2099-01-01T00:00:00Z }"u8.ToArray())]).Bundle!;
}
