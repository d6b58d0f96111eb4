using System.Text;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

/// <summary>
/// What a category finds that asks for one detector alone: as much of its kind as every detector together would, also
/// where the words beside a value are written so that no reader sees what parts them.
/// </summary>
public sealed class OneDetectorTests
{
    private const string Token =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    // Long enough that no byte of a label is looked at only because the text ends there.
    private const string Filling = "。这一段文字里没有别的什么，只是让它长一些，再长一些，直到够长为止。";

    public static TheoryData<string, string> ByTheirWords => new()
    {
        { "prc-id-15", "身份证号：440106660828577" },
        { "macao-id", "BIR: 1234567(8)" },
        { "home-return-permit", "回乡证：H12345678" },
        { "exit-entry-permit", "往来港澳通行证 C12345678" },
        { "passport", "护照号 E12345678" },
        { "cn-phone", "Tel: 020-38123456" },
        { "bic", "BIC: BKCHCNBJ" },
        { "imei", "IMEI: 490154203237518" },
        { "coordinates", "坐标 23.123456,113.123456" },
        { "cn-name", "姓名：王志强" },
        { "medical-record", "病案号：21579006" },
        { "health-card", "医保卡号：A123456789" },
        { "jwt", Token },
        { "private-key", "-----BEGIN PRIVATE KEY-----" },
    };

    public static TheoryData<string, string> ByTheirProof => new()
    {
        { "iban", "NL91ABNA0417164300" },
        { "lei", "5493001KJTIIGC8Y1R12" },
        { "uscc", "91110000600037341L" },
        { "vin", "1M8GDM9AXKP042788" },
        { "taiwan-id", "A123456789" },
    };

    [Theory]
    [MemberData(nameof(ByTheirWords))]
    public void Is_found_with_unseen_characters_between_all_others(string kind, string text) => Assert.All(
        ["\u200B", "\u200D", "\u202D", "\u202E", "\u2060", "\uFEFF", "\u00AD"],
        unseen => Assert.Contains(kind, Kinds(kind, string.Join(unseen, text.AsEnumerable()) + Filling)));

    [Theory]
    [MemberData(nameof(ByTheirProof))]
    public void Is_found_with_tags_that_hold_nothing_between_all_characters(string kind, string text) => Assert.All(
        ["<i></i>", "<a><b></b></a>"],
        tags => Assert.Contains(kind, Kinds(kind, "see " + string.Join(tags, text.AsEnumerable()))));

    [Theory]
    [MemberData(nameof(ByTheirProof))]
    public void Is_found_in_groups_that_more_than_a_separator_parts(string kind, string text) => Assert.All(
        ["-\u200B ", " \u200B", "-\u2060", " \u00A0"],
        gap => Assert.Contains(kind, Kinds(kind, string.Join(gap, text.Chunk(3).Select(group => new string(group))))));

    [Theory]
    [InlineData("BIR: 1234567 (8)")]
    [InlineData("澳門身份證 123 4567(8)")]
    [InlineData("BIR 1 2 3 4 5 6 7 ( 8 )")]
    public void A_macao_identity_number_is_found_in_groups_with_its_bracket_apart(string text) =>
        Assert.Contains("macao-id", Kinds("macao-id", text));

    [Theory]
    [InlineData("SWIFT CODE: HSBCHKHHHKH")]
    [InlineData("BIC CODE BKCHCNBJ")]
    public void A_bank_code_is_found_behind_a_label_in_capitals(string text) =>
        Assert.Contains("bic", Kinds("bic", text));

    // In the midst of a text, and not only where it soon ends.
    [Theory]
    [InlineData("passport", "ｐａｓｓｐｏｒｔ no: E28902983")]
    [InlineData("passport", "passpoｒt no: E28902983")]
    [InlineData("passport", "pa\u0332ssport no: E28902983")]
    [InlineData("health-card", "heaｌth card no: 7940869311")]
    [InlineData("hk-phone", "ｐhone: 37364148")]
    [InlineData("hk-phone", "\u2121: 37364148")]
    [InlineData("hk-phone", "ph\U000E0020one: 37364148")]
    [InlineData("prc-id-15", "ｉd ｎumber: 440301720507735")]
    [InlineData("bic", "ｓｗｉｆｔ code: BKCHCNBJ")]
    public void Is_found_beside_a_label_in_letters_of_another_form(string kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + Filling);
        Assert.Contains(kind, Kinds(kind, text + Filling));
        Assert.Contains(kind, TextScreen.Find(Screener.All, bytes).Select(finding => finding.Kind.Name));
    }

    [Fact]
    public void A_code_in_capitals_that_names_no_bank_is_none() =>
        Assert.Empty(Kinds("bic", "SWIFT CODE: UNKNOWN VALUE"));

    [Fact]
    public void An_address_is_found_with_every_character_written_as_a_reference()
    {
        const string Address = "li.wei@example.com";
        Assert.Equal(["email"], Kinds("email", string.Concat(Address.Select(c => $"&#{(int)c};"))));

        // A part of these reads as an address as they stand: that, and the whole.
        Assert.Equal(["email", "email"], Kinds("email", string.Concat(Address.Select(c => $"\\u{(int)c:x4}"))));
        Assert.Equal(["email", "email"], Kinds("email", string.Concat(Address.Select(c => $"%{(int)c:X2}"))));
    }

    [Fact]
    public void An_address_in_Base64_is_found_with_unseen_characters_or_digits_of_another_form_in_it()
    {
        var coded = Convert.ToBase64String(Encoding.UTF8.GetBytes("邮箱 li.wei4321@example.com"));
        Assert.Equal(["email"], Kinds("email", coded + Filling));
        Assert.Equal(["email"], Kinds("email", string.Join('\u200B', coded.Chunk(5).Select(part => new string(part))) + Filling));
        Assert.Equal(["email"], Kinds("email", coded.Replace("3", "\U0001D7D1", StringComparison.Ordinal) + Filling));
    }

    private static IEnumerable<string> Kinds(string kind, string text)
    {
        var findings = new List<Finding>();
        Screener.For([DetectorKind.Built.Single(built => built.Name == kind)])
            .Screen(Encoding.UTF8.GetBytes(text), findings);
        return findings.Select(finding => finding.Kind.Name);
    }
}
