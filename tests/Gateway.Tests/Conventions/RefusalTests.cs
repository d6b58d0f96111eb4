using Gateway.Closing;
using Gateway.Policies;

namespace Gateway.Tests.Conventions;

/// <summary>Every code has its words; that docs/refusals.md says the same is a test of the documents.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.SimplifiedChinese)]
    [InlineData(Language.TraditionalChinese)]
    public void Every_code_has_a_title_of_its_own(Language language)
    {
        var titles = RefusalCode.All.Select(code => RefusalTitles.Of(code, language)).ToList();

        Assert.All(titles, title => Assert.NotEmpty(title));
        Assert.Equal(titles.Count, titles.Distinct().Count());
    }

    [Fact]
    public void Every_code_says_what_to_do_in_each_language() =>
        Assert.All(RefusalCode.All, code =>
        {
            var advice = RefusalAdvice.Of(code);
            Assert.DoesNotContain([advice.En, advice.ZhHans, advice.ZhHant], string.IsNullOrEmpty);
        });
}
