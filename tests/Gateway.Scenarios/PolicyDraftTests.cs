using System.Text.Json;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary><c>gateway policy draft</c>: a category from samples, with a proposal beside each path and no value.</summary>
[Collection(nameof(StandardOutput))]
public sealed class PolicyDraftTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-draft-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Rows_that_tabs_part_are_drafted_under_their_media_type()
    {
        var drafted = await DraftAsync(
            "id\tphone\nWong\t13800138000\n", "--format", "csv", "--media", "Text/Tab-Separated-Values");

        Assert.Equal(0, drafted.ExitCode);
        Assert.Contains("    media: [\"text/tab-separated-values\"]\n", drafted.Output, StringComparison.Ordinal);
        Assert.Contains("path: \"$[*].phone\", do: drop }  # 1 value", drafted.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Wong", drafted.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "an id or a reference; proposal, for all of them alike: do: hash, key: hash-1")]
    [InlineData("zh-Hans", "标识或引用；建议各处一致：do: hash, key: hash-1")]
    [InlineData("zh-Hant", "識別碼或參照；建議各處一致：do: hash, key: hash-1")]
    public async Task A_record_of_care_is_proposed_to_leave_as_hashed_links_and_codes(string language, string words)
    {
        const string Sample =
            """{"resourceType":"Patient","id":"Wong","gender":"female","maritalStatus":{"text":"married"},"name":[]}""";

        var drafted = await DraftAsync(Sample, "--format", "fhir", "--lang", language);
        var facts = JsonDocument.Parse((await DraftAsync(Sample, "--format", "fhir", "--json")).Output).RootElement;

        Assert.Contains("path: \"Patient.id\", do: drop }  # ", drafted.Output, StringComparison.Ordinal);
        Assert.Contains(words, drafted.Output, StringComparison.Ordinal);
        Assert.Contains("# subject: \"Patient.id\"", drafted.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Wong", drafted.Output, StringComparison.Ordinal);
        Assert.Equal(
            [
                ("Patient.id", "link", "do: hash, key: hash-1"), ("Patient.gender", "code", "do: keep"),
                ("Patient.maritalStatus.text", "uncoded", "do: drop"), ("Patient.name", "unseen", null),
            ],
            facts.GetProperty("paths").EnumerateArray().Select(path => (
                path.GetProperty("path").GetString(), path.GetProperty("reason").GetString(),
                path.GetProperty("suggestion").GetString())));
    }

    private async Task<CapturedCommand> DraftAsync(string sample, params string[] options)
    {
        var file = Path.Combine(_folder.FullName, "sample");
        await File.WriteAllTextAsync(file, sample, TestContext.Current.CancellationToken);
        return await CapturedCommand.RunAsync(["policy", "draft", "--category", "MD.x", file, .. options]);
    }
}
