using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Ledger.Verification;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios.Evidence;

/// <summary>What came is opened by two custodians, one value at a time and on record; by nobody else, and not by one.</summary>
[Collection(nameof(StandardOutput))]
public sealed partial class OriginalTests : IDisposable
{
    private const string Secret = "Wong-Siu-Ming-original";
    private const string Name = PushedFile.Name;

    private readonly Custodians _custodians = new();
    private readonly Scratch _scratch = new();

    public void Dispose()
    {
        _custodians.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Two_custodians_open_one_value_and_the_ledger_has_it_and_the_value_is_nowhere_else()
    {
        await using var boundary = await OpenAsync();
        var id = await PushAsync(boundary);
        await RequestAsync(boundary, id, Name, "r.json");
        foreach (var custodian in new[] { "li-wei", "wang-fang" })
        {
            var answered = await AnswerAsync(custodian, "r.json");
            Assert.Equal((0, ""), (answered.ExitCode, answered.Errors));
            Assert.Equal($"{id} request BK.cdd\n{Name}\ncase-17\n", answered.Output.Replace("T.file", "BK.cdd", StringComparison.Ordinal));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch.At(custodian + ".json")));
        }

        var told = await OpenValueAsync(boundary, id, Name, "r.json", "li-wei.json", "wang-fang.json");
        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        var json = JsonElement.Parse(told.Output);
        Assert.Equal(
            ($"\"{Secret}\"", "masked", true),
            (json.GetProperty("original").GetString(), json.GetProperty("action").GetString(), json.GetProperty("isBefore").GetBoolean()));

        var metrics = await boundary.MetricsAsync(text => text.Contains("gateway_", StringComparison.Ordinal));
        await boundary.StopAsync();
        var trace = Assert.Single(boundary.Entries(), entry => entry.Kind == "trace");
        Assert.Equal(("original", "request", "1"), (trace.Text("what"), trace.Text("leg"), trace.Raw("field")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_scratch.At("r.json")))), trace.Text("requestSha256"));
        Assert.Equal(
            [("li-wei", _custodians.Sha256("li-wei")), ("wang-fang", _custodians.Sha256("wang-fang"))],
            trace.Json.GetProperty("officers").EnumerateArray()
                .Select(one => (one.GetProperty("id").GetString()!, one.GetProperty("certSha256").GetString()!)).Order());
        Assert.True(LedgerVerifier.Verify(boundary.Ledger, null).Ok);

        // No path, no reason, no value: in no entry, log line, metric or file.
        Assert.All(new[] { Secret, "case-17", "customers[0]" }, text => Assert.DoesNotContain(
            text, metrics + LogCapture.Instance.Text + string.Concat(boundary.Entries().Select(entry => entry.Json.GetRawText())), StringComparison.Ordinal));
        Assert.All(Directory.EnumerateFiles(boundary.Folder, "*", SearchOption.AllDirectories), file =>
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret))));
    }

    [Fact]
    public async Task A_shell_and_openssl_open_it_with_both_keys_and_with_no_others()
    {
        await using var boundary = await OpenAsync();
        var id = await PushAsync(boundary);
        await RequestAsync(boundary, id, Name, "r.json");
        var told = await CapturedCommand.RunAsync("trace", "--transfer", id, "--path", Name, "--json", "--config", boundary.ConfigFile);
        File.WriteAllText(_scratch.At("field.json"), told.Output);

        Assert.Equal(0, RunSteps("li-wei", "wang-fang"));
        Assert.Equal($"\"{Secret}\"", File.ReadAllText(_scratch.At("value")));

        // The twins: one custodian alone, a stranger's key, another place, a changed byte of the sealed value.
        Assert.NotEqual(0, RunSteps("li-wei", "li-wei"));
        Assert.NotEqual(0, RunSteps("li-wei", "zhou-min"));
        Assert.NotEqual(0, RunSteps("li-wei", "wang-fang", keysOf: "zhou-min"));
        foreach (var (old, with) in new[] { ("[0].name", "[1].name"), ("\"index\":1", "\"index\":2"), (id, Guid.NewGuid().ToString()), ("\"sealed\":\"", "\"sealed\":\"AAAA") })
        {
            File.WriteAllText(_scratch.At("field.json"), told.Output.Replace(old, with, StringComparison.Ordinal));
            Assert.NotEqual(0, RunSteps("li-wei", "wang-fang"));
        }
    }

    [Fact]
    public async Task Whatever_is_missing_or_wrong_opens_nothing_and_leaves_no_record()
    {
        await using var boundary = await OpenAsync();
        var id = await PushAsync(boundary);
        var other = await PushAsync(boundary);
        await RequestAsync(boundary, id, Name, "r.json");
        await RequestAsync(boundary, id, "$.batch", "batch.json");
        await RequestAsync(boundary, other, Name, "other.json");
        await AnswerAsync("li-wei", "r.json");
        await AnswerAsync("wang-fang", "r.json");
        await AnswerAsync("wang-fang", "batch.json", "batch-reply.json");
        await AnswerAsync("wang-fang", "other.json", "other-reply.json");
        Changed("wang-fang.json", "changed.json", text => Regex.Replace(text, "\"part\":\"..", match => match.Value.EndsWith("AA", StringComparison.Ordinal) ? "\"part\":\"BB" : "\"part\":\"AA"));
        var request = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_scratch.At("r.json"))));
        Changed("other-reply.json", "forged.json", text => Regex.Replace(text, "\"requestSha256\":\"[0-9a-f]+", "\"requestSha256\":\"" + request));
        Changed("wang-fang.json", "stranger.json", text => text.Replace(_custodians.Sha256("wang-fang"), _custodians.Sha256("zhou-min"), StringComparison.Ordinal));
        Changed("wang-fang.json", "none.json", _ => "{}");
        Changed("r.json", "old.json", text => Regex.Replace(text, "\"time\":\"[^\"]*", "\"time\":\"2026-01-01T00:00:00.000Z"));
        Changed("r.json", "no-request.json", text => text.Replace("trace-original", "ledger-erase", StringComparison.Ordinal));

        await NotAsync("original.count", "r.json", "li-wei.json");
        await NotAsync("original.count", "r.json", "li-wei.json", "wang-fang.json", "li-wei.json");
        await NotAsync("original.count", "absent.json", "li-wei.json", "wang-fang.json");
        await NotAsync("original.same_person", "r.json", "li-wei.json", "li-wei.json");
        await NotAsync("original.mismatch", "r.json", "li-wei.json", "batch-reply.json");
        await NotAsync("original.mismatch", "batch.json", "li-wei.json", "batch-reply.json");
        await NotAsync("original.mismatch", "other.json", "li-wei.json", "other-reply.json");
        await NotAsync("original.share", "r.json", "li-wei.json", "forged.json");
        await NotAsync("original.share", "r.json", "li-wei.json", "changed.json");
        await NotAsync("original.share", "r.json", "li-wei.json", "none.json");
        await NotAsync("original.custodian", "r.json", "li-wei.json", "stranger.json");
        await NotAsync("original.expired", "old.json", "li-wei.json", "wang-fang.json");
        await NotAsync("original.request", "no-request.json", "li-wei.json", "wang-fang.json");

        // Without --config nobody would record it, and a custodian who is none cannot answer.
        var unrecorded = await CapturedCommand.RunAsync([.. Words(id, Name, "r.json", "li-wei.json", "wang-fang.json"), "--ledger", boundary.Ledger, "--keys", _custodians.KeysFile]);
        Assert.Equal((3, ""), (unrecorded.ExitCode, unrecorded.Output));
        Assert.Equal(3, (await AnswerAsync("zhou-min", "r.json")).ExitCode);
        Assert.Equal(3, (await AnswerAsync("li-wei", "old.json", "late.json")).ExitCode);
        Assert.Equal(1, (await AnswerAsync("li-wei", "r.json")).ExitCode);

        // A value that was changed after it was kept is another matter: the annex then is not the one that is on record.
        var absent = await CapturedCommand.RunAsync("trace", "request", "--transfer", id, "--leg", "response", "--path", "$.accepted", "--reason", "r", "--config", boundary.ConfigFile);
        Assert.Equal((3, ""), (absent.ExitCode, absent.Output));
        Assert.StartsWith("original.not_kept: ", absent.Errors, StringComparison.Ordinal);
        await boundary.StopAsync();
        Assert.DoesNotContain(boundary.Entries(), entry => entry.Kind == "trace");

        async Task NotAsync(string code, string requested, params string[] replies)
        {
            var told = await OpenValueAsync(boundary, id, Name, requested, replies);
            Assert.Equal((3, ""), (told.ExitCode, told.Output));
            Assert.StartsWith(code + ": ", told.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, told.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_a_release_that_only_committed_nothing_is_kept()
    {
        await using var boundary = await OpenAsync(text => text.Replace("commit: originals", "commit: fields", StringComparison.Ordinal));
        var id = await PushAsync(boundary);
        var told = await CapturedCommand.RunAsync("trace", "request", "--transfer", id, "--path", Name, "--reason", "r", "--config", boundary.ConfigFile);
        Assert.Equal((3, ""), (told.ExitCode, told.Output));
        Assert.StartsWith("original.not_kept: ", told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("sealed", (await CapturedCommand.RunAsync("trace", "--transfer", id, "--path", Name, "--json", "--config", boundary.ConfigFile)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_longer_than_can_be_kept_do_not_leave()
    {
        await using var boundary = await OpenAsync(settings: new() { ["Reading__MaxBodyBytes"] = "4194304" });
        string Long(int length) => $$"""{"batch":"b","customers":[{"secret":"{{new string('x', length)}}"}]}""";

        // With its quotes, and "b" with its own.
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync(Long(1024 * 1024 - 5))).Status);
        Assert.Equal("body.too_large", (await boundary.North().PushAsync(Long(1024 * 1024 - 4))).Code);
        Assert.Single(boundary.BankHk.Received);
        Assert.True(LedgerVerifier.Verify(boundary.Ledger, null).Ok);
    }

    [Theory]
    [InlineData("category.custodians")]
    [InlineData("keys.custodians", "li-wei")]
    [InlineData("keys.custodians", "li-wei", "wang-fang", "zhou-min")]
    [InlineData("keys.custodians", "li-wei", "li-wei")]
    [InlineData("keys.custodians", "li-wei", "wang-fang=li-wei")]
    [InlineData("keys.custodian", "li-wei", "wang-fang=gone")]
    [InlineData("keys.custodian", "li-wei", "wang-fang=zhou-min")]
    [InlineData("keys.custodian", "li-wei", "wang-fang=absent")]
    [InlineData("keys.custodian", "li-wei", "zhou-min")]
    [InlineData("keys.custodian", "li-wei", "nobody=wang-fang")]
    public async Task Fewer_than_two_the_same_person_twice_and_a_wrong_certificate_stop_the_start(string code, params string[] named)
    {
        _custodians.Name([.. named.Select(one => one.Split('=')).Select(one => (one[0], one[^1]))]);
        await using var boundary = Boundary.Prepare(_custodians.Bundle, _custodians.Settings);

        var faults = await boundary.TryStartAsync();
        Assert.Contains(faults, fault => fault.Code == code && !fault.IsWarning);
        Assert.All(faults.Where(fault => !fault.IsWarning), fault => Assert.Contains("custodian", fault.Path + fault.Message, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_officer_without_the_role_is_no_custodian()
    {
        await using var boundary = Boundary.Prepare(
            text => _custodians.Bundle(text).Replace("[officer, custodian]", "[officer]", StringComparison.Ordinal), _custodians.Settings);
        Assert.Contains(await boundary.TryStartAsync(), fault => fault.Code is "category.custodians");
    }

    [Fact]
    public async Task The_commands_for_bundles_say_what_is_kept_and_who_is_missing()
    {
        await using var boundary = Boundary.Prepare(_custodians.Bundle, _custodians.Settings);
        var folder = Path.GetDirectoryName(boundary.BundleFile)!;
        var explained = await CapturedCommand.RunAsync("policy", "explain", folder);
        Assert.Contains("keeps what came, for the two custodians together to open", explained.Output, StringComparison.Ordinal);
        var json = JsonElement.Parse((await CapturedCommand.RunAsync("policy", "explain", folder, "--json")).Output);
        Assert.Equal(
            ["none", "originals"],
            json.GetProperty("categories").EnumerateArray().Select(one => one.GetProperty("commit").GetString()).Distinct().Order());
        Assert.Equal(0, (await CapturedCommand.RunAsync("policy", "check", folder)).ExitCode);

        File.WriteAllText(boundary.BundleFile, File.ReadAllText(boundary.BundleFile).Replace("roles: [custodian]", "roles: [officer]", StringComparison.Ordinal));
        var told = await CapturedCommand.RunAsync("policy", "check", folder, "--json");
        Assert.Equal(3, told.ExitCode);
        Assert.Contains("category.custodians", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_annex_takes_the_originals_with_it()
    {
        await using var boundary = await OpenAsync();
        var id = await PushAsync(boundary);
        await boundary.StopAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(boundary.Ledger, "side"), "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            bytes.AsSpan(bytes.AsSpan().IndexOf("GWA1"u8)).Clear();
            File.WriteAllBytes(file, bytes);
        }

        Assert.Equal(3, (await CapturedCommand.RunAsync("trace", "request", "--transfer", id, "--path", Name, "--reason", "r", "--config", boundary.ConfigFile)).ExitCode);
    }

    private Task<Boundary> OpenAsync(Func<string, string>? bundle = null, Dictionary<string, string>? settings = null)
    {
        var all = _custodians.Settings;
        (settings ?? []).ToList().ForEach(pair => all[pair.Key] = pair.Value);
        return Boundary.OpenAsync(text => (bundle ?? (same => same))(_custodians.Bundle(text)), all);
    }

    private static Task<string> PushAsync(Boundary boundary) => PushedFile.PushAsync(boundary, Secret);

    private async Task RequestAsync(Boundary boundary, string id, string path, string file)
    {
        var told = await CapturedCommand.RunAsync("trace", "request", "--transfer", id, "--path", path, "--reason", "case-17", "--config", boundary.ConfigFile);
        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        File.WriteAllText(_scratch.At(file), told.Output);
    }

    private Task<CapturedCommand> AnswerAsync(string custodian, string request, string? reply = null) => CapturedCommand.RunAsync(
        "trace", "share", "--request", _scratch.At(request), "--certificate", _custodians.At(custodian + ".crt"),
        "--key", _custodians.At(custodian + ".key"), "--out", _scratch.At(reply ?? custodian + ".json"));

    private Task<CapturedCommand> OpenValueAsync(Boundary boundary, string id, string path, string request, params string[] replies) =>
        CapturedCommand.RunAsync([.. Words(id, path, request, replies), "--config", boundary.ConfigFile]);

    private string[] Words(string id, string path, string request, params string[] replies) =>
    [
        "trace", "--transfer", id, "--path", path, "--original", "--json", "--request", _scratch.At(request),
        .. replies.SelectMany(reply => new[] { "--share", _scratch.At(reply) }),
    ];

    private void Changed(string from, string to, Func<string, string> change)
    {
        var text = File.ReadAllText(_scratch.At(from));
        Assert.NotEqual(text, change(text));
        File.WriteAllText(_scratch.At(to), change(text));
    }

    private int RunSteps(string one, string other, string? keysOf = null)
    {
        foreach (var (name, custodian) in new[] { ("one", one), ("other", other) })
        {
            File.Copy(_custodians.At(custodian + ".crt"), _scratch.At(name + ".crt"), overwrite: true);
            File.Copy(_custodians.At((name == "other" ? keysOf ?? custodian : custodian) + ".key"), _scratch.At(name + ".key"), overwrite: true);
        }

        return PageSteps.Run("originals.md", Steps(), _scratch);
    }

    [GeneratedRegex("## By hand.*?```\n(.*)```", RegexOptions.Singleline)]
    private static partial Regex Steps();
}
