using System.Text;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine.Xml;

public sealed class StrictXmlTests
{
    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("<a>")]
    [InlineData("<a></b>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a/>text")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY e '1'><!ENTITY f '&e;&e;'>]><a>&f;</a>")]
    [InlineData("<a>&nbsp;</a>")]
    [InlineData("<a>&#0;</a>")]
    [InlineData("<a>&#xD800;</a>")]
    [InlineData("<a>&#xFFFE;</a>")]
    [InlineData("<a>&#x110000;</a>")]
    [InlineData("<a>&#99999999999999;</a>")]
    [InlineData("<a>&</a>")]
    [InlineData("<a>\u0001</a>")]
    [InlineData("<a>\uFFFE</a>")]
    [InlineData("<a>]]></a>")]
    [InlineData("<a><!-- -- --></a>")]
    [InlineData("<a><?xml version='1.0'?></a>")]
    [InlineData(" <?xml version='1.0'?><a/>")]
    [InlineData("<?xml version='1.1'?><a/>")]
    [InlineData("<?xml version='1.0' encoding='GB18030'?><a/>")]
    [InlineData("<?xml encoding='utf-8'?><a/>")]
    [InlineData("<a x='1' x='2'/>")]
    [InlineData("<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>")]
    [InlineData("<a xmlns:p='u' xmlns:p='v'/>")]
    [InlineData("<p:a/>")]
    [InlineData("<a p:x='1'/>")]
    [InlineData("<a xmlns:p=''/>")]
    [InlineData("<a xmlns:xml='urn:other'/>")]
    [InlineData("<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns:xmlns='urn:x'/>")]
    [InlineData("<a xmlns='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<xmlns:a/>")]
    [InlineData("<a:b:c xmlns:a='u'/>")]
    [InlineData("<:a/>")]
    [InlineData("<a x=1/>")]
    [InlineData("<a x='<'/>")]
    [InlineData("<a x='1'y='2'/>")]
    [InlineData("<1a/>")]
    [InlineData("<></>")]
    [InlineData("</>")]
    [InlineData("<a>< ></ ></a>")]
    [InlineData("<a =''/>")]
    [InlineData("<a xmlns:=''/>")]
    [InlineData("<a><b></a></b>")]
    [InlineData("<a><![CDATA[x]]</a>")]
    [InlineData("<a><![cdata[x]]></a>")]
    [InlineData("< a/>")]
    [InlineData("<a / >")]
    public void What_is_not_well_formed_is_refused_before_any_rule_is_asked(string body) =>
        Assert.Equal(
            RefusalCode.BodyMalformed,
            new Desk { Format = BodyFormat.Xml, Unlisted = UnlistedRule.Refuse }.Refuse(body).Code);

    [Theory]
    [InlineData("\uFEFF<?xml version=\"1.0\" encoding='utf-8' standalone='no' ?>\n<!--c--><?p?><a/><!--c-->\n", "<a/>")]
    [InlineData("<a>&#x4E2D;&amp;\r\n</a>", "<a>&#x4E2D;&amp;\r\n</a>")]
    [InlineData("<名 属性=\"值\">文</名>", "<名 属性=\"值\">文</名>")]
    [InlineData("<a xml:lang=\"zh\"/>", "<a xml:lang=\"zh\"/>")]
    [InlineData("<a xmlns=\"u\"><b xmlns=\"\"/></a>", "<a xmlns=\"u\"><b xmlns=\"\"/></a>")]
    [InlineData("<a xmlns:p=\"u\" xmlns:q=\"v\" p:x=\"1\" q:x=\"2\"/>", "<a xmlns:p=\"u\" xmlns:q=\"v\" p:x=\"1\" q:x=\"2\"/>")]
    [InlineData("<a xmlns:p=\"u\" xmlns:q=\"v\" p:x=\"1\"/>", "<a xmlns:p=\"u\" p:x=\"1\"/>")]
    [InlineData("<a\r\n\txmlns = \"u\"\n>1</a>", "<a xmlns=\"u\">1</a>")]
    public void What_is_well_formed_leaves_without_what_is_around_it(string body, string expected) =>
        Assert.Equal(expected, new Desk { Format = BodyFormat.Xml }.Rule("$", Desk.Deep).Pass(body));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Elements_nest_to_a_limit(int depth, bool isTaken)
    {
        var body = string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));
        Assert.Equal(isTaken, Takes(body));
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void An_element_has_attributes_to_a_limit(int count, bool isTaken) =>
        Assert.Equal(
            isTaken, Takes($"<a {string.Join(' ', Enumerable.Range(0, count).Select(i => $"a{i:D5}='1'"))}/>"));

    [Fact]
    public void A_document_names_namespaces_to_a_limit() =>
        Assert.False(Takes(
            $"<a>{string.Concat(Enumerable.Range(0, 300).Select(i => $"<b xmlns='urn:{i}'/>"))}</a>"));

    [Fact]
    public void Megabytes_of_anything_end_soon()
    {
        foreach (var piece in new[] { "<a x='1'/>", "&#65;", "]", "<![CDATA[]]>", "<!---->", "<a\n\n\n/>", "text " })
        {
            var body = new StringBuilder("<r>", 2_000_020);
            while (body.Length < 2_000_000)
            {
                body.Append(piece);
            }

            Assert.True(Takes(body.Append("</r>").ToString()), piece);
        }
    }

    private static bool Takes(string body)
    {
        var engine = new Desk { Format = BodyFormat.Xml }.Rule("$", Desk.Deep).Compile();
        var isTaken = engine.Inspect(Encoding.UTF8.GetBytes(body)).TryPass(out var consignment, out var turnBack);
        consignment.Dispose();
        Assert.Equal(isTaken ? null : RefusalCode.BodyMalformed, turnBack?.Code);
        return isTaken;
    }
}
