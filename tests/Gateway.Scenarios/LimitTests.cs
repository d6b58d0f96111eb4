using System.Net;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Limits as callers meet them: a party over its own is told when to come back, and nobody else notices.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_party_with_every_place_taken_is_told_when_to_come_back_and_others_cross()
    {
        await using var boundary = await OpenAsync(("MaxConcurrentPerParty", "2"));
        using var gate = new Gate(boundary.BankHk);
        var under = new[] { boundary.North().PushAsync(), boundary.North().PushAsync() };
        await gate.ReachedAsync(2);

        var answer = await boundary.North().PushAsync();

        Refused(boundary, answer, "limit.concurrency");
        Assert.Equal(HttpStatusCode.OK, (await boundary.South().PullAsync()).Status);
        gate.Open();
        Assert.All(await Task.WhenAll(under), crossed => Assert.Equal(HttpStatusCode.OK, crossed.Status));
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    [Fact]
    public async Task When_every_place_of_the_gateway_is_taken_no_party_gets_one()
    {
        await using var boundary = await OpenAsync(("MaxConcurrent", "1"));
        using var gate = new Gate(boundary.BankHk);
        var under = boundary.North().PushAsync();
        await gate.ReachedAsync(1);

        Refused(boundary, await boundary.South().PullAsync(), "limit.concurrency");

        gate.Open();
        Assert.Equal(HttpStatusCode.OK, (await under).Status);
        Assert.Equal(HttpStatusCode.OK, (await boundary.South().PullAsync()).Status);
    }

    [Fact]
    public async Task A_place_is_given_back_whatever_became_of_the_transfer()
    {
        await using var boundary = await OpenAsync(("MaxConcurrent", "1"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("route.unknown", (await boundary.North().PushAsync(path: "/nowhere")).Code);
            Assert.Equal("body.malformed", (await boundary.North().PushAsync("{")).Code);
            boundary.BankHk.Answer = _ => null;
            Assert.Equal("upstream.protocol", (await boundary.North().PushAsync()).Code);
            boundary.BankHk.Answer = _ => FarAnswer.Json("""{"unlisted":1}""");
            Assert.Equal("field.unlisted", (await boundary.North().PushAsync()).Code);
        }
    }

    [Fact]
    public async Task A_stranger_takes_no_partys_place()
    {
        await using var boundary = await OpenAsync(("MaxConcurrent", "1"), ("RequestsPerSecondPerParty", "1"), ("BurstPerParty", "1"));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("certificate.absent", (await boundary.Client("north", null).PushAsync()).Code);
        }

        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    [Fact]
    public async Task A_party_over_its_rate_is_told_so_and_fills_no_ledger_with_it()
    {
        await using var boundary = await OpenAsync(("RequestsPerSecondPerParty", "1"), ("BurstPerParty", "2"));
        var answers = new List<CallersAnswer>();
        for (var i = 0; i < 40; i++)
        {
            answers.Add(await boundary.North().PushAsync());
        }

        var refused = answers.Where(answer => answer.Code == "limit.rate").ToList();
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status));
        Assert.All(refused, answer => Assert.Equal("1", answer.Header("Retry-After")));
        Assert.True(refused.Count > 10);
        Assert.Equal(10, refused.Count(answer => answer.Header("Transfer-Ledger") is not null));
        Assert.Equal(answers.Count - refused.Count, boundary.BankHk.Received.Count);
        Assert.Equal(HttpStatusCode.OK, (await boundary.South().PullAsync()).Status);

        await boundary.StopAsync();
        var entries = boundary.Entries().Where(entry => entry.Code == "limit.rate").ToList();
        Assert.Equal(11, entries.Count);
        var counted = Assert.Single(entries, entry => entry.TransferId is null);
        Assert.Equal($"{refused.Count - 10}", counted.Raw("count"));
        Assert.Equal("bank-gz", counted.Text("party"));
    }

    [Fact]
    public async Task A_partys_bodies_are_held_to_its_share_of_the_memory()
    {
        await using var boundary = await Boundary.OpenAsync(settings: new Dictionary<string, string>
        {
            ["Reading__MemoryBudgetBytes"] = "8388608",
            ["Reading__MemoryBudgetPerPartyBytes"] = "524288",
        });
        var large = $$"""{"batch":"{{new string('b', 700_000)}}","customers":[]}""";

        Refused(boundary, await boundary.North().PushAsync(large), "limit.concurrency");
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    [Fact]
    public async Task Large_bodies_at_one_time_leave_one_after_the_other_where_memory_is_short()
    {
        await using var boundary = await Boundary.OpenAsync(settings: new Dictionary<string, string>
        {
            ["Reading__MemoryBudgetBytes"] = "12582912",
            ["Reading__MemoryBudgetPerPartyBytes"] = "8388608",
        });
        var large = $$"""{"batch":"{{new string('b', 700_000)}}","customers":[]}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => boundary.North().PushAsync(large)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(16, boundary.BankHk.Received.Count);
    }

    [Fact]
    public async Task A_large_answer_does_not_wait_for_the_memory_of_the_request_it_answers()
    {
        await using var boundary = await Boundary.OpenAsync(settings: new Dictionary<string, string>
        {
            ["Reading__MemoryBudgetBytes"] = "4194304",
            ["Reading__MemoryBudgetPerPartyBytes"] = "4194304",
            ["Reading__RoomTimeout"] = "00:00:02",
        });
        var large = $$"""{"batch":"{{new string('b', 700_000)}}","customers":[]}""";
        var answer = $$"""{"accepted":1,"note":"{{new string('n', 400_000)}}"}""";
        boundary.BankHk.Answer = _ => FarAnswer.Raw(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"{answer.Length:x}\r\n{answer}\r\n0\r\n\r\n");

        var crossed = await boundary.North().PushAsync(large);

        Assert.Equal((HttpStatusCode.OK, null), (crossed.Status, crossed.Code));
    }

    [Fact]
    public async Task Strangers_on_IPv6_fill_ten_entries_a_minute_too()
    {
        Assert.SkipUnless(System.Net.Sockets.Socket.OSSupportsIPv6, "no IPv6 on this machine");
        await using var boundary = await Boundary.OpenAsync(
            settings: new Dictionary<string, string> { ["Listeners__north__Address"] = "[::1]:0" });
        for (var i = 0; i < 15; i++)
        {
            Assert.Equal("certificate.absent", (await boundary.Client("north", null).PushAsync()).Code);
        }

        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        await boundary.StopAsync();
        var refusals = boundary.Entries().Where(entry => entry.Code == "certificate.absent").ToList();
        Assert.Equal(11, refusals.Count);
        Assert.Equal("5", Assert.Single(refusals, entry => entry.TransferId is null).Raw("count"));
    }

    private static Task<Boundary> OpenAsync(params (string Key, string Value)[] limits) => Boundary.OpenAsync(
        settings: limits.ToDictionary(limit => $"Identity__{limit.Key}", limit => limit.Value));

    private static void Refused(Boundary boundary, CallersAnswer answer, string code)
    {
        Assert.Equal((code, HttpStatusCode.TooManyRequests), (answer.Code, answer.Status));
        Assert.Equal("1", answer.Header("Retry-After"));
        Assert.False(answer.Problem.GetProperty("delivered").GetBoolean());
        Assert.Equal(code, Assert.Single(boundary.EntriesOf(answer.TransferId)).Code);
    }
}
