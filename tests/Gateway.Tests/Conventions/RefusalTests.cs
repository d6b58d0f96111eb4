using Gateway.Closing;
using Gateway.Policies;

namespace Gateway.Tests.Conventions;

/// <summary>Every code has its words; that docs/refusals.md says the same is a test of the documents.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Every_code_has_a_title_of_its_own()
    {
        var titles = RefusalCode.All.Select(code => RefusalTitles.Of(code)).ToList();

        Assert.All(titles, title => Assert.NotEmpty(title));
        Assert.Equal(titles.Count, titles.Distinct().Count());
    }
}
