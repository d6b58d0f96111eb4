using Gateway.Closing;

namespace Gateway.Tests.Words;

/// <summary>Which language a refused caller is answered in.</summary>
public sealed class LanguageChoiceTests
{
    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("*", "en")]
    [InlineData("en-GB", "en")]
    [InlineData("fr-FR, de", "en")]
    [InlineData("zh", "zh-Hans")]
    [InlineData("zh-CN", "zh-Hans")]
    [InlineData("zh-Hans-HK", "zh-Hans")]
    [InlineData("zh-HK", "zh-Hant")]
    [InlineData("zh-MO", "zh-Hant")]
    [InlineData("ZH-hant-hk", "zh-Hant")]
    [InlineData("zh-TW;q=0.9, zh-CN;q=0.8", "zh-Hant")]
    [InlineData("en;q=0.5,zh-HK;q=0.7", "zh-Hant")]
    [InlineData("fr, zh-HK ; q=0.3", "zh-Hant")]
    [InlineData("zh-CN, zh-HK", "zh-Hans")]
    public void The_language_with_the_highest_weight_is_spoken(string? header, string expected) =>
        Assert.Equal(expected, LanguageChoice.TagOf(LanguageChoice.Of(header)));

    [Theory]
    [InlineData("zh-HK;q=0")]
    [InlineData("zh-HK;q=0.000, en;q=0.001")]
    [InlineData("zhx")]
    [InlineData("zh-HK;q=2")]
    [InlineData("zh-HK;q=-1")]
    [InlineData("zh-HK;q=0.1234")]
    [InlineData("zh-HK;q=1e0")]
    [InlineData("zh-HK;level=1")]
    [InlineData(";;;,,,=q")]
    public void What_is_excluded_or_written_otherwise_is_nobodys_wish(string header) =>
        Assert.Equal("en", LanguageChoice.TagOf(LanguageChoice.Of(header)));

    [Fact]
    public void No_more_than_sixteen_ranges_are_looked_at()
    {
        Assert.Equal("zh-Hant", LanguageChoice.TagOf(LanguageChoice.Of(string.Concat(Enumerable.Repeat("fr,", 15)) + "zh-HK")));
        Assert.Equal("en", LanguageChoice.TagOf(LanguageChoice.Of(string.Concat(Enumerable.Repeat("fr,", 16)) + "zh-HK")));
    }
}
