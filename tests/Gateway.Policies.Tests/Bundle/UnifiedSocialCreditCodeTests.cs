using Gateway.Policies.Parties;

namespace Gateway.Policies.Tests.Bundle;

public sealed class UnifiedSocialCreditCodeTests
{
    private static readonly string[] Published =
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "vectors", "ids", "uscc-valid.txt"));

    [Fact]
    public void Every_published_number_is_accepted()
    {
        Assert.True(Published.Length > 200);
        Assert.All(Published, number => Assert.True(UnifiedSocialCreditCode.IsValid(number)));
    }

    [Fact]
    public void No_published_number_with_one_digit_changed_is_accepted() =>
        Assert.All(Published, number => Assert.False(UnifiedSocialCreditCode.IsValid(Changed(number))));

    [Theory]
    [InlineData("91110000600037341")]
    [InlineData("91110000600037341l")]
    [InlineData("9111000060003734IL")]
    [InlineData("91110000600037341L ")]
    [InlineData("")]
    public void What_is_not_printed_so_is_not_accepted(string text) => Assert.False(UnifiedSocialCreditCode.IsValid(text));

    private static string Changed(string number)
    {
        var digit = number[4] == '9' ? '0' : (char)(number[4] + 1);
        return number[..4] + digit + number[5..];
    }
}
