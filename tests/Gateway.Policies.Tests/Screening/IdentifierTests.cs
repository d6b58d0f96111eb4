using System.Text;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

public sealed class IdentifierTests
{
    private static readonly (string Text, bool Expected)[] Addresses =
    [
        ("li.wei@example.com.cn", true),
        ("a+b_c-d@sub.example.org", true),
        ("张三@例子.公司", true),
        ("li@localhost", false),
        ("@example.com", false),
        ("li@example.", false),
        ("li@3.50", false),
        ("li wei@example.com", false),
    ];

    private static readonly (string Number, bool Expected)[] Mobiles =
    [
        ("13812345678", true),
        ("17401234567", true),
        ("17461234567", false),
        ("16101234567", true),
        ("15412345678", false),
        ("12812345678", false),
        ("1381234567", false),
    ];

    // The test numbers that the schemes publish.
    private static readonly (string Number, bool Expected)[] Cards =
    [
        ("4111111111111111", true),
        ("4222222222222", true),
        ("5555555555554444", true),
        ("2223003122003222", true),
        ("378282246310005", true),
        ("3530111333300000", true),
        ("6011111111111117", true),
        ("6212345678901265", true),
        ("6212345678900000003", true),
        ("4111111111111112", false),
        ("9111111111111116", false),
        ("41111111111116", false),
        ("37828224631000", false),
    ];

    private static readonly string[] PublishedHkids =
    [
        "A1234563",
        "E3649125",
        "D2887542",
        "AB9876543",
        "AB1234569",
        "ab9876543",
    ];

    [Fact]
    public void Published_resident_identity_numbers_pass_and_every_changed_digit_fails()
    {
        foreach (var number in (string[])["11010519491231002X", "440524188001010014", "11010519491231002x"])
        {
            Assert.True(ResidentId.IsMatch(Ascii(number)));
            Assert.Equal(char.ToUpperInvariant(number[^1]), (char)ResidentId.CheckCharacter(Ascii(number[..17])));
            Assert.All(Tampered(number, 17), twin => Assert.False(ResidentId.IsMatch(Ascii(twin))));
        }
    }

    [Fact]
    public void Generated_resident_identity_numbers_pass_and_those_with_a_wrong_check_fail()
    {
        Assert.All(Vectors.Of("resident_id", "valid"), number => Assert.True(ResidentId.IsMatch(Ascii(number))));
        Assert.All(
            Vectors.Of("resident_id", "invalid_checksum"),
            number => Assert.False(ResidentId.IsMatch(Ascii(number))));
    }

    [Theory]
    [InlineData("00")]
    [InlineData("16")]
    [InlineData("66")]
    [InlineData("84")]
    public void A_number_of_no_province_is_no_resident_identity_number(string province) =>
        Assert.False(ResidentId.IsMatch(WithCheck(province + "010519491231002")));

    [Theory]
    [InlineData("81")]
    [InlineData("82")]
    [InlineData("83")]
    [InlineData("71")]
    [InlineData("91")]
    public void A_resident_of_hong_kong_macao_or_taiwan_has_an_identity_number_too(string province) =>
        Assert.True(ResidentId.IsMatch(WithCheck(province + "000019491231002")));

    [Theory]
    [InlineData("19490230")]
    [InlineData("19491301")]
    [InlineData("19490001")]
    [InlineData("17991231")]
    public void A_birthday_that_is_not_in_the_calendar_is_no_birthday(string date) =>
        Assert.False(ResidentId.IsMatch(WithCheck("110105" + date + "002")));

    [Fact]
    public void Published_hkids_pass_and_every_changed_digit_fails()
    {
        foreach (var number in PublishedHkids)
        {
            Assert.True(Hkid.IsMatch(Ascii(number)));
            var letters = number.TakeWhile(char.IsAsciiLetter).Count();
            Assert.All(
                Tampered(number[letters..], 7).Select(digits => number[..letters] + digits),
                twin => Assert.False(Hkid.IsMatch(Ascii(twin))));
        }
    }

    [Fact]
    public void Generated_hkids_pass_without_their_brackets() => Assert.All(
        Vectors.Of("hkid", "valid"),
        number => Assert.True(Hkid.IsMatch(Ascii(string.Concat(number.Where(char.IsAsciiLetterOrDigit))))));

    [Fact]
    public void Luhn_agrees_with_the_generated_cards()
    {
        Assert.All(Vectors.Of("unionpay", "valid"), number => Assert.True(BankCard.IsMatch(Ascii(number))));
        Assert.All(Vectors.Of("unionpay", "invalid_checksum"), number => Assert.False(Luhn.IsValid(Ascii(number))));
        Assert.False(Luhn.IsValid("0"u8));
        Assert.False(Luhn.IsValid("4111-1111"u8));
    }

    [Fact]
    public void A_card_has_its_schemes_prefix_length_and_check_digit() => Assert.All(
        Cards,
        row => Assert.Equal(row.Expected, BankCard.IsMatch(Ascii(row.Number))));

    [Fact]
    public void A_mobile_number_is_in_an_allocated_range() => Assert.All(
        Mobiles,
        row => Assert.Equal(row.Expected, CnMobile.IsMatch(Ascii(row.Number))));

    [Fact]
    public void An_address_has_a_local_part_and_a_domain_of_two_labels() => Assert.All(
        Addresses,
        row => Assert.Equal(row.Expected, EmailAddress.IsMatch(Encoding.UTF8.GetBytes(row.Text))));

    private static IEnumerable<string> Tampered(string number, int digits) => Enumerable.Range(0, digits)
        .Select(i => number[..i] + (char)('0' + ((number[i] - '0' + 1) % 10)) + number[(i + 1)..]);

    private static byte[] WithCheck(string digits) => [.. Ascii(digits), ResidentId.CheckCharacter(Ascii(digits))];

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
