using System.Globalization;
using System.Text;

namespace Gateway.Policies.Tests.Screening;

/// <summary>The ways a number is written so that a plain search does not see it. Each one is found.</summary>
public sealed class EvasionTests
{
    private static readonly (string Text, string Expected)[] Places =
    [
        ("+86 138 0013 8000", "cn-mobile 86 138 0013 8000"),
        ("0086-13800138000", "cn-mobile 0086-13800138000"),
        ("8613800138000", "cn-mobile 8613800138000"),
        ("013800138000", "cn-mobile 013800138000"),
        ("12 138 0013 8000", "cn-mobile 138 0013 8000"),
        ("call 138-0013-8000, ext. 5", "cn-mobile 138-0013-8000"),
        ("tel13800138000x", "cn-mobile 13800138000"),
        ("2026 6212 3456 7890 0000 003", "bank-card 6212 3456 7890 0000 003"),
        ("张三110105 19491231 002x。", "prc-id 110105 19491231 002x"),
        ("7 110105194912310 02 X", "prc-id 110105194912310 02 X"),
        ("<a href=\"tel:13800138000\">call</a>", "cn-mobile 13800138000"),
        ("a < 13800138000", "cn-mobile 13800138000"),
        ("Li Wei <li.wei@example.com>", "email li.wei@example.com"),
        ("邮箱li.wei@example.com谢谢", "email li.wei@example.com"),
        ("see https://example.com/?to=li.wei@example.com&x=1", "email li.wei@example.com"),
        ("li.wei＠example．com", "email li.wei＠example．com"),
        ("li.wei&commat;example&period;com", "email li.wei&commat;example&period;com"),
        ("li.wei@example.com.", "email li.wei@example.com"),
    ];

    private static readonly string[] HkidForms =
    [
        "A123456(3)",
        "A123456（3）",
        "Ａ１２３４５６（３）",
        "A 123456 (3)",
        "A123456( 3 )",
        "A123456[3]",
        "A123456【3】",
        "A123456 3",
        "A1234563",
        "a1234563",
        "a123456(3)",
        "A-123-456-3",
        "A1 2345 6(3)",
        "身份證A123456(3)號",
        "HKID:A123456(3).",
        "HKID A123456(3)",
        "AB987654(3)",
        "AB9876543",
        "A B 9 8 7 6 5 4 3",
        "A<b>B</b>987654(3)",
        "A&nbsp;123456(3)",
        "\\u0041123456(3)",
        "%41123456%283%29",
    ];

    private const string Resident = "11010519491231002X";
    private const string Mobile = "13800138000";
    private const string Card = "6212345678900000003";
    private const string HongKong = "A123456(3)";

    // Separators that a reader sees and a number is split by.
    private static readonly string[] Separators =
    [
        " ", "  ", "\t", "\n", "\r\n", "-", " - ", "·", "•", "・", "\u00A0", "\u2003", "\u2009", "\u202F", "\u205F",
        "\u3000", "\u1680", "\u2028", "\u0085", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212",
        "\u2E3A", "\u301C", "\uFE58", "\uFE63", "\uFF0D", "\u058A", "\u05BE", "\u1806", "\u30FB", "\uFF65", "\u2219",
    ];

    // Characters that no reader sees.
    private static readonly string[] Unseen =
    [
        "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A", "\u202C", "\u2060", "\u2061", "\u2062", "\u2063",
        "\u2064", "\u2066", "\u2069", "\uFEFF", "\u00AD", "\u180E", "\u034F", "\uFE00", "\uFE0F", "\u115F", "\u3164",
        "\U000E0031", "\U000E0100", "\u0000", "\u0008", "\u001B", "\u007F", "\u0336", "\u20E3",
    ];

    // Escapes and markup that become a separator or nothing.
    private static readonly string[] Written =
    [
        "<b>", "</b>", "<br/>", "<span class=\"x\">", "<!-- a -->", "<![CDATA[", "]]><![CDATA[", "&nbsp;", "&ensp;",
        "&shy;", "&zwnj;", "&ndash;", "&middot;", "&#160;", "&#xA0;", "&#x200b;", "%20", "%C2%A0", "%E2%80%8B",
        "%A0", "%2520", "\\u00a0", "\\u200b", "\\u{200B}", "\\n", "\\t", "\\\\u200b", "\\xA0", "\\u003cb\\u003e",
        "&lt;b&gt;", "&amp;nbsp;", "&amp;#160;", "\\u0026nbsp;", "%26nbsp%3B",
    ];

    public static TheoryData<int> EverySplitter =>
        [.. Enumerable.Range(0, Separators.Length + Unseen.Length + Written.Length)];

    [Theory]
    [MemberData(nameof(EverySplitter))]
    public void A_number_split_in_the_middle_is_found(int splitter)
    {
        var with = Splitter(splitter);
        Assert.Equal(["prc-id"], Found.Kinds(Resident.Insert(9, with)));
        Assert.Equal(["cn-mobile"], Found.Kinds(Mobile.Insert(5, with)));
        Assert.Equal(["bank-card"], Found.Kinds(Card.Insert(9, with)));
        Assert.Equal(["hkid"], Found.Kinds(HongKong.Insert(4, with)));
    }

    [Theory]
    [MemberData(nameof(EverySplitter))]
    public void A_number_split_at_every_character_is_found(int splitter)
    {
        var with = Splitter(splitter);
        Assert.Equal(["prc-id"], Found.Kinds("no. " + string.Join(with, Resident.AsEnumerable()) + " end"));
        Assert.Equal(["cn-mobile"], Found.Kinds("no. " + string.Join(with, Mobile.AsEnumerable()) + " end"));
        Assert.Equal(["bank-card"], Found.Kinds("no. " + string.Join(with, Card.AsEnumerable()) + " end"));
        Assert.Equal(["hkid"], Found.Kinds("no. " + string.Join(with, HongKong.AsEnumerable()) + " end"));
    }

    [Fact]
    public void An_address_split_by_what_nobody_sees_is_found() => Assert.All(
        Unseen,
        with => Assert.Equal(["email"], Found.Kinds($"li.wei{with}@{with}example{with}.com")));

    // The first digit of every alphabet a number may be written in.
    [Theory]
    [InlineData(0xFF10)]
    [InlineData(0x0660)]
    [InlineData(0x06F0)]
    [InlineData(0x07C0)]
    [InlineData(0x0966)]
    [InlineData(0x0E50)]
    [InlineData(0x0F20)]
    [InlineData(0x17E0)]
    [InlineData(0x1810)]
    [InlineData(0xA620)]
    [InlineData(0xABF0)]
    [InlineData(0x104A0)]
    [InlineData(0x1D7CE)]
    [InlineData(0x1D7D8)]
    [InlineData(0x1D7F6)]
    [InlineData(0x1FBF0)]
    [InlineData(0x2080)]
    public void Full_width_digits_and_those_of_every_script_are_folded_before_matching(int zero)
    {
        Assert.Equal(["prc-id"], Found.Kinds(InDigits(Resident, zero)));
        Assert.Equal(["cn-mobile"], Found.Kinds(InDigits(Mobile, zero)));
        Assert.Equal(["bank-card"], Found.Kinds(InDigits(Card, zero)));
        Assert.Equal(["hkid"], Found.Kinds(InDigits(HongKong, zero)));
    }

    [Theory]
    [InlineData("⓪①②③④⑤⑥⑦⑧⑨")]
    [InlineData("⁰¹²³⁴⁵⁶⁷⁸⁹")]
    [InlineData("⓿❶❷❸❹❺❻❼❽❾")]
    [InlineData("⓪⑴⑵⑶⑷⑸⑹⑺⑻⑼")]
    [InlineData("⓪⒈⒉⒊⒋⒌⒍⒎⒏⒐")]
    public void Raised_and_enclosed_digits_are_folded_before_matching(string digits)
    {
        Assert.Equal(["prc-id"], Found.Kinds(InAlphabet(Resident, digits)));
        Assert.Equal(["cn-mobile"], Found.Kinds(InAlphabet(Mobile, digits)));
    }

    [Fact]
    public void A_keycap_is_the_digit_on_it() =>
        Assert.Equal(["cn-mobile"], Found.Kinds(string.Concat(Mobile.Select(digit => digit + "\uFE0F\u20E3"))));

    [Theory]
    [InlineData("\\u{0:x4}")]
    [InlineData("\\u{0:X4}")]
    [InlineData("\\\\u{0:x4}")]
    [InlineData("\\\\\\\\u{0:x4}")]
    [InlineData("\\U{0:x8}")]
    [InlineData("\\x{0:x2}")]
    [InlineData("&#{0};")]
    [InlineData("&#{0}")]
    [InlineData("&#x{0:x};")]
    [InlineData("&#X{0:X4};")]
    [InlineData("&amp;#{0};")]
    [InlineData("&amp;amp;#{0};")]
    [InlineData("\\u0026#{0};")]
    [InlineData("%{0:x2}")]
    [InlineData("%25{0:x2}")]
    [InlineData("%2525{0:x2}")]
    [InlineData("\\u0025{0:x2}")]
    [InlineData("%5Cu{0:x4}")]
    public void An_escaped_number_is_found_however_deep_it_is_escaped(string form)
    {
        Assert.Equal(["prc-id"], Found.Kinds(Escaped(Resident, form)));
        Assert.Equal(["cn-mobile"], Found.Kinds("tel " + Escaped(Mobile, form)));
        Assert.Equal(["bank-card"], Found.Kinds(Escaped(Card, form)));
        Assert.Equal(["hkid"], Found.Kinds(Escaped(HongKong, form)));
        Assert.Equal(["email"], Found.Kinds("li.wei" + Escaped("@", form) + "example.com"));
    }

    [Fact]
    public void Escaped_full_width_digits_are_found()
    {
        var wide = InDigits(Mobile, 0xFF10);
        Assert.Equal(["cn-mobile"], Found.Kinds(Escaped(wide, "\\u{0:x4}")));
        Assert.Equal(["cn-mobile"], Found.Kinds(Escaped(wide, "&#x{0:x4};")));
        Assert.Equal(["cn-mobile"], Found.Kinds(Uri.EscapeDataString(wide)));
        Assert.Equal(["cn-mobile"], Found.Kinds(Uri.EscapeDataString(Uri.EscapeDataString(wide))));
        var bytes = string.Concat(Encoding.UTF8.GetBytes(wide).Select(value => $"\\x{value:x2}"));
        Assert.Equal(["cn-mobile"], Found.Kinds(bytes));
        Assert.Equal(["prc-id"], Found.Kinds(Escaped(InDigits(Resident, 0x1D7CE), "\\u{0:x4}")));
    }

    [Fact]
    public void An_hkid_is_found_with_and_without_brackets() => Assert.All(
        HkidForms,
        text => Assert.Equal(["hkid"], Found.Kinds(text)));

    [Fact]
    public void Every_generated_identifier_is_found_where_it_stands()
    {
        AssertEach("resident_id", "prc-id");
        AssertEach("hkid", "hkid");
        AssertEach("unionpay", "bank-card");
    }

    [Fact]
    public void A_finding_says_where_the_number_stands() => Assert.All(
        Places,
        row => Assert.Equal([row.Expected], Found.Quoted(row.Text)));

    private static string Splitter(int index) => ((string[])[.. Separators, .. Unseen, .. Written])[index];

    private static string InDigits(string text, int zero) =>
        string.Concat(text.Select(c => char.IsAsciiDigit(c) ? char.ConvertFromUtf32(zero + c - '0') : c.ToString()));

    private static string InAlphabet(string text, string digits) =>
        string.Concat(text.Select(c => char.IsAsciiDigit(c) ? digits[c - '0'] : c));

    private static string Escaped(string text, string form) =>
        string.Concat(text.Select(c => string.Format(CultureInfo.InvariantCulture, form, (int)c)));

    private static void AssertEach(string list, string kind) => Assert.All(
        Vectors.Of(list, "valid"),
        number => Assert.Contains(kind + " " + number, Found.Quoted($"备注 {number}，完")));
}
