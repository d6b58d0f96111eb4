using System.Text;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

/// <summary>Published and generated numbers: every one with a right check is found, none with a wrong one.</summary>
public sealed class VectorTests
{
    private const int Rows = 2_000;

    [Theory]
    [InlineData("resident_id", "prc-id")]
    [InlineData("hkid", "hkid")]
    [InlineData("uscc", "uscc")]
    [InlineData("unionpay", "bank-card")]
    [InlineData("vin", "vin")]
    public void Every_number_with_a_right_check_is_found_without_any_word_beside_it(string list, string kind) =>
        Assert.All(Vectors.Of(list, "valid"), number => Assert.Equal([kind], Found.Kinds(number)));

    [Theory]
    [InlineData("resident_id")]
    [InlineData("uscc")]
    [InlineData("unionpay")]
    public void No_number_with_a_wrong_check_is_found(string list) =>
        Assert.All(Vectors.Of(list, "invalid_checksum"), number => Assert.Empty(Found.Kinds(number)));

    [Fact]
    public void Every_code_of_a_real_organisation_is_found() => Assert.All(
        File.ReadLines(Vectors.PathOf("ids", "uscc-valid.txt")).Where(line => line.Length > 0),
        code => Assert.Equal(["uscc"], Found.Kinds(code)));

    [Theory]
    [InlineData("synthetic-cn-customers.csv", "utf-8")]
    [InlineData("synthetic-cn-customers.gb18030.csv", "gb18030")]
    public void Every_number_of_a_file_of_customers_is_found_once_and_nothing_else_with_a_check(string file, string charset)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = Encoding.GetEncoding(charset).GetString(File.ReadAllBytes(Vectors.PathOf("csv", file)));
        var found = TextScreen.Find(Screener.All, Encoding.UTF8.GetBytes(text))
            .CountBy(finding => finding.Kind.Name)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal);
        Assert.Equal(
            [new("bank-card", Rows), new("cn-address", Rows), new("cn-mobile", Rows), new("email", Rows), new("prc-id", Rows)],
            found);
    }

    [Theory]
    [InlineData("mainland_travel_permit_hk_mo", "回乡证", "home-return-permit")]
    [InlineData("exit_entry_permit", "往来港澳通行证", "exit-entry-permit")]
    [InlineData("passport_cn", "护照", "passport")]
    [InlineData("passport_hk", "passport no.", "passport")]
    [InlineData("passport_mo", "護照", "passport")]
    [InlineData("macao_id", "澳門居民身份證", "macao-id")]
    [InlineData("plate", "车牌", "plate")]
    public void Numbers_that_are_only_a_form_are_found_beside_their_label(string list, string label, string kind) =>
        Assert.All(Vectors.Of("format_only", list), number => Assert.Equal([kind], Found.Kinds($"{label}：{number}")));

    [Fact]
    public void Telephone_numbers_are_found_in_every_form() => Assert.All(
        Vectors.Of("format_only", "mobile"),
        number => Assert.Contains(
            Assert.Single(Found.Kinds("电话：" + number)), (string[])["cn-mobile", "hk-phone", "macao-phone"]));

    [Fact]
    public void What_only_looks_like_a_number_of_a_person_is_not_found() => Assert.All(
        Vectors.Of("format_only", "look_alikes_not_pii"), text => Assert.Empty(Found.Quoted(text)));
}
