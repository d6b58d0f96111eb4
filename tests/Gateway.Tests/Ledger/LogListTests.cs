using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Seals;
using Gateway.Ledger.Verification;

namespace Gateway.Tests.Ledger;

/// <summary>The signed list of an organisation's logs: a year or a log that is gone must show.</summary>
public sealed class LogListTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_list_has_the_bytes_of_its_description()
    {
        var golden = File.ReadAllBytes(Vectors.PathOf(Path.Combine("docs", "formats", "golden", "logs.json")));
        var list = new LogList("gateway.gz.example", Time,
        [
            new("gateway.gz.example", [Shard("gateway.gz.example", 2025), Shard("gateway.gz.example", 2026)]),
            new("gateway.sz.example", []),
        ]);

        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(list.ToBytes()));
        Assert.Equal(golden, LogList.Parse(golden)!.ToBytes());
    }

    [Theory]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("\"time\":\"2026", "\"time\":\"today")]
    [InlineData("{\"origin\":\"gateway.sz.example\"}", "{\"origin\":\"gateway.gz.example\"}")]
    [InlineData("{\"origin\":\"gateway.sz.example\"}", "{\"origin\":\"a log\"}")]
    [InlineData("{\"origin\":\"gateway.sz.example\"}", "1")]
    [InlineData("{\"origin\":\"gateway.sz.example\"}", "{\"origin\":\"gateway.sz.example\",\"shards\":[]}")]
    [InlineData("\"year\":2026", "\"year\":2025")]
    [InlineData("\"year\":2025", "\"year\":2027")]
    [InlineData("gateway.gz.example/2025+", "gateway.xx.example/2025+")]
    [InlineData("\"logs\"", "\"log\"")]
    public void A_list_that_says_something_twice_or_wrong_is_none(string old, string with)
    {
        var golden = File.ReadAllText(Vectors.PathOf(Path.Combine("docs", "formats", "golden", "logs.json")));
        Assert.Contains(old, golden, StringComparison.Ordinal);

        Assert.Null(LogList.Parse(Encoding.UTF8.GetBytes(golden.Replace(old, with, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_ledger_fits_its_list_and_a_list_of_other_years_keys_or_logs_is_a_finding()
    {
        using var test = new TestLedger();
        using var signer = NewSigner();
        await VerifyTests.MakeAsync(test, 3);
        test.Clock.Now = test.Clock.Now.AddYears(1);
        await VerifyTests.MakeAsync(test, 3);
        var list = LogList.Of(test.Folder, "log.example", ["log.other"], test.Clock.Now);
        Assert.Equal([2026, 2027], list.Logs[0].Shards.Select(shard => shard.Year));

        Assert.Empty(Codes(test, signer, list));
        Assert.Equal(["logs.shard"], Codes(test, signer, Own(list, [list.Logs[0].Shards[0]])));
        Assert.Equal(["logs.shard"], Codes(test, signer, Own(list, [Shard("log.example", 2026), list.Logs[0].Shards[1]])));
        Assert.Equal(["logs.shard"], Codes(test, signer, Own(list, [Shard("log.example", 2025), .. list.Logs[0].Shards])));
        Assert.Equal(["logs.origin"], Codes(test, signer, list with { Origin = "log.other" }));
        Assert.Equal(["logs.origin"], Codes(test, signer, list with { Logs = [list.Logs[1]] }));

        // Signed in the first year: the second had not begun.
        Assert.Empty(Codes(test, signer, Own(list, [list.Logs[0].Shards[0]]) with { Time = Time }));
    }

    [Fact]
    public async Task A_list_that_was_changed_or_lost_its_signature_is_a_finding()
    {
        using var test = new TestLedger();
        using var signer = NewSigner();
        await VerifyTests.MakeAsync(test, 3);
        var list = LogList.Of(test.Folder, "log.example", [], test.Clock.Now);
        LogListFile.Keep(new TestDisk(), test.Folder, list, signer);
        var file = Path.Combine(test.Folder, LogList.FileName);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        await File.WriteAllTextAsync(file, text.Replace(":00.000Z", ":01.000Z", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(["logs.signature"], Codes(test));
        await File.WriteAllTextAsync(file, "[]", TestContext.Current.CancellationToken);
        Assert.Equal(["logs.malformed"], Codes(test));
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(test.Folder, LogList.SignatureName));
        Assert.Equal(["logs.signature"], Codes(test));
    }

    [Fact]
    public async Task A_log_of_the_organisation_that_nobody_shows_is_missing()
    {
        using var own = new TestLedger();
        using var other = new TestLedger();
        other.Settings = other.Settings with { Origin = "log.other" };
        using var signer = NewSigner();
        await VerifyTests.MakeAsync(own, 3);
        await VerifyTests.MakeAsync(other, 3);
        Assert.Equal("logs.malformed", Assert.Single(LedgerVerifier.Verify(own.Folder, null, [other.Folder]).Findings).Code);
        LogListFile.Keep(new TestDisk(), own.Folder, LogList.Of(own.Folder, "log.example", ["log.other"], own.Clock.Now), signer);

        Assert.Empty(LedgerVerifier.Verify(own.Folder, null, [other.Folder]).Findings);
        Assert.Equal("logs.missing", Assert.Single(LedgerVerifier.Verify(own.Folder, null, [own.Folder]).Findings).Code);
    }

    [Fact]
    public async Task A_list_is_signed_anew_when_it_says_something_else_or_is_a_day_old_and_not_at_every_seal()
    {
        using var test = new TestLedger();
        using var signer = NewSigner();
        await VerifyTests.MakeAsync(test, 3);
        DateTimeOffset Keep(DateTimeOffset now, params string[] others)
        {
            LogListFile.Keep(new TestDisk(), test.Folder, LogList.Of(test.Folder, "log.example", others, now), signer);
            return LogList.Parse(LogListFile.Read(test.Folder)!.Json)!.Time;
        }

        Assert.Equal(Time, Keep(Time));
        Assert.Equal(Time, Keep(Time.AddHours(23)));
        Assert.Equal(Time.AddHours(25), Keep(Time.AddHours(25)));
        Assert.Equal(Time.AddHours(26), Keep(Time.AddHours(26), "log.other"));
        File.Delete(Path.Combine(test.Folder, LogList.SignatureName));
        Assert.Equal(Time.AddHours(27), Keep(Time.AddHours(27), "log.other"));
    }

    private static ListedShard Shard(string origin, int year) =>
        new(year, NoteKey.Of($"{origin}/{year}", SHA256.HashData(Encoding.UTF8.GetBytes($"golden key {year}"))));

    private static LogList Own(LogList list, IReadOnlyList<ListedShard> shards) =>
        list with { Logs = [list.Logs[0] with { Shards = shards }, list.Logs[1]] };

    private static IEnumerable<string> Codes(TestLedger test, X509Certificate2 signer, LogList list)
    {
        LogListFile.Keep(new TestDisk(), test.Folder, list, signer);
        return Codes(test);
    }

    private static IEnumerable<string> Codes(TestLedger test) =>
        LedgerVerifier.Verify(test.Folder, null).Findings.Select(finding => finding.Code);

    private static X509Certificate2 NewSigner()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=signer", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Time.AddYears(-1), Time.AddYears(2));
    }
}
