using System.Text;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

public sealed class EncodingTests
{
    private const string Card = "6240500283610656434";

    private static readonly (string Text, string[] Expected)[] Texts =
    [
        (Encoded("11010519491231002X"), ["prc-id"]),
        (Encoded("110101200001011013").TrimEnd('='), ["prc-id"]),
        ("data:text/plain;base64," + Encoded("mail li.wei@example.com today"), ["email"]),
        (Url("号码 A123456(3) 已核对"), ["hkid"]),
        ("/files/" + Encoded("11010519491231002X") + "/x", ["prc-id"]),
        ("token=" + Encoded("{\"card\":\"" + Card + "\"}") + "&x=1", ["bank-card"]),
        (Encoded("<a><b>13800138000</b></a>"), ["cn-mobile"]),
        (Encoded(Encoded("11010519491231002X")), ["prc-id"]),
        (Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', 100) + " 13800138000 "), Base64FormattingOptions.InsertLineBreaks),
            ["cn-mobile"]),
        (Encoded("13800000000"), ["cn-mobile"]),
        ("\\u0031\\u0033800138000", ["cn-mobile"]),
        ("{\\\"iban\\\":\\\"GB82WEST12345698765432\\\"}", ["iban"]),
        ("<![CDATA[<a>GB82WEST12345698765432</a>]]>", ["iban"]),
        ("&lt;a&gt;GB82WEST12345698765432&lt;/a&gt;", ["iban"]),
        ("GB82%20WEST%2012345698765432", ["iban"]),
        ("internationalisation", []),
        ("67651022-9763-4218-a884-280798136025", []),
        ("0123456789abcdef0123456789abcdef01234567", []),
        (Encoded("nothing of a person in this text at all"), []),
        ("VGhpcyBpcyBub3QgYW4gaWRlbnRpZmllcg==", []),
    ];

    [Fact]
    public void What_stands_in_an_encoding_is_found() => Assert.All(
        Texts, text => Assert.Equal(text.Expected, Found.Kinds(text.Text)));

    [Fact]
    public void A_finding_inside_an_encoding_is_at_the_place_of_the_encoding()
    {
        var encoded = Encoded("11010519491231002X");
        Assert.Equal(["prc-id " + encoded], Found.Quoted("see " + encoded + ", please"));
    }

    [Fact]
    public void Five_layers_are_too_deep_and_say_so()
    {
        var text = "11010519491231002X";
        for (var layer = 0; layer < 5; layer++)
        {
            text = Encoded(text);
        }

        Assert.Equal(["depth"], Found.Kinds(text));
    }

    [Fact]
    public void A_large_encoding_costs_in_proportion_to_its_size()
    {
        var once = Steps(1 << 16);
        Assert.InRange(Steps(1 << 17), once, (2 * once) + 4096);
    }

    private static long Steps(int size)
    {
        var text = Encoding.UTF8.GetBytes(Encoded(Encoded(new string('x', size))));
        Screener.All.Screen(text, new List<Finding>(), ScanMode.Value, out var steps);
        Assert.InRange(steps, 1, 20L * text.Length);
        return steps;
    }

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Url(string text) => Encoded(text).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
