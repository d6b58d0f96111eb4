using Gateway.Trust;

namespace Gateway.Tests.Trust;

public sealed class PolicyArcsTests
{
    private const string Base = "2.16.344.8.2.2008.810.2";

    [Theory]
    [InlineData("2.16.344.8.2.2008.810.2.2018.1.1", true)]
    [InlineData("2.16.344.8.2.2008.810.2.2020.2.10", true)]
    [InlineData("2.16.344.8.2.2008.810.20.2018.1.1", false)]
    [InlineData("2.16.344.8.2.2008.810.2.2018.1.11", false)]
    [InlineData("2.16.344.8.2.2008.810.2.2018.1", false)]
    [InlineData("2.16.344.8.2.2008.810.2.2018.1.1.0", false)]
    [InlineData("2.16.344.8.2.2008.810.2.2020.2.1", false)]
    [InlineData("2.16.344.8.2.2008.810.2", false)]
    [InlineData("2.16.344.8.2.2008.810", false)]
    [InlineData("2.5.29.32.0", false)]
    public void Policies_are_compared_arc_by_arc(string identifier, bool isAccepted) =>
        Assert.Equal(isAccepted, PolicyArcs.HasVersion(identifier, Base, ["2018.1.1", "2020.2.10"]));

    [Theory]
    [InlineData("1.2.3", true)]
    [InlineData("2.25.329800735698586629295641978511506172918", true)]
    [InlineData("1.2.0", true)]
    [InlineData("1.2", false)]
    [InlineData("1.02.3", false)]
    [InlineData("1..3", false)]
    [InlineData("1.2.3.", false)]
    [InlineData("1.2.-3", false)]
    [InlineData("1.2.３", false)]
    public void Only_the_one_spelling_of_an_identifier_is_read(string text, bool isOne) =>
        Assert.Equal(isOne, PolicyArcs.Split(text, least: 3) is not null);
}
