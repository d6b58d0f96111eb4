using System.Text;
using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;
using Gateway.Scenarios.Fakes;
using Gateway.Settings;

namespace Gateway.Scenarios;

/// <summary>Tokens come back only by two persons and only on record; each tampered twin reveals nothing.</summary>
[Collection(nameof(StandardOutput))]
public sealed class RevealTests : IAsyncLifetime
{
    private const string Category = "T.tokens";
    private const string Field = "$.people[*].id";

    private readonly string[] _values = [People.ResidentId(), People.ResidentId()];
    private readonly Boundary _boundary = Boundary.Prepare(text => text
        .Replace("\ncategories:\n", """

              - id: wang-fang
                name: { en: Wang Fang, zh-Hans: 王芳, zh-Hant: 王芳 }
                certificates: [ { entry: gd-person-1, match: { serialNumber: OFFICER-0002 } } ]
                roles: [officer]

            categories:
              - id: T.tokens
                version: 1
                title: { en: Tokens, zh-Hans: 令牌, zh-Hant: 代符 }
                grade: general
                format: json
                fields:
                  - { path: "$.people[*].id", do: tokenise, key: tokenise-1, shape: prc-id }

            """, StringComparison.Ordinal));

    private string[] _tokens = [];

    public async ValueTask InitializeAsync()
    {
        _tokens = MakeTokens();
        File.WriteAllLines(At("tokens"), _tokens);
        await RequestAsync("tokens", "request.json");
        await ApproveAsync("li-wei", "request.json", "li-wei.p7s");
        await ApproveAsync("wang-fang", "request.json", "wang-fang.p7s");
    }

    public ValueTask DisposeAsync() => _boundary.DisposeAsync();

    [Fact]
    public async Task Two_officers_get_the_values_and_the_ledger_has_it_first()
    {
        var told = await RevealAsync(["li-wei.p7s", "wang-fang.p7s"]);

        Assert.Equal((0, ""), (told.ExitCode, told.ExitCode == 0 ? "" : told.Errors));
        var json = JsonDocument.Parse(told.Output).RootElement;
        Assert.True(json.GetProperty("ok").GetBoolean());
        Assert.Equal(_values, json.GetProperty("values").EnumerateArray().Select(one => one.GetProperty("value").GetString()));
        Assert.Equal(_tokens, json.GetProperty("values").EnumerateArray().Select(one => one.GetProperty("token").GetString()));

        var entry = Assert.Single(_boundary.Entries(), entry => entry.Kind == "read");
        Assert.Equal(("li-wei", "reveal", Category, Field), (entry.Text("reader"), entry.Text("resource"), entry.Text("category"), entry.Text("rule")));
        Assert.Equal("2", entry.Raw("count"));
        Assert.Equal(["li-wei", "wang-fang"], entry.Json.GetProperty("officers").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Assert.EndsWith($"/{entry.Year}/{entry.Index}", json.GetProperty("ledger").GetString(), StringComparison.Ordinal);
        var record = entry.Json.GetRawText();
        Assert.All(_values.Concat(_tokens).Append("case-17"), secret => Assert.DoesNotContain(secret, record, StringComparison.Ordinal));
        Assert.Equal(0, (await CapturedCommand.RunAsync("ledger", "verify", _boundary.Ledger)).ExitCode);
    }

    [Fact]
    public async Task As_text_there_is_one_value_a_line()
    {
        var told = await RevealAsync(["li-wei.p7s", "wang-fang.p7s"], json: false);
        Assert.Equal(string.Join('\n', _values) + "\n", told.Output);
    }

    [Fact]
    public async Task One_approval_or_none_or_no_ledger_reveals_nothing()
    {
        await AssertNothingAsync("reveal.approvals", RevealAsync([]));
        await AssertNothingAsync("reveal.approvals", RevealAsync(["li-wei.p7s"]));
        await AssertNothingAsync("reveal.approvals", CapturedCommand.RunAsync([
            "reveal", "--category", Category, "--path", Field, "--keys", DevAssets.Pki.KeysFile, "--json",
            "--tokens", At("tokens"), "--request", At("request.json"),
            "--approval", At("li-wei.p7s"), "--approval", At("wang-fang.p7s")]));
    }

    [Fact]
    public async Task One_person_twice_is_one_person() =>
        await AssertNothingAsync("approval.same_person", RevealAsync(["li-wei.p7s", "li-wei.p7s"]));

    [Fact]
    public async Task Whoever_has_not_the_role_does_not_count()
    {
        await ApproveAsync("zhou-min", "request.json", "zhou-min.p7s");
        await AssertNothingAsync("approval.officer", RevealAsync(["li-wei.p7s", "zhou-min.p7s"]));
        await ApproveAsync("bank-gz.signing", "request.json", "party.p7s");
        await AssertNothingAsync("approval.officer", RevealAsync(["li-wei.p7s", "party.p7s"]));
    }

    [Theory]
    [InlineData("\"count\":2", "\"count\":3")]
    [InlineData("case-17", "case-18")]
    [InlineData("T.tokens", "T.file")]
    public async Task A_request_changed_by_one_word_is_not_what_was_signed(string from, string to)
    {
        var request = File.ReadAllText(At("request.json"));
        File.WriteAllText(At("request.json"), request.Replace(from, to, StringComparison.Ordinal));
        var told = await RevealAsync(["li-wei.p7s", "wang-fang.p7s"]);
        await AssertNothingAsync(to == "case-18" ? "approval.signature" : "reveal.mismatch", Task.FromResult(told));
    }

    [Fact]
    public async Task An_approval_with_one_other_byte_is_none()
    {
        var approval = File.ReadAllBytes(At("wang-fang.p7s"));
        approval[^1] ^= 1;
        File.WriteAllBytes(At("wang-fang.p7s"), approval);
        await AssertNothingAsync("approval.signature", RevealAsync(["li-wei.p7s", "wang-fang.p7s"]));
    }

    [Fact]
    public async Task Other_tokens_than_the_approved_ones_are_not_revealed()
    {
        File.AppendAllText(At("tokens"), _tokens[0] + "\n");
        await AssertNothingAsync("reveal.mismatch", RevealAsync(["li-wei.p7s", "wang-fang.p7s"]));
    }

    [Fact]
    public async Task A_line_that_is_no_token_reveals_none_of_the_others()
    {
        File.WriteAllLines(At("mixed"), [_tokens[0], _values[1]]);
        await RequestAsync("mixed", "mixed.json");
        await ApproveAsync("li-wei", "mixed.json", "a.p7s");
        await ApproveAsync("wang-fang", "mixed.json", "b.p7s");
        await AssertNothingAsync("reveal.token", RevealAsync(["a.p7s", "b.p7s"], "mixed", "mixed.json"));
    }

    [Fact]
    public async Task An_approval_does_not_keep()
    {
        var request = JsonDocument.Parse(File.ReadAllText(At("request.json"))).RootElement.GetProperty("time").GetString()!;
        var old = File.ReadAllText(At("request.json")).Replace(request, "2026-01-01T00:00:00.000Z", StringComparison.Ordinal);
        File.WriteAllText(At("old.json"), old);
        await ApproveAsync("li-wei", "old.json", "a.p7s");
        await ApproveAsync("wang-fang", "old.json", "b.p7s");
        await AssertNothingAsync("reveal.expired", RevealAsync(["a.p7s", "b.p7s"], request: "old.json"));
    }

    [Fact]
    public async Task A_ledger_that_cannot_take_it_reveals_nothing()
    {
        await _boundary.StartAsync();
        await AssertNothingAsync("ledger.unavailable", RevealAsync(["li-wei.p7s", "wang-fang.p7s"]));
    }

    [Fact]
    public async Task With_a_configuration_that_never_ran_it_is_recorded_and_revealed()
    {
        Directory.Delete(_boundary.State, recursive: true);
        var told = await RevealAsync(["li-wei.p7s", "wang-fang.p7s"], json: false);
        Assert.Equal(string.Join('\n', _values) + "\n", told.Output);
    }

    [Fact]
    public async Task Officers_of_a_bundle_that_was_replaced_reveal_nothing()
    {
        await _boundary.StartAsync();
        await _boundary.StopAsync();
        var bundle = File.ReadAllText(_boundary.BundleFile);
        File.WriteAllText(_boundary.BundleFile, bundle.Replace("version: 7", "version: 6", StringComparison.Ordinal));
        var told = await RevealAsync(["li-wei.p7s", "wang-fang.p7s"]);
        Assert.Equal((1, ""), (told.ExitCode, told.Output));
        Assert.DoesNotContain(_boundary.Entries(), entry => entry.Kind == "read");
    }

    [Fact]
    public async Task A_category_without_such_a_rule_reveals_nothing()
    {
        var told = await CapturedCommand.RunAsync(
            "reveal", "request", "--category", Category, "--path", "$.other", "--reason", "case-17", "--tokens", At("tokens"));
        File.WriteAllText(At("other.json"), told.Output);
        await ApproveAsync("li-wei", "other.json", "a.p7s");
        await ApproveAsync("wang-fang", "other.json", "b.p7s");
        await AssertNothingAsync("reveal.rule", CapturedCommand.RunAsync(Words(["a.p7s", "b.p7s"], "tokens", "other.json", "$.other")));
    }

    private async Task AssertNothingAsync(string code, Task<CapturedCommand> command)
    {
        var told = await command;
        Assert.Equal(3, told.ExitCode);
        Assert.Equal(code, JsonDocument.Parse(told.Output).RootElement.GetProperty("code").GetString());
        Assert.All(_values.Concat(_tokens), secret =>
            Assert.DoesNotContain(secret, told.Output + told.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain(_boundary.Entries(), entry => entry.Kind == "read");
    }

    private Task<CapturedCommand> RevealAsync(
        string[] approvals, string tokens = "tokens", string request = "request.json", bool json = true) =>
        CapturedCommand.RunAsync([.. Words(approvals, tokens, request, Field).Where(word => json || word != "--json")]);

    private string[] Words(string[] approvals, string tokens, string request, string path) =>
    [
        "reveal", "--category", Category, "--path", path, "--keys", DevAssets.Pki.KeysFile,
        "--tokens", At(tokens), "--request", At(request), "--config", _boundary.ConfigFile, "--json",
        .. approvals.SelectMany(approval => new[] { "--approval", At(approval) }),
    ];

    private async Task RequestAsync(string tokens, string request)
    {
        var told = await CapturedCommand.RunAsync(
            "reveal", "request", "--category", Category, "--path", Field, "--reason", "case-17", "--tokens", At(tokens));
        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        File.WriteAllText(At(request), told.Output);
    }

    private async Task ApproveAsync(string officer, string request, string approval)
    {
        var told = await CapturedCommand.RunAsync(
            "reveal", "approve", "--request", At(request), "--certificate", DevAssets.Pki.Certificate(NameOf(officer)),
            "--key", DevAssets.Pki.Key(NameOf(officer)), "--out", At(approval));
        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
    }

    private static string NameOf(string signer) =>
        signer.Contains('.', StringComparison.Ordinal) ? signer : $"officer.{signer}";

    private string At(string name) => Path.Combine(_boundary.Folder, name);

    // As the daemon makes them: by the engine, with the keys of the throw-away PKI.
    private string[] MakeTokens()
    {
        using var keys = KeyRing.Read(DevAssets.Pki.KeysFile, [])!;
        var files = Directory.GetFiles(Path.GetDirectoryName(_boundary.BundleFile)!)
            .Select(file => new Policies.Bundle.BundleFile(Path.GetFileName(file), File.ReadAllBytes(file))).ToList();
        var bundle = Policies.Bundle.BundleReader.Read(files).Bundle!;
        Assert.True(CategoryId.TryParse(Category, out var id));
        var engine = CategoryEngine.Compile(bundle.Categories[id], keys, out _)!;
        var body = JsonSerializer.SerializeToUtf8Bytes(new { people = _values.Select(value => new { id = value }) });
        Assert.True(UnaskedPass.Run(engine, body, DateTimeOffset.UnixEpoch).TryPass(out var passed, out _));
        return [.. JsonDocument.Parse(Encoding.UTF8.GetString(passed.Output.Span)).RootElement
            .GetProperty("people").EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];
    }
}
