using System.Net;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>May it leave at all? Asked before a body is read, of the law's instruments and of the operator.</summary>
public sealed class PermitTests
{
    private const string Bank = "effective: 2026-01-01\n    validTo: 2099-12-31\n    filings:\n      - { zone: CN, number: CN-0001, date: 2026-01-05, due: 2026-01-15 }\n      - { zone: HK, number: HK-0001, date: 2026-01-06, due: 2026-01-15 }";

    [Theory]
    [InlineData("instrument.missing", "exporter: bank-gz\n    recipient: bank-hk\n    categories: [T.file@1]", "exporter: bank-gz\n    recipient: clinic-hk\n    categories: [T.file@1]")]
    [InlineData("category.not_covered", "categories: [T.file@1]", "categories: [T.ack@1]")]
    [InlineData("purpose.not_covered", "categories: [T.file@1]\n    purposes: [account-opening]", "categories: [T.file@1]\n    purposes: [referral]")]
    [InlineData("grade.core", "title: { en: File, zh-Hans: 档案, zh-Hant: 檔案 }\n    grade: general", "title: { en: File, zh-Hans: 档案, zh-Hant: 檔案 }\n    grade: core")]
    [InlineData("grade.important", "title: { en: File, zh-Hans: 档案, zh-Hant: 檔案 }\n    grade: general", "title: { en: File, zh-Hans: 档案, zh-Hant: 檔案 }\n    grade: important")]
    public async Task Without_a_legal_basis_nothing_is_even_read(string code, string from, string to)
    {
        await using var boundary = await Boundary.OpenAsync(text => Change(text, from, to));

        var answer = await boundary.North().PushAsync();

        Expect.RefusedBeforeLeaving(boundary, answer, code);
    }

    [Theory]
    [InlineData("instrument.envelope", "means: api, scale: 20000", "means: courier, scale: 20000")]
    [InlineData("instrument.filing", "number: HK-0001, date: 2026-01-06, due: 2026-01-15", "due: 2026-01-15")]
    [InlineData("instrument.pia", "pia: { id: PIA-1, date: 2025-12-01 }", "pia: { id: PIA-1, date: 2099-12-01 }")]
    public async Task An_instrument_carries_only_as_it_was_made_and_filed(string code, string from, string to)
    {
        await using var boundary = await Boundary.OpenAsync(text => Change(text, from, to));

        var answer = await boundary.North().PushAsync();

        Expect.RefusedBeforeLeaving(boundary, answer, code);
    }

    [Theory]
    [InlineData("instrument.expired", "2020-01-01", "2021-12-31", "2020-01-05")]
    [InlineData("instrument.not_yet", "2098-01-01", "2099-12-31", "2098-01-05")]
    public async Task An_instrument_holds_only_in_its_time(string code, string from, string to, string filed)
    {
        await using var boundary = await Boundary.OpenAsync(text => Change(text, Bank, Bank
            .Replace("2026-01-01", from, StringComparison.Ordinal)
            .Replace("2099-12-31", to, StringComparison.Ordinal)
            .Replace("2026-01-05", filed, StringComparison.Ordinal)
            .Replace("2026-01-06", filed, StringComparison.Ordinal)
            .Replace("2026-01-15", filed, StringComparison.Ordinal))
            .Replace("date: 2025-12-01", "date: 2019-12-01", StringComparison.Ordinal));

        var answer = await boundary.North().PushAsync();

        Expect.RefusedBeforeLeaving(boundary, answer, code);
    }

    [Fact]
    public async Task An_answer_that_could_never_come_back_stops_the_request()
    {
        await using var boundary = await Boundary.OpenAsync(text => Change(text, "categories: [T.ack@1]", "categories: [T.file@1]"));

        var answer = await boundary.North().PushAsync();

        Expect.RefusedBeforeLeaving(boundary, answer, "category.not_covered");
    }

    [Fact]
    public async Task The_refusal_comes_before_the_body_does()
    {
        await using var boundary = await Boundary.OpenAsync(text => Change(text, "categories: [T.file@1]", "categories: [T.ack@1]"));
        using var certificate = DevAssets.Certificate("bank-gz.client");
        await using var caller = await RawCaller.ConnectAsync(boundary.Door("north"), certificate);

        // A body is announced and never sent.
        var answer = await caller.SendAsync(
            $"POST {Asking.PushPath} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_stop_file_stands_nothing_leaves_and_afterwards_it_does()
    {
        await using var boundary = await Boundary.OpenAsync();
        var stop = Path.Combine(boundary.State, "stop");
        File.WriteAllText(stop, "");

        Expect.RefusedBeforeLeaving(boundary, await boundary.North().PushAsync(), "stopped");
        Expect.RefusedBeforeLeaving(boundary, await boundary.South().PullAsync(), "stopped");
        File.Delete(stop);
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    [Fact]
    public async Task The_stop_switch_is_asked_again_after_the_body_was_read()
    {
        await using var boundary = await Boundary.OpenAsync();
        using var certificate = DevAssets.Certificate("bank-gz.client");
        await using var caller = await RawCaller.ConnectAsync(boundary.Door("north"), certificate);
        var body = Asking.File;
        await caller.SendAsync(
            $"POST {Asking.PushPath} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body[..5]}",
            TimeSpan.FromMilliseconds(300));

        File.WriteAllText(Path.Combine(boundary.State, "stop"), "");
        var answer = await caller.SendAsync(body[5..]);

        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"stopped\"", answer, StringComparison.Ordinal);
        Assert.Empty(boundary.BankHk.Received);
    }

    [Fact]
    public async Task An_answer_that_comes_back_after_the_stop_does_not_cross()
    {
        await using var boundary = await Boundary.OpenAsync();
        boundary.HospitalGz.Answer = _ =>
        {
            File.WriteAllText(Path.Combine(boundary.State, "stop"), "");
            return FarAnswer.Json("""{"code":"J45"}""");
        };

        var answer = await boundary.South().PullAsync();

        Expect.RefusedOnTheWayBack(boundary, answer, "stopped");
    }

    private static string Change(string text, string from, string to)
    {
        Assert.Contains(from, text, StringComparison.Ordinal);
        return text.Replace(from, to, StringComparison.Ordinal);
    }
}
