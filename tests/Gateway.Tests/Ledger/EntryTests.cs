using System.Text;
using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Tests.Ledger;

/// <summary>Golden bytes: whoever changes one of these changes what years of ledgers mean.</summary>
public sealed class EntryTests
{
    private const string A = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string B = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private const string C = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";

    private static readonly Guid Id = Guid.Parse("018f0000-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 16, 30, 0, 7, TimeSpan.FromHours(8));
    private static readonly TurnBackPlace Place =
        new(Leg.Request, TestLedger.Party("bank-gz"), Route("cdd-push"), Category("BK.cdd"), "$.a");

    private static readonly OfficersApproval Approval =
        new(Digest(B), [new(Officer("li-wei"), Digest(A)), new(Officer("wang-fang"), Digest(C))]);

    // In the order of docs/formats/golden/entry.jsonl.
    private static readonly LedgerEntry[] Golden =
    [
        new ReleaseEntry(
            Id, Leg.Response, new EntryPeer.Certificate(Digest(A)), TestLedger.Party("bank-hk"), "{}"u8.ToArray(), "gateway=(\"@status\")",
            "gateway=:AA==:", Digest(B), Digest(C)),
        new RequestEntry(Id, Route("cdd-push"), TestLedger.Party("bank-gz"), ["branch", "lang"]),
        new RefusalEntry(Id, RefusalCode.ScreenFinding, false, Place, null),
        new RefusalEntry(null, RefusalCode.CertificateAbsent, null, TurnBackPlace.Nowhere, 41),
        new HoldEntry(Id, RefusalCode.ScreenFinding, Place),
        new OutcomeEntry(Id, new EntryPeer.Certificate(Digest(A)), 201, 12, 34, Delivered.Yes, 5),
        new OutcomeEntry(Id, null, 502, 0, 34, Delivered.No, null),
        OutcomeEntry.Unknown(Id),
        new PolicyEntry(new PolicyState("bank-gz", 12, B), [Digest(C)]),
        new TrustListEntry(new TrustListState("CN", 8, C)),
        new KeyEntry("stamping", new string('k', 43), TestLedger.Party("bank-gz"), Digest(B), Now, Now.AddDays(90)),
        new StartEntry(StartReason.Open, null),
        new StartEntry(StartReason.Year, "log.example/2025\n1\n+/8=\n\n\u2014 log.example/2025 +/8=\n"),
        new StopEntry(),
        new TickEntry(),
        new RecoverEntry(3, 128, 1),
        new ReleaseEntry(
            Id, Leg.Response, new EntryPeer.Sidecar("north", 1000), TestLedger.Party("bank-hk"), "{}"u8.ToArray(),
            "gateway=(\"@status\")", "gateway=:AA==:", Digest(B), Digest(C)),
        new ReleaseEntry(
            Id, Leg.Response, new EntryPeer.Sidecar("north", null), TestLedger.Party("bank-hk"), "{}"u8.ToArray(),
            "gateway=(\"@status\")", "gateway=:AA==:", Digest(B), Digest(C)),
        new OutcomeEntry(
            Id, new EntryPeer.Configured(TestLedger.Party("hospital-gz")), 201, 12, 34, Delivered.Yes, 5),
        new ReadEntry(ReaderName.Operator(Officer("zhou-min")), Digest(A), $"transfers/{Id:D}"),
        new ReadEntry(ReaderName.Auditor(Officer("zhou-min")), Digest(A), $"transfers/{Id:D}/evidence"),
        new ReadEntry(ReaderName.Regulator(TestLedger.Party("privacy-hk")), Digest(A), "reports/2026-Q4"),
        new RevealEntry(Approval, Category("BK.cdd"), "$.customers[*].idNumber", 2),
        new SuccessionEntry("old.example/2026\n1\n+/8=\n\n\u2014 old.example/2026 +/8=\n", Approval),
        new EraseEntry(Id, Digest(C), Approval),
        new SealEntry("log.example/2026", 35, Digest(A), Digest(B), Digest(C)),
        new TraceEntry(Now, 1, [Id]),
        new WitnessEntry(
            "log.example/2026", 35, Digest(A), false, 2, ["witness.example"], [new MissingWitness("other.example", "unreachable")]),
        new PruneEntry("log.example/2022", 512, Now, Digest(B), Approval),
        new TraceEntry(Now, 1, [Id]) { Field = new TracedField("response", 7) },
        new TraceEntry(Now, 1, [Id]) { Field = new TracedField("response", 7), Opened = Approval },
    ];

    [Fact]
    public void Every_kind_has_exactly_the_bytes_of_the_form() =>
        Assert.Equal(
            File.ReadAllLines(Vectors.PathOf(Path.Combine("docs", "formats", "golden", "entry.jsonl"))),
            Golden.Select(entry => Encoding.UTF8.GetString(Bytes(entry))));

    [Fact]
    public void Every_kind_this_build_writes_is_valid_under_the_published_schema_and_none_without_a_member()
    {
        var schema = SchemaCheck.Load("entry.schema.json");
        foreach (var entry in Golden)
        {
            using var document = JsonDocument.Parse(Bytes(entry));
            Assert.True(schema.Accepts(document.RootElement), entry.Kind.Wire());
            foreach (var name in new[] { "v", "kind", "salt", "time", "software", "policy", "trust" })
            {
                Assert.False(schema.Accepts(Without(document.RootElement, name)), name);
            }
        }

        using var wrong = JsonDocument.Parse(Encoding.UTF8.GetString(Bytes(Golden[5])).Replace(
            "\"delivered\":true", "\"delivered\":\"true\"", StringComparison.Ordinal));
        Assert.False(schema.Accepts(wrong.RootElement));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        foreach (var entry in Golden)
        {
            Assert.True(EntryFacts.TryRead(Bytes(entry), out var facts));
            Assert.Equal((entry.Kind, Now), (facts.Kind, facts.Time));
        }

        Assert.True(EntryFacts.TryRead(Bytes(Golden[0]), out var release));
        Assert.Equal((Id, Digest(C)), (release.TransferId, release.Annex));
        Assert.True(EntryFacts.TryRead(Bytes(new StartEntry(StartReason.Year, "a\nb\n")), out var start));
        Assert.Equal("a\nb\n", start.Previous);
    }

    [Theory]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("\"kind\":\"tick\"", "\"kind\":\"tock\"")]
    [InlineData("\"salt\":\"AAECAwQFBgcICQoLDA0ODw==\"", "\"salt\":\"AAECAwQFBgcICQoLDA0O\"")]
    [InlineData("00.007Z", "00Z")]
    [InlineData("\"software\":\"gateway/0.1.0\",", "")]
    [InlineData("]}", "]}x")]
    [InlineData("]}", "]")]
    public void What_is_not_an_entry_is_not_read(string part, string instead)
    {
        var entry = Encoding.UTF8.GetString(Bytes(new TickEntry()));
        Assert.Contains(part, entry, StringComparison.Ordinal);
        Assert.True(EntryFacts.TryRead(Encoding.UTF8.GetBytes(entry), out _));
        Assert.False(EntryFacts.TryRead(
            Encoding.UTF8.GetBytes(entry.Replace(part, instead, StringComparison.Ordinal)), out _));
    }

    [Fact]
    public void Equal_facts_have_different_leaves()
    {
        var entry = new TickEntry();
        Assert.NotEqual(entry.ToBytes(TestLedger.Context, Now), entry.ToBytes(TestLedger.Context, Now));
    }

    [Fact]
    public void An_entry_over_60_KiB_is_not_made() =>
        Assert.Throws<InvalidOperationException>(() =>
            Bytes(new StartEntry(StartReason.Year, new string('x', 60 * 1024))));

    private static byte[] Bytes(LedgerEntry entry) =>
        entry.ToBytes(new EntryContext("gateway/0.1.0", A, [new("CN", 7, B)]), Now,
            [.. Enumerable.Range(0, 16).Select(i => (byte)i)]);

    private static JsonElement Without(JsonElement entry, string name) =>
        JsonSerializer.SerializeToElement(
            entry.EnumerateObject().Where(member => member.Name != name).ToDictionary(m => m.Name, m => m.Value));

    private static Sha256Digest Digest(string hex) =>
        Sha256Digest.TryParse(hex, out var digest) ? digest : throw new ArgumentException(hex);

    private static OfficerId Officer(string name) =>
        OfficerId.TryParse(name, out var id) ? id : throw new ArgumentException(name);

    private static RouteId Route(string name) =>
        RouteId.TryParse(name, out var id) ? id : throw new ArgumentException(name);

    private static CategoryId Category(string name) =>
        CategoryId.TryParse(name, out var id) ? id : throw new ArgumentException(name);
}
