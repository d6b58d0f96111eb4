using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Trust;

namespace Gateway.Tests.Trust;

public sealed class TrustListReaderTests(TrustBench bench) : IClassFixture<TrustBench>
{
    private static readonly Dictionary<string, (long Sequence, string Sha256)> Nothing = [];

    private X509Certificate2 Signer => bench.North.Root.Certificate;

    [Fact]
    public void A_signed_list_is_read_as_it_was_written()
    {
        var json = Json();

        var list = Read(json, out var faults)!;

        Assert.Empty(faults);
        Assert.Equal("bench", list.State.List);
        Assert.Equal(7, list.State.Sequence);
        Assert.Equal(json, TrustListWriter.Write(
            list.State.List,
            list.Zone,
            list.State.Sequence,
            list.Issued,
            list.NextUpdate,
            list.Operator,
            list.Entries));
    }

    [Fact]
    public void Any_changed_byte_of_a_list_is_refused()
    {
        var json = Json();
        using var folder = new TemporaryFolder();
        var file = TrustBench.WriteSigned(folder.Path, "trust-list-CN.json", json, Signer);
        json[^1] = (byte)' ';
        File.WriteAllBytes(file.Path, json);
        var faults = new List<Fault>();

        Assert.Null(TrustListReader.Read(file, Nothing, TrustBench.Now, faults));
        Assert.Equal(["trust.signature"], faults.Select(fault => fault.Code));
    }

    [Fact]
    public void A_list_signed_by_another_than_the_configured_signer_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = TrustBench.WriteSigned(folder.Path, "trust-list-CN.json", Json(), bench.South.Root.Certificate);
        var faults = new List<Fault>();

        Assert.NotNull(TrustListReader.Read(file, Nothing, TrustBench.Now, faults));
        Assert.Null(TrustListReader.Read(
            file with { SignerSha256 = Fingerprint.Of(Signer) }, Nothing, TrustBench.Now, faults));
        Assert.Equal(["trust.signer"], faults.Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("list", "trust.file")]
    [InlineData("signature", "trust.file")]
    public void A_missing_file_is_told(string missing, string expected)
    {
        using var folder = new TemporaryFolder();
        var file = TrustBench.WriteSigned(folder.Path, "trust-list-CN.json", Json(), Signer);
        File.Delete(missing == "list" ? file.Path : file.SignaturePath);
        var faults = new List<Fault>();

        Assert.Null(TrustListReader.Read(file, Nothing, TrustBench.Now, faults));
        Assert.Equal(expected, Assert.Single(faults).Code);
    }

    // What was accepted before (sequence, same bytes or not), against a list of sequence 7.
    [Theory]
    [InlineData(6, false, null)]
    [InlineData(7, true, null)]
    [InlineData(7, false, "trust.changed")]
    [InlineData(8, false, "trust.rollback")]
    public void A_list_is_never_rolled_back(long sequence, bool isSameBytes, string? expected)
    {
        var json = Json();
        var sha256 = isSameBytes
            ? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(json))
            : new string('0', 64);

        var list = Read(json, out var faults, new() { ["bench"] = (sequence, sha256), ["other"] = (99, sha256) });

        Assert.Equal(expected is null, list is not null);
        Assert.Equal(expected, faults.SingleOrDefault()?.Code);
    }

    [Fact]
    public void A_stale_list_and_one_of_the_future_are_refused()
    {
        Assert.Null(Read(Json(nextUpdate: TrustBench.Now.AddSeconds(-1)), out var faults));
        Assert.Equal(["trust.stale"], faults.Select(fault => fault.Code));
        Assert.NotNull(Read(Json(nextUpdate: TrustBench.Now), out _));
        Assert.Null(Read(Json(issued: TrustBench.Now.AddHours(1)), out faults));
        Assert.Equal(["trust.issued"], faults.Select(fault => fault.Code));
    }

    // A text of the list, what it becomes, and the fault's place and code.
    [Theory]
    [InlineData("\"v\": 1", "\"v\": 2", "v", "trust.member")]
    [InlineData("\"v\": 1", "\"v\": \"1\"", "v", "trust.member")]
    [InlineData("\"list\": \"bench\"", "\"list\": \"\"", "list", "trust.member")]
    [InlineData("\"list\": \"bench\"", "\"list\": \"bench\", \"list\": \"bench\"", "list", "trust.duplicate")]
    [InlineData("\"list\": \"bench\"", "\"list\": \"bench\", \"l\\u0069st\": \"other\"", "list", "trust.duplicate")]
    [InlineData("\"list\": \"bench\"", "\"list\": \"bench\", \"new\": 1, \"crit\": [\"new\"]", "crit", "trust.crit")]
    [InlineData("\"zone\": \"CN\",\n  \"seq", "\"zone\": \"TW\",\n  \"seq", "zone", "trust.member")]
    [InlineData("\"sequence\": 7", "\"sequence\": 0", "sequence", "trust.member")]
    [InlineData("\"sequence\": 7", "\"sequence\": 7.5", "sequence", "trust.member")]
    [InlineData("\"issued\": \"2026-11-21T", "\"issued\": \"2026-11-21 ", "issued", "trust.member")]
    [InlineData("\"operator\"", "\"operators\"", "operator", "trust.member")]
    [InlineData("\"id\": \"gd-org-1\"", "\"id\": 1", "entries[0].id", "trust.member")]
    [InlineData("\"id\": \"gd-sign-1\"", "\"id\": \"gd-org-1\"", "entries[1].id", "trust.member")]
    [InlineData("\"certType\": \"organisational\"", "\"certType\": \"any\"", "entries[0].certType", "trust.member")]
    [InlineData("-----BEGIN CERTIFICATE-----", "-----BEGIN X509 CRL-----", "entries[0].anchor", "trust.member")]
    [InlineData("\"organizationalUnitName\"", "\"OU\"", "entries[0].typeMatch.attribute", "trust.member")]
    [InlineData("\"policyOid\": \"2.16.", "\"policyOid\": \"2.016.", "entries[0].policyOid", "trust.member")]
    [InlineData("\"2018.1.1\"", "\"2018.x.1\"", "entries[0].acceptVersions", "trust.member")]
    [InlineData("\"algorithms\": [", "\"algorithms\": [1, ", "entries[0].algorithms", "trust.member")]
    [InlineData("\"use\": \"tls-peer\"", "\"use\": \"tls\"", "entries[0].use", "trust.member")]
    [InlineData("\"status\": \"granted\"", "\"status\": \"Granted\"", "entries[0].status", "trust.member")]
    [InlineData("\"maxCrlAge\": \"P90D\"", "\"maxCrlAge\": \"P3M\"", "entries[0].maxCrlAge", "trust.member")]
    [InlineData("\"maxCrlAge\": \"P90D\"", "\"maxCrlAge\": \"-P1D\"", "entries[0].maxCrlAge", "trust.member")]
    [InlineData("\"maxCrlAge\": \"P90D\"", "\"maxCrlAge\": \"PT0S\"", "entries[0].maxCrlAge", "trust.member")]
    [InlineData("\"maxCrlAge\": ", "\"crit\": [\"sm2Id\"], \"maxCrlAge\": ", "entries[0].crit", "trust.crit")]
    public void Each_fault_has_its_place(string from, string to, string path, string code)
    {
        var list = Read(Bend(from, to), out var faults);

        Assert.Null(list);
        var fault = Assert.Single(faults);
        Assert.Equal((path, code), (fault.Path, fault.Code));
    }

    [Theory]
    [InlineData("\"operator\"", "\"note\": {\"a\": []}, \"operator\"")]
    [InlineData("\"maxCrlAge\": \"P90D\"", "\"note\": 1, \"maxCrlAge\": \"P90D\"")]
    [InlineData("\"maxCrlAge\": \"P90D\"", "\"sm2Id\": \"x\", \"crit\": [\"sm2Id\"], \"maxCrlAge\": \"PT12H30M\"")]
    [InlineData("\"ca\": ", "\"ocsp\": null, \"ca\": ")]
    public void Members_that_nobody_asks_for_are_ignored(string from, string to) =>
        Assert.NotNull(Read(Bend(from, to), out _));

    [Theory]
    [InlineData("[]", "trust.member")]
    [InlineData("{} {}", "trust.json")]
    [InlineData("{\"v\":1,}", "trust.json")]
    [InlineData(" ", "trust.json")]
    [InlineData("{\"list\":\"\\ud800\"}", "trust.json")]
    [InlineData("// c\n{}", "trust.json")]
    public void What_is_no_list_at_all_is_told_so(string text, string code)
    {
        Assert.Null(Read(Encoding.UTF8.GetBytes(text), out var faults));
        Assert.Contains(faults, fault => fault.Code == code);
    }

    [Fact]
    public void A_list_that_is_not_UTF_8_is_refused()
    {
        Assert.Null(Read([(byte)'"', 0xff, (byte)'"'], out var faults));
        Assert.Equal("trust.json", Assert.Single(faults).Code);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var text = Encoding.UTF8.GetString(Bend("\"sequence\": 7", "\"sequence\": -7"))
            .Replace("\"use\": \"signing\"", "\"use\": \"x\"", StringComparison.Ordinal);

        Read(Encoding.UTF8.GetBytes(text), out var faults);

        Assert.Equal(["entries[1].use", "entries[5].use", "sequence"], faults.Select(fault => fault.Path).Order());
    }

    [Fact]
    public void An_anchor_that_is_no_CA_is_refused()
    {
        using var leaf = bench.Client();
        var entries = bench.Entries.Take(1).Select(entry => entry with { Anchor = leaf });
        var json = TrustListWriter.Write(
            "bench", Zone.CN, 7, TrustBench.Now.AddDays(-1), TrustBench.Now.AddDays(1), "bench", [.. entries]);

        Assert.Null(Read(json, out var faults));
        Assert.Equal(("entries[0].anchor", "trust.authority"), (Assert.Single(faults).Path, faults[0].Code));
    }

    [Fact]
    public void Two_lists_of_one_zone_or_one_id_for_two_authorities_are_refused()
    {
        using var folder = new TemporaryFolder();
        var first = TrustBench.WriteSigned(folder.Path, "a.json", Json(), Signer);
        var other = bench.Entries.Select(entry => entry.Id == "hk-org-1" ? entry with { Id = "gd-org-1" } : entry)
            .Where(entry => entry.Zone == Zone.HK).ToList();
        var second = TrustBench.WriteSigned(folder.Path, "b.json", TrustListWriter.Write(
            "second", Zone.HK, 1, TrustBench.Now.AddDays(-1), TrustBench.Now.AddDays(1), "bench", other), Signer);
        var faults = new List<Fault>();

        Assert.NotNull(TrustSnapshot.Read(new TrustFiles([first], null), Nothing, TrustBench.Now, faults));
        Assert.Empty(faults);
        Assert.Null(TrustSnapshot.Read(new TrustFiles([first, first], null), Nothing, TrustBench.Now, faults));
        Assert.Contains(faults, fault => fault is { Code: "trust.twice", Path: "zone" });
        faults.Clear();
        Assert.Null(TrustSnapshot.Read(new TrustFiles([first, second], null), Nothing, TrustBench.Now, faults));
        Assert.Equal("entries[0].id", Assert.Single(faults).Path);
    }

    [Fact]
    public void No_list_at_all_is_a_fault()
    {
        var faults = new List<Fault>();

        Assert.Null(TrustSnapshot.Read(new TrustFiles([], null), Nothing, TrustBench.Now, faults));
        Assert.Equal("trust.none", Assert.Single(faults).Code);
    }

    [Fact]
    public void A_signer_is_pinned_by_fingerprint_or_by_file()
    {
        using var folder = new TemporaryFolder();
        var pem = folder.Write("signer.crt", Encoding.ASCII.GetBytes(Signer.ExportCertificatePem()));

        Assert.Equal(Fingerprint.Of(Signer), TrustListReader.ReadPin(pem));
        Assert.Equal(Fingerprint.Of(Signer), TrustListReader.ReadPin(Fingerprint.Of(Signer).ToUpperInvariant()));
        Assert.Null(TrustListReader.ReadPin(folder.Write("none.crt", [1, 2, 3])));
        Assert.Null(TrustListReader.ReadPin(Path.Combine(folder.Path, "absent.crt")));
    }

    private TrustList? Read(
        byte[] json, out List<Fault> faults, Dictionary<string, (long Sequence, string Sha256)>? accepted = null)
    {
        using var folder = new TemporaryFolder();
        faults = [];
        var file = TrustBench.WriteSigned(folder.Path, "trust-list-CN.json", json, Signer);
        return TrustListReader.Read(file, accepted ?? Nothing, TrustBench.Now, faults);
    }

    private byte[] Json(DateTimeOffset? issued = null, DateTimeOffset? nextUpdate = null) => TrustListWriter.Write(
        "bench",
        Zone.CN,
        7,
        issued ?? TrustBench.Now.AddDays(-1),
        nextUpdate ?? TrustBench.Now.AddDays(30),
        "Bench office",
        bench.Entries);

    private byte[] Bend(string from, string to)
    {
        var text = Encoding.UTF8.GetString(Json());
        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, "the list has no such text");
        return Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)));
    }
}
