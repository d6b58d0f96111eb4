using System.Text.Json;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary><c>gateway policy explain --document</c>: what becomes of each value of a document, and no value.</summary>
[Collection(nameof(StandardOutput))]
public sealed class PolicyExplainTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-explain-");

    private static string Policy => Path.Combine(AppContext.BaseDirectory, "config", "policy");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("en", "the id in it is hashed as by 'Resource.id'")]
    [InlineData("zh-Hans", "其中的标识按规则 'Resource.id'")]
    [InlineData("zh-Hant", "其中的識別碼按規則 'Resource.id'")]
    public async Task A_referral_is_explained_resource_by_resource_with_where_its_links_go(string language, string words)
    {
        var sent = SentDocuments.ByRoute["referral"].Body;

        var told = await ExplainAsync("MD.referral", sent, "--lang", language);
        var values = Values(await ExplainAsync("MD.referral", sent, "--json"));

        Assert.Contains("Bundle.entry[0].resource/Patient.name[0].family: ", told.Output, StringComparison.Ordinal);
        Assert.Contains(words, told.Output, StringComparison.Ordinal);
        var link = values.Single(value => value.GetProperty("place").GetString() == "Bundle.entry[0].fullUrl");
        Assert.Equal("keep", link.GetProperty("rule").GetProperty("do").GetString());
        Assert.Equal("Resource.id", link.GetProperty("follows").GetProperty("path").GetString());
        Assert.DoesNotContain("d88f994a-5efa-421d-9c40-5f116d2114a6", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_laboratory_result_is_explained_field_by_field_with_the_kind_of_what_is_found()
    {
        var sent = SentDocuments.ByRoute["result"].With("13800138000");

        var told = await ExplainAsync("MD.result", sent, "--json");

        var facts = JsonDocument.Parse(told.Output).RootElement;
        Assert.Equal("screen.finding", facts.GetProperty("code").GetString());
        var found = Values(told).Single(value => value.GetProperty("findings").GetArrayLength() > 0);
        Assert.Equal("OBX-5", found.GetProperty("place").GetString());
        Assert.Equal("cn-mobile", found.GetProperty("findings")[0].GetString());
        Assert.Contains(Values(told), value => value.GetProperty("place").GetString() == "PID-3[2].1"
            && value.GetProperty("decidedBy").GetString() == "unlisted");
        Assert.All(
            new[] { "13800138000", "SECRET", "NK1", "示例" },
            value => Assert.DoesNotContain(value, told.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_that_is_no_json_is_a_fault_at_its_place_in_the_file()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "sample"), "{\"a\":\"Wong\"}\n");
        var made = await CapturedCommand.RunAsync(
            "init", "--dir", Path.Combine(_folder.FullName, "desk"), "--peer", "https://127.0.0.1:9443/x",
            "--sample", Path.Combine(_folder.FullName, "sample"), "--format", "ndjson");
        Assert.Equal(0, made.ExitCode);

        var told = await ExplainInAsync(
            Path.Combine(_folder.FullName, "desk", "policy"), "app.data", "{\"a\":\"Wong\"}\n{\"a\":Wong}\n"u8.ToArray());

        Assert.Equal(1, told.ExitCode);
        Assert.Contains(":2:6: $: ", told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Wong", told.Output + told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_path_is_told_once_for_all_categories()
    {
        var told = await CapturedCommand.RunAsync("policy", "explain", Policy, "--path", "nix");

        Assert.Equal(1, told.ExitCode);
        var faults = told.Errors.Split('\n').Where(line => line.StartsWith("--path:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(faults);
        Assert.Equal(faults.Distinct(), faults);
    }

    private Task<CapturedCommand> ExplainAsync(string category, byte[] document, params string[] options) =>
        ExplainInAsync(Policy, category, document, options);

    private Task<CapturedCommand> ExplainInAsync(
        string policy, string category, byte[] document, params string[] options)
    {
        var file = Path.Combine(_folder.FullName, "document");
        File.WriteAllBytes(file, document);
        return CapturedCommand.RunAsync(
            ["policy", "explain", policy, "--category", category, "--document", file, .. options]);
    }

    private static List<JsonElement> Values(CapturedCommand told) =>
        [.. JsonDocument.Parse(told.Output).RootElement.GetProperty("values").EnumerateArray()];
}
