using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary><c>gateway explain</c>: what an operator answers when somebody asks what became of a transfer.</summary>
[Collection(nameof(StandardOutput))]
public sealed class ExplainTests
{
    [Fact]
    public async Task A_transfer_that_crossed_is_told_with_what_was_done_to_its_fields()
    {
        await using var boundary = await Boundary.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.WholeAsync(push.TransferId);

        var (exitCode, text) = await ExplainAsync(boundary, push.TransferId);

        Assert.Equal(0, exitCode);
        Assert.Contains("It crossed, changed by the rules of its category.", text, StringComparison.Ordinal);
        Assert.Contains("1 masked, 1 hashed", text, StringComparison.Ordinal);
        Assert.Contains("$.customers[*].name: mask (keepFirst 1, keepLast 0), scenario.yaml:", text, StringComparison.Ordinal);
        Assert.Contains("category T.file@1 (File)", text, StringComparison.Ordinal);
        Assert.Contains("legal instrument gba-bank-1 (GBA-HK)", text, StringComparison.Ordinal);
        Assert.Contains(push.Header("Transfer-Ledger")!, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Wong", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "It was refused, screen.finding: Undeclared personal data was found.", "What to do: ")]
    [InlineData("zh-Hans", "已被拒绝，screen.finding：发现未申报的个人信息。", "处置办法：")]
    [InlineData("zh-Hant", "已被拒絕，screen.finding：發現未申報的個人資料。", "處理方法：")]
    public async Task A_refused_field_is_told_with_the_rule_and_what_to_do(string language, string ending, string advice)
    {
        await using var boundary = await Boundary.OpenAsync();
        var planted = People.ResidentId();
        var refused = await boundary.North().PushAsync($$"""{"customers":[{"remark":"{{planted}}"}]}""");

        var (exitCode, text) = await ExplainAsync(boundary, refused.TransferId, "--lang", language);

        Assert.Equal(0, exitCode);
        Assert.Contains(ending, text, StringComparison.Ordinal);
        Assert.Contains(advice, text, StringComparison.Ordinal);
        Assert.Contains("$.customers[*].remark", text, StringComparison.Ordinal);
        Assert.DoesNotContain(planted, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_certificate_is_told_without_a_route()
    {
        await using var boundary = await Boundary.OpenAsync();
        var refused = await boundary.Client("north", null).PushAsync();

        var (_, text) = await ExplainAsync(boundary, refused.TransferId);

        Assert.Contains("It was refused, certificate.absent", text, StringComparison.Ordinal);
        Assert.Contains("nothing had reached the far side", text, StringComparison.Ordinal);
        Assert.DoesNotContain("route", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_was_refused_is_told_after_the_request_that_had_left()
    {
        await using var boundary = await Boundary.OpenAsync();
        boundary.BankHk.Answer = _ => FarAnswer.Json("""{"accepted":1,"undeclared":true}""");
        var push = await boundary.North().PushAsync();
        await boundary.WholeAsync(push.TransferId);

        var (_, text) = await ExplainAsync(boundary, push.TransferId);

        Assert.Contains("Its answer was refused, field.unlisted", text, StringComparison.Ordinal);
        Assert.Contains("released, request leg", text, StringComparison.Ordinal);
        Assert.Contains("refused, response leg", text, StringComparison.Ordinal);
        Assert.Contains("the request had reached the far side", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "instrument 'gba-bank-1' held until 2026-01-02")]
    [InlineData("zh-Hans", "跨境法律依据 'gba-bank-1' 的有效期至 2026-01-02")]
    [InlineData("zh-Hant", "跨境法律依據 'gba-bank-1' 的有效期至 2026-01-02")]
    public async Task The_instrument_that_fell_short_is_named_in_the_readers_language(string language, string why)
    {
        await using var boundary = await Boundary.OpenAsync(text => text.Replace(
            "validTo: 2099-12-31", "validTo: 2026-01-02", StringComparison.Ordinal));
        var refused = await boundary.North().PushAsync();

        var (_, text) = await ExplainAsync(boundary, refused.TransferId, "--lang", language);

        Assert.Contains("instrument.expired", text, StringComparison.Ordinal);
        Assert.Contains(why, text, StringComparison.Ordinal);
        // Two words with a space between them are a sentence.
        Assert.Equal(language == "en", Regex.IsMatch(text, "[a-z]{2,} [a-z]{2,}"));
    }

    [Theory]
    [InlineData("zh-Hans", "处理目的 account-opening（开户），合法性基础 contract", "数据提供方 bank-gz，接收方 bank-hk", "掩码 1 项，哈希 1 项")]
    [InlineData("zh-Hant", "使用目的 account-opening（開戶），合法基礎 contract", "資料提供方 bank-gz，接收方 bank-hk", "遮蔽 1 項，雜湊 1 項")]
    public async Task What_crossed_is_told_in_the_words_of_the_readers_law(string language, params string[] words)
    {
        await using var boundary = await Boundary.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.WholeAsync(push.TransferId);

        var (_, text) = await ExplainAsync(boundary, push.TransferId, "--lang", language);

        Assert.All(words, each => Assert.Contains(each, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_facts_stand_in_one_json_document_proven_by_the_checkpoint()
    {
        await using var boundary = await Boundary.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.WholeAsync(push.TransferId);
        await boundary.StopAsync();

        var (exitCode, text) = await CommandLine.RunAsync("explain", push.TransferId, "--ledger", boundary.Ledger, "--json");

        using var story = JsonDocument.Parse(text);
        Assert.Equal(0, exitCode);
        Assert.Equal("crossed", story.RootElement.GetProperty("ending").GetString());
        Assert.All(story.RootElement.GetProperty("entries").EnumerateArray(), entry =>
        {
            Assert.Equal("proven", entry.GetProperty("inclusion").GetString());
            Assert.False(entry.GetProperty("policyAtHand").GetBoolean());
        });
    }

    [Fact]
    public async Task An_entry_that_was_changed_on_disk_is_not_called_proven()
    {
        await using var boundary = await Boundary.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.WholeAsync(push.TransferId);
        await boundary.StopAsync();
        Tamper(boundary.Ledger, push.TransferId);

        var (_, text) = await CommandLine.RunAsync("explain", push.TransferId, "--ledger", boundary.Ledger);

        Assert.Contains("NOT PROVEN", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_bundle_is_not_taken_for_the_one_that_decided()
    {
        await using var boundary = await Boundary.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.WholeAsync(push.TransferId);
        boundary.WriteBundle(text => text.Replace("version: 7,", "version: 8,", StringComparison.Ordinal));
        await boundary.Daemon.ReloadAsync();

        var (_, text) = await ExplainAsync(boundary, push.TransferId);

        Assert.Contains("is not at hand", text, StringComparison.Ordinal);
        Assert.DoesNotContain("(File)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_id_is_said_to_be_unknown()
    {
        await using var boundary = await Boundary.OpenAsync();

        var (exitCode, text) = await ExplainAsync(boundary, Guid.CreateVersion7().ToString("D"));

        Assert.Equal(3, exitCode);
        Assert.Contains("has no entry", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain", "not-an-id", "--ledger", "x")]
    [InlineData("explain", "019aa9c0-2f6a-7c1e-9d5b-8f0e6a7b3c21")]
    [InlineData("explain", "019aa9c0-2f6a-7c1e-9d5b-8f0e6a7b3c21", "--ledger", "nowhere-at-all")]
    [InlineData("explain", "019aa9c0-2f6a-7c1e-9d5b-8f0e6a7b3c21", "--ledger", "x", "--config", "y")]
    public async Task Wrong_usage_ends_with_1(params string[] args) =>
        Assert.Equal((1, ""), await CommandLine.RunAsync(args));

    private static Task<(int ExitCode, string Output)> ExplainAsync(Boundary boundary, string id, params string[] more) =>
        CommandLine.RunAsync(["explain", id, "--config", boundary.ConfigFile, .. more]);

    // One hexadecimal digit of a digest in the release entry: still an entry, and another leaf.
    private static void Tamper(string ledger, string id)
    {
        foreach (var file in Directory.EnumerateFiles(ledger, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/tile/entries/", StringComparison.Ordinal)))
        {
            var bytes = File.ReadAllBytes(file);
            var text = Encoding.Latin1.GetString(bytes);
            var place = Regex.Match(text, $"{id}.*?\"baseSha256\":\"(.)", RegexOptions.Singleline);
            if (place.Success)
            {
                bytes[place.Groups[1].Index] ^= 1;
                File.WriteAllBytes(file, bytes);
            }
        }
    }
}
