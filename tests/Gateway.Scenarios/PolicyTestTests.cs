using System.Text.Json;
using Gateway.Commands;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>
/// <c>gateway policy test</c> as an officer types it: over the example bundle, over one whose cases are no longer true,
/// and over one that cannot be read.
/// </summary>
[Collection(nameof(StandardOutput))]
public sealed class PolicyTestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-scenarios-policy-test-");

    public PolicyTestTests() =>
        DevAssets.CopyFolder(Path.Combine(AppContext.BaseDirectory, "config", "policy"), _folder.FullName);

    private string Policy => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_example_bundle_does_what_its_cases_tell()
    {
        var run = await CapturedCommand.RunAsync("policy", "test", Policy);

        Assert.Equal(ExitCode.Yes, run.ExitCode);
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.All(lines[..^1], line => Assert.StartsWith("ok       ", line, StringComparison.Ordinal));
        Assert.Matches($"^{lines.Length - 1} cases: {lines.Length - 1} as told, 0 not as told, 0 not run$", lines[^1]);
        Assert.Contains("not signed", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("add a case", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_facts_for_machines_are_one_document()
    {
        Change("cases/ack.out.json", "\"rejected\":0", "\"rejected\":1");
        Change("banking.yaml", "refused: field.shape", "refused: field.value");

        var run = await CapturedCommand.RunAsync("policy", "test", Policy, "--category", "BK.cdd", "--json");
        using var cdd = JsonDocument.Parse(run.Output);
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Equal((3, 2, 1, 0), Counts(cdd.RootElement));
        var failed = cdd.RootElement.GetProperty("cases").EnumerateArray().Single(one => Text(one, "result") == "failed");
        Assert.Equal(
            ("BK.cdd", "cases/cdd-shape.json", "refused", "field.value", "refused", "field.shape"),
            (Text(failed, "category"), Text(failed, "input"), Text(failed, "expected"), Text(failed, "expectedCode"),
                Text(failed, "actual"), Text(failed, "code")));

        run = await CapturedCommand.RunAsync("policy", "test", Policy, "--category", "BK.ack", "--json");
        using var ack = JsonDocument.Parse(run.Output);
        failed = ack.RootElement.GetProperty("cases").EnumerateArray().Single(one => Text(one, "result") == "failed");
        Assert.Equal((ExitCode.No, "crossed", null), (run.ExitCode, Text(failed, "actual"), Text(failed, "code")));
        Assert.Equal((1, "$.rejected", "other"), (
            failed.GetProperty("differences").GetInt32(), Text(failed, "path"), Text(failed, "difference")));
    }

    [Theory]
    [InlineData("en", "FAILED   BK.cdd", "2 differences; the first, $.customers[0].name, left as something else", "not as told")]
    [InlineData("zh-Hans", "不符  BK.cdd", "共 2 处不符，首处位于 $.customers[0].name", "个不符")]
    [InlineData("zh-Hant", "不符  BK.cdd", "共 2 處不符，首處位於 $.customers[0].name", "個不符")]
    public async Task A_case_that_is_no_longer_true_is_said_in_the_readers_language_and_without_a_value(
        string language, string status, string why, string sum)
    {
        Change("banking.yaml", "do: mask, keepFirst: 1 }", "do: keep }");
        Change("banking.yaml", "do: tokenise, key: tokenise-1, shape: prc-id }", "do: redact }");

        var run = await CapturedCommand.RunAsync("policy", "test", Policy, "--category", "BK.cdd", "--lang", language);

        Assert.Equal(ExitCode.No, run.ExitCode);
        var line = run.Output.Split('\n').Single(line => line.StartsWith(status, StringComparison.Ordinal));
        Assert.Contains(why, line, StringComparison.Ordinal);
        Assert.Contains(sum, run.Output, StringComparison.Ordinal);
        Assert.All(
            ["陈小明", "小明", "11010519491231002X", "13800138000", "6222020000000000005"],
            value => Assert.DoesNotContain(value, run.Output + run.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_operators_own_keys_are_used_where_they_are_given()
    {
        var keys = DevAssets.Pki.KeysFile;
        Assert.Equal(ExitCode.Yes, (await CapturedCommand.RunAsync("policy", "test", Policy, "--keys", keys)).ExitCode);

        Change("banking.yaml", "key: tokenise-1", "key: tokenise-2");
        var run = await CapturedCommand.RunAsync("policy", "test", Policy, "--keys", keys);

        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains("no key 'tokenise-2' for 'tokenise'", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Yes, (await CapturedCommand.RunAsync("policy", "test", Policy)).ExitCode);
    }

    [Fact]
    public async Task What_this_build_lacks_on_a_route_is_a_fault()
    {
        Change("transport.yaml", "consent: none", "consent: separate");
        var run = await CapturedCommand.RunAsync("policy", "test", Policy);

        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains("route 'permit-pull' reaches it", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_without_a_case_is_a_warning_here_and_none_of_check()
    {
        var text = File.ReadAllText(At("household.yaml"));
        var cases = text.IndexOf("    cases:", StringComparison.Ordinal);
        File.WriteAllText(At("household.yaml"), text[..cases] + text[text.IndexOf("instruments:", cases, StringComparison.Ordinal)..]);

        var run = await CapturedCommand.RunAsync("policy", "test", Policy);

        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Contains("nothing shows what 'HH.residence' lets out", run.Errors, StringComparison.Ordinal);
        run = await CapturedCommand.RunAsync("policy", "check", Policy);
        Assert.DoesNotContain("HH.residence", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_and_a_bundle_with_faults_have_exit_codes_of_their_own()
    {
        var nowhere = await CapturedCommand.RunAsync("policy", "test", At("nowhere"));
        var nobody = await CapturedCommand.RunAsync("policy", "test", Policy, "--category", "BK.cdx");
        var keyless = await CapturedCommand.RunAsync("policy", "test", Policy, "--keys", At("keys.json"));
        Assert.All([nowhere, nobody, keyless], run => Assert.Equal((ExitCode.Fault, ""), (run.ExitCode, run.Output)));
        Assert.Contains("no category 'BK.cdx'; there are: BK.ack, BK.application, BK.cdd", nobody.Errors, StringComparison.Ordinal);

        Change("banking.yaml", "do: redact", "do: redcat");
        var faulty = await CapturedCommand.RunAsync("policy", "test", Policy);
        Assert.Equal(ExitCode.No, faulty.ExitCode);
        Assert.Contains("did you mean 'redact'", faulty.Output, StringComparison.Ordinal);
        faulty = await CapturedCommand.RunAsync("policy", "test", Policy, "--json");
        using var document = JsonDocument.Parse(faulty.Output);
        Assert.False(document.RootElement.GetProperty("ok").GetBoolean());
        Assert.NotEmpty(document.RootElement.GetProperty("faults").EnumerateArray());
    }

    private static (int All, int AsTold, int NotAsTold, int NotRun) Counts(JsonElement json) => (
        json.GetProperty("cases").GetArrayLength(),
        json.GetProperty("asTold").GetInt32(),
        json.GetProperty("notAsTold").GetInt32(),
        json.GetProperty("notRun").GetInt32());

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();

    private string At(string path) => Path.Combine(Policy, path);

    // The first place only: a rule of the category the test is about stands before the others.
    private void Change(string path, string old, string now)
    {
        var text = File.ReadAllText(At(path));
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.NotEqual(-1, at);
        File.WriteAllText(At(path), text[..at] + now + text[(at + old.Length)..]);
    }
}
