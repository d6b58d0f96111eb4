using Gateway.Closing;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>A refusal says its title in the caller's language, and everything else as ever.</summary>
public sealed class LanguageTests(SharedBoundary shared) : IClassFixture<SharedBoundary>
{
    private readonly Boundary _boundary = shared.Fresh();

    [Theory]
    [InlineData(null, "en", Language.English)]
    [InlineData("zh-CN,zh;q=0.9", "zh-Hans", Language.SimplifiedChinese)]
    [InlineData("fr, zh-HK;q=0.8, en;q=0.7", "zh-Hant", Language.TraditionalChinese)]
    [InlineData(";q=1;;,zh-HK;q=9", "en", Language.English)]
    public async Task A_refusal_has_its_title_in_the_language_asked_for(string? header, string tag, Language language)
    {
        var answer = await _boundary.North().AskAsync(
            HttpMethod.Get, "/nowhere", null, header is null ? [] : [("Accept-Language", header)]);

        Expect.RefusedBeforeLeaving(_boundary, answer, "route.unknown");
        Assert.Equal(RefusalTitles.Of(RefusalCode.RouteUnknown, language), answer.Problem.GetProperty("title").GetString());
        Assert.Equal(tag, answer.Header("Content-Language"));
    }

    [Fact]
    public async Task A_stranger_too_is_refused_in_its_language_and_learns_no_detail()
    {
        var answer = await _boundary.Client("south", null).AskAsync(
            HttpMethod.Get, "/gz/records/r-1", null, ("Accept-Language", "zh-Hant"));

        Expect.RefusedBeforeLeaving(_boundary, answer, "certificate.absent");
        Assert.Equal("沒有出示客戶端證書", answer.Problem.GetProperty("title").GetString());
        Assert.Null(answer.Detail);
    }
}
