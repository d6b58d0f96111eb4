using System.Text;
using System.Text.Json;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

public sealed class DocumentTests
{
    private static readonly (string Text, string[] Expected)[] Documents =
    [
        ("{\"note\":\"\\u0031\\u0033800138000\"}", ["cn-mobile \\u0031\\u0033800138000"]),
        ("{\"a\":138,\"b\":\"00138000\"}", []),
        ("[1, 3, 8, 0, 0, 1, 3, 8, 0, 0, 0]", []),
        ("{\"a\":13800138000,\"b\":4111111111111111}", ["cn-mobile 13800138000", "bank-card 4111111111111111"]),
        ("id,tel\r\n7,13800138000\r\n13900139000,x\r\n", ["cn-mobile 13800138000", "cn-mobile 13900139000"]),
        ("a,138001\n38000,b\n", []),
        ("621234567\n890000\n0003\n", []),
        ("card 6212 3456\n7890 0000 003", ["bank-card 6212 3456\n7890 0000 003"]),
        ("1\n3\n8\n0\n0\n1\n3\n8\n0\n0\n0\n", ["cn-mobile 1\n3\n8\n0\n0\n1\n3\n8\n0\n0\n0"]),
        ("110105\n19491231\n002X", ["prc-id 110105\n19491231\n002X"]),
        ("<r>\n  <a>138001</a>\n  <b>38000</b>\n</r>", []),
        ("<p>138<b>0013</b>8000</p>", ["cn-mobile 138<b>0013</b>8000"]),
        ("<t v=\"13800138000\"/>", ["cn-mobile 13800138000"]),
        ("<t><![CDATA[A123456(3)]]></t>", ["hkid A123456(3)"]),
        ("<i>&#49;3800138000</i>", ["cn-mobile &#49;3800138000"]),
        ("<m>li.wei@example.com</m>", ["email li.wei@example.com"]),
        ("\uFEFFtel 13800138000", ["cn-mobile 13800138000"]),
    ];

    [Fact]
    public void A_document_of_any_kind_is_screened_where_it_stands() => Assert.All(
        Documents,
        document => Assert.Equal(document.Expected, Found.QuotedInDocument(document.Text)));

    [Fact]
    public void Findings_come_in_the_order_of_the_document()
    {
        var text = "li.wei@example.com <a b=\"13800138000\">A123456(3)</a> 4111111111111111"u8;
        var findings = TextScreen.Find(Screener.All, text);
        Assert.Equal(["email", "cn-mobile", "hkid", "bank-card"], findings.Select(finding => finding.Kind.Name));
        Assert.Equal(findings.OrderBy(finding => finding.Offset), findings);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_do_not_hide_a_number()
    {
        byte[] text = [0xFF, .. "13800138000"u8, 0xC3, 0x28, .. "A123456(3)"u8, 0x80, 0xE5];
        Assert.Equal(["cn-mobile", "hkid"], TextScreen.Find(Screener.All, text).Select(finding => finding.Kind.Name));
    }

    [Fact]
    public void Text_in_two_byte_units_does_not_hide_a_number()
    {
        var text = Encoding.Unicode.GetBytes("tel 13800138000 ok");
        Assert.Equal(["cn-mobile"], TextScreen.Find(Screener.All, text).Select(finding => finding.Kind.Name));
    }

    // Synthea's bundle is full of UUIDs, dates, decimals, seeds and codes; all it has of ours is two addresses and, where
    // the names of the members are seen, two places on the map.
    [Fact]
    public void A_synthetic_patient_bundle_has_two_addresses_two_places_and_nothing_that_is_found_by_mistake()
    {
        var bytes = File.ReadAllBytes(Vectors.PathOf("fhir", "patient-bundle-1.json"));
        Assert.Equal(
            ["coordinates", "coordinates", "coordinates", "coordinates", "email", "email"],
            TextScreen.Find(Screener.All, bytes).Select(finding => finding.Kind.Name).Order());

        using var document = JsonDocument.Parse(bytes);
        var findings = new List<Finding>();
        foreach (var value in Scalars(document.RootElement))
        {
            Screener.All.Screen(Encoding.UTF8.GetBytes(value), findings);
        }

        Assert.Equal(["email", "email"], findings.Select(finding => finding.Kind.Name));
    }

    private static IEnumerable<string> Scalars(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Scalars(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Scalars),
        JsonValueKind.String => [element.GetString()!],
        _ => [element.GetRawText()],
    };
}
