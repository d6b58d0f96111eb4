using System.Text.Json;
using Gateway.Audit.Desk;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Tests.Conventions;

namespace Gateway.Tests.Audit;

/// <summary>What a reader may ask, letter by letter; everything else is refused.</summary>
public sealed class AuditQuestionTests
{
    [Theory]
    [InlineData("POST", "/v1/transfers")]
    [InlineData("HEAD", "/v1/transfers")]
    [InlineData("GET", "/v1/status")]
    [InlineData("GET", "/v1/reports")]
    [InlineData("GET", "/V1/summary")]
    [InlineData("GET", "/2026/tile/0")]
    [InlineData("GET", "/2026/tile/0/1")]
    [InlineData("GET", "/2026/tile/64/000")]
    [InlineData("GET", "/2026/tile/0/000.p/256")]
    [InlineData("GET", "/2026/seals/../vkey")]
    [InlineData("GET", "/2026/seals/9.p7s.bak")]
    [InlineData("GET", "/2026/wal/000")]
    [InlineData("GET", "/2026/../LOCK")]
    [InlineData("GET", "/index.db")]
    [InlineData("GET", "/26/checkpoint")]
    [InlineData("GET", "//2026/checkpoint")]
    public void A_path_that_is_not_named_is_none(string method, string target) =>
        Assert.Equal(RefusalCode.RouteUnknown, CodeOf(method, target).Code(target));

    [Theory]
    [InlineData("/v1/transfers?limit=0")]
    [InlineData("/v1/transfers?limit=1001")]
    [InlineData("/v1/transfers?limit=5&limit=6")]
    [InlineData("/v1/transfers?colour=red")]
    [InlineData("/v1/transfers?cursor=2026")]
    [InlineData("/v1/transfers?cursor=2026:01")]
    [InlineData("/v1/transfers?direction=north")]
    [InlineData("/v1/transfers?decision=outcome")]
    [InlineData("/v1/transfers?code=made.up")]
    [InlineData("/v1/transfers?party=a%20b")]
    [InlineData("/v1/transfers?party=")]
    [InlineData("/v1/transfers?since=yesterday")]
    [InlineData("/v1/transfers?=5")]
    [InlineData("/v1/transfers/not-an-id")]
    [InlineData("/v1/transfers/")]
    [InlineData("/v1/transfers/019AA9C0-2F6A-7C1E-9D5B-8F0E6A7B3C21?x=1")]
    [InlineData("/v1/sample")]
    [InlineData("/v1/sample?n=1001")]
    [InlineData("/v1/sample?n=1&seed=a/b")]
    [InlineData("/v1/reports/2026-Q5")]
    [InlineData("/v1/reports/2026-13")]
    [InlineData("/v1/reports/1999")]
    [InlineData("/v1/reports/2026?lang=fr")]
    [InlineData("/v1/summary?x=1")]
    [InlineData("/v1/stream?cursor=now")]
    [InlineData("/2026/checkpoint?x=1")]
    public void A_value_that_is_not_as_declared_is_refused(string target) =>
        Assert.Equal(RefusalCode.RouteParameter, CodeOf("GET", target).Code(target));

    [Fact]
    public void What_came_last_on_a_stream_is_said_by_the_header_before_the_address()
    {
        var taken = AuditQuestionReading.Read("GET", "/v1/stream?cursor=2026:5", "2026:9");

        Assert.True(taken.TryPass(out var question, out _));
        Assert.Equal(new AuditQuestion.Stream(new LedgerCursor(2026, 9)), question);
        Assert.False(AuditQuestionReading.Read("GET", "/v1/stream", "9").TryPass(out _, out var refusal));
        Assert.Equal(RefusalCode.RouteHeader, refusal!.Code);
    }

    [Theory]
    [InlineData("2026", "2026-01-01", "2027-01-01")]
    [InlineData("2026-Q1", "2026-01-01", "2026-04-01")]
    [InlineData("2026-Q4", "2026-10-01", "2027-01-01")]
    [InlineData("2026-12", "2026-12-01", "2027-01-01")]
    [InlineData("2024-02", "2024-02-01", "2024-03-01")]
    public void A_period_ends_where_the_next_begins(string text, string since, string until)
    {
        Assert.True(ReportPeriod.TryParse(text, out var period));
        Assert.Equal(since, period.Since.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(until, period.Until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Whatever_may_be_asked_is_described_and_whatever_is_described_may_be_asked()
    {
        using var description = JsonDocument.Parse(File.ReadAllBytes(
            Path.Combine(SourceTree.Root, "src", "Gateway", "Audit", "Desk", "openapi-v1.json")));
        var asked = new HashSet<Type>();
        foreach (var path in description.RootElement.GetProperty("paths").EnumerateObject())
        {
            var target = path.Name
                .Replace("{id}", "019aa9c0-2f6a-7c1e-9d5b-8f0e6a7b3c21", StringComparison.Ordinal)
                .Replace("{period}", "2026-Q4", StringComparison.Ordinal)
                .Replace("{year}", "2026", StringComparison.Ordinal)
                .Replace("{file}", "7.p7s", StringComparison.Ordinal)
                .Replace("{head}", "checkpoint", StringComparison.Ordinal)
                .Replace("{level}", "0", StringComparison.Ordinal)
                .Replace("{tile}", "x001/234", StringComparison.Ordinal)
                .Replace("{bundle}", "000.p/7", StringComparison.Ordinal);
            var values = path.Value.GetProperty("get").TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray()
                    .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                    .Select(parameter => $"{parameter.GetProperty("name").GetString()}={Example(parameter)}")
                : [];
            var query = string.Join('&', values);

            Assert.True(
                AuditQuestionReading.Read("GET", query.Length == 0 ? target : $"{target}?{query}", null)
                    .TryPass(out var question, out var refusal),
                $"{target}?{query}: {refusal?.Detail}");
            asked.Add(question!.GetType());
        }

        Assert.Equal(
            typeof(AuditQuestion).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Select(type => type.Name).Order(),
            asked.Select(type => type.Name).Order());
    }

    private static string Example(JsonElement parameter) => parameter.GetProperty("name").GetString() switch
    {
        "since" or "until" => "2026-11-01T08:00:00Z",
        "direction" => "N2S",
        "decision" => "hold",
        "code" => "body.media",
        "cursor" or "entry" or "tree" => "2026:7",
        "limit" or "n" => "9",
        "lang" => "zh-Hant",
        _ => "a.name-1",
    };

    private static (bool Passed, TurnBack? Refusal) CodeOf(string method, string target)
    {
        var passed = AuditQuestionReading.Read(method, target, null).TryPass(out _, out var refusal);
        return (passed, refusal);
    }
}

/// <summary>Says which target passed that should not.</summary>
internal static class AskedExtensions
{
    internal static RefusalCode Code(this (bool Passed, TurnBack? Refusal) asked, string target)
    {
        Assert.False(asked.Passed, target);
        return asked.Refusal!.Code;
    }
}
