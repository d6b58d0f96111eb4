using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Engine.Xml;

public sealed class XmlRuleTests
{
    private const string Payment = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- a comment -->
        <d:Document xmlns:d="urn:pay" xmlns:x="urn:other">
          <d:Tx id="1"><d:Amt Ccy="CNY">12.50</d:Amt><d:Dbtr><d:Nm>Zhang San</d:Nm></d:Dbtr></d:Tx>
          <?target data?>
          <d:Tx id="2"><d:Amt Ccy="HKD">7</d:Amt><d:Dbtr><d:Nm>Chan &amp; Sons</d:Nm></d:Dbtr></d:Tx>
        </d:Document>
        """;

    private static readonly Dictionary<string, string> Pay = new() { ["p"] = "urn:pay" };

    private static Desk Desk() => new() { Format = BodyFormat.Xml, Namespaces = Pay };

    private static Desk Plain() => new() { Format = BodyFormat.Xml };

    [Fact]
    public void Only_what_a_rule_matches_leaves_with_the_elements_on_the_way_and_the_prefixes_they_need() =>
        Assert.Equal(
            "<d:Document xmlns:d=\"urn:pay\"><d:Tx><d:Amt>12.50</d:Amt></d:Tx><d:Tx><d:Amt>7</d:Amt></d:Tx></d:Document>",
            Desk().Rule("$.p:Document.p:Tx.p:Amt", Engine.Desk.Keep).Pass(Payment));

    [Fact]
    public void An_attribute_needs_a_rule_of_its_own() =>
        Assert.Equal(
            "<d:Document xmlns:d=\"urn:pay\"><d:Tx id=\"1\"><d:Amt Ccy=\"***\">12.50</d:Amt></d:Tx>"
            + "<d:Tx id=\"2\"><d:Amt Ccy=\"***\">7</d:Amt></d:Tx></d:Document>",
            Desk().Rule("$.p:Document.p:Tx@id", Engine.Desk.Keep).Rule("$.p:Document.p:Tx.p:Amt", Engine.Desk.Keep)
                .Rule("$.p:Document.p:Tx.p:Amt.@Ccy", Engine.Desk.Redact).Pass(Payment));

    [Fact]
    public void Text_is_decoded_for_an_action_and_encoded_again()
    {
        var output = Desk().Rule("$..p:Nm", Engine.Desk.Mask(first: 6, minHidden: 1)).Pass(Payment);
        Assert.Equal(
            "<d:Document xmlns:d=\"urn:pay\"><d:Tx><d:Dbtr><d:Nm>Zhang ***</d:Nm></d:Dbtr></d:Tx>"
            + "<d:Tx><d:Dbtr><d:Nm>Chan &amp;*****</d:Nm></d:Dbtr></d:Tx></d:Document>",
            output);
    }

    [Fact]
    public void The_default_namespace_of_a_category_is_the_prefix_that_is_empty() =>
        Assert.Equal(
            "<a xmlns=\"urn:a\"><b>1</b></a>",
            new Desk { Format = BodyFormat.Xml, Namespaces = new() { [""] = "urn:a" } }.Rule("$.a.b", Engine.Desk.Keep)
                .Pass("<a xmlns='urn:a'><b>1</b><c>2</c></a>".Replace('\'', '"')));

    [Theory]
    [InlineData("<a><b x='1'/></a>", "<a><b/></a>")]
    [InlineData("<a><b></b></a>", "<a><b></b></a>")]
    [InlineData("<a><b>t<!--c-->u</b></a>", "<a><b>tu</b></a>")]
    [InlineData("<a><b>]]<!--c-->&gt;</b></a>", "<a><b>]]&gt;</b></a>")]
    [InlineData("<a><b><![CDATA[<x>&]]></b></a>", "<a><b><![CDATA[<x>&]]></b></a>")]
    [InlineData("<a><b >t</b ></a >", "<a><b>t</b></a>")]
    [InlineData("<a>\n<b>\n</b>\n</a>", "<a><b>\n</b></a>")]
    [InlineData("<a>loose<b>t</b>loose</a>", "<a><b>t</b></a>")]
    public void What_leaves_of_an_element_is_its_text(string body, string expected) =>
        Assert.Equal(expected, Plain().Rule("$.a.b", Engine.Desk.Keep).Pass(body));

    [Theory]
    [InlineData("<a><b/></a>", "<a><b>new</b></a>")]
    [InlineData("<a><b x='1'/></a>", "<a><b>new</b></a>")]
    [InlineData("<a><b><c>1</c></b></a>", "<a><b>new</b></a>")]
    [InlineData("<a><b x='1'><c>1</c></b></a>", "<a><b>new</b></a>")]
    public void A_constant_takes_an_element_whole(string body, string expected) =>
        Assert.Equal(expected, Plain().Rule("$.a.b", Engine.Desk.Constant("new")).Pass(body));

    [Fact]
    public void What_a_rule_replaces_may_keep_an_attribute_by_a_rule_of_its_own() =>
        Assert.Equal(
            "<a><b x=\"1\">***</b></a>",
            Plain().Rule("$.a.b", Engine.Desk.Redact).Rule("$.a.b@x", Engine.Desk.Keep)
                .Pass("<a><b x=\"1\" y=\"2\"><c>3</c></b></a>"));

    [Fact]
    public void A_plain_keep_refuses_an_element_that_holds_elements() =>
        Assert.Equal(
            RefusalCode.FieldShape,
            Plain().Rule("$.a.b", Engine.Desk.Keep).Refuse("<a><b>text<c>1</c></b></a>").Code);

    [Fact]
    public void A_deep_keep_lets_out_names_texts_and_attributes_and_no_comment_or_layout() =>
        Assert.Equal(
            "<a><b x=\"1\">text <c y=\"2\">in</c> <d/></b></a>",
            Plain().Rule("$.a.b", Engine.Desk.Deep)
                .Pass("<a>\n<b   x=\"1\">text <c\ny=\"2\">in</c> <!-- no --><d/></b><?no no?></a>"));

    [Fact]
    public void An_earlier_rule_keeps_its_say_inside_a_later_drop() =>
        Assert.Equal(
            "<a><b y=\"2\"><c>1</c></b></a>",
            Plain().Rule("$.a.b.c", Engine.Desk.Keep).Rule("$.a.b@y", Engine.Desk.Keep).Rule("$.a.b", Engine.Desk.Drop)
                .Rule("$.a", Engine.Desk.Deep).Pass("<a><b y=\"2\" x=\"1\">t<c>1</c><d>2</d></b></a>"));

    [Fact]
    public void Siblings_are_asked_about_by_names_and_attributes()
    {
        var desk = Plain()
            .Rule("$.a.o.id", Engine.Desk.Mask(), ("s.c", "ID"))
            .Rule("$.a.o.id", Engine.Desk.Drop, ("s", "TX"))
            .Rule("$.a.o.id", Engine.Desk.Keep, ("@kind", "free"))
            .Rule("$.a.o@ext", Engine.Desk.Keep, ("@root", "1.2"));
        Assert.Equal(
            "<a><o><id>****</id></o><o/><o><id>free</id></o><o ext=\"e\"/><o/></a>",
            desk.Pass(
                "<a><o><id>1234</id><s>\n <c>ID</c></s></o><o><s><c>TX</c></s><id>5678</id></o>"
                + "<o kind='free'><id>free</id></o><o ext=\"e\" root='1.2'/><o ext='f' root='1.3'/></a>")
                .Replace("<o></o>", "<o/>", StringComparison.Ordinal));
    }

    [Fact]
    public void Records_and_subjects_are_elements_or_attributes()
    {
        var desk = new Desk
        {
            Format = BodyFormat.Xml,
            Records = "$.a.r",
            Subjects = ["$.a.r@id", "$.a.r.n"],
        }.Rule("$.a.r.v", Engine.Desk.Keep);
        using var inspected = Inspect(desk, "<a><r id='x1'><v>1</v></r><r><n>Y 2</n><v>2</v></r><r/></a>");
        Assert.Equal(3, inspected.Records);
        Assert.Equal([(0, 0, "X1"), (1, 1, "Y2")], inspected.Subjects.Select(subject =>
            (subject.Record, subject.Path, System.Text.Encoding.UTF8.GetString(subject.Value.Span))));
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var report = inspected.Transform(Transforms.AskVerdicts.Withholding([0]), output);
        Assert.Equal("<a><r><v>2</v></r><r/></a>", System.Text.Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal((3, 2, 1), (report.Records.In, report.Records.Out, report.Records.Withheld));
    }

    [Theory]
    [InlineData("<a>t</a>", "no rule lists text 1 of '$.a', counted from 1")]
    [InlineData("<a><b>t</b><secret/></a>", "no rule lists element 2 of '$.a', counted from 1")]
    [InlineData("<a><b q='1' secret='2'>t</b></a>", "no rule lists attribute 2 of '$.a.b', counted from 1")]
    public void An_unlisted_member_is_refused_by_its_place(string body, string detail)
    {
        var desk = new Desk { Format = BodyFormat.Xml, Unlisted = UnlistedRule.Refuse }
            .Rule("$.a.b", Engine.Desk.Keep).Rule("$.a.b@q", Engine.Desk.Keep);
        var refusal = desk.Refuse(body);
        Assert.Equal((RefusalCode.FieldUnlisted, detail), (refusal.Code, refusal.Detail));
    }

    [Fact]
    public void A_root_that_no_rule_lists_is_refused() =>
        Assert.Equal(
            RefusalCode.FieldShape, Desk().Rule("$.p:Document.p:Tx", Engine.Desk.Deep).Refuse("<Document/>").Code);

    [Theory]
    [InlineData("<secret><k>s</k></secret>")]
    [InlineData("<secret k='s'>s</secret>")]
    [InlineData("<secret/>")]
    [InlineData("<secret><t/></secret>")]
    public void A_root_under_which_nothing_is_found_that_may_be_anywhere_keeps_its_name(string body) =>
        Assert.Equal(RefusalCode.FieldShape, Plain().Rule("$..t@v", Engine.Desk.Keep).Refuse(body).Code);

    [Fact]
    public void A_root_under_which_something_is_found_that_may_be_anywhere_leaves_around_it() =>
        Assert.Equal(
            "<r><t v=\"1\"></t></r>",
            Plain().Rule("$..t@v", Engine.Desk.Keep).Pass("<r><s>2</s><t v='1'>3</t></r>").Replace('\'', '"'));

    [Theory]
    [InlineData("<a><b>11010519491231002X</b></a>")]
    [InlineData("<a><b>1101<!-- -->0519491231002X</b></a>")]
    [InlineData("<a><b>1101&#48;519491231002X</b></a>")]
    [InlineData("<a><b><![CDATA[<id>11010519491231002X</id>]]></b></a>")]
    [InlineData("<a><b>&lt;id>110105&lt;/id>&lt;id>19491231002X&lt;/id></b></a>")]
    [InlineData("<a><b>no 1101<i>0519</i>491231002X</b></a>")]
    [InlineData("<a><b x='11010519491231002X'/></a>")]
    [InlineData("<a><b><n11010519491231002X/></b></a>")]
    [InlineData("<a><b><p:x xmlns:p='urn:11010519491231002X'/></b></a>")]
    [InlineData("<a><b><p11010519491231002X:x xmlns:p11010519491231002X='urn:p'/></b></a>")]
    public void A_number_is_found_wherever_it_would_leave(string body)
    {
        var desk = new Desk { Format = BodyFormat.Xml, Screen = [DetectorKind.PrcId] }
            .Rule("$.a.b", Engine.Desk.Deep);
        Assert.Equal(RefusalCode.ScreenFinding, desk.Refuse(body.Replace('\'', '"')).Code);
    }

    [Fact]
    public void A_type_that_leaves_brings_the_prefix_it_names() =>
        Assert.Equal(
            "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:q=\"urn:q\"><b xsi:type=\"q:t\">1</b></a>",
            new Desk
            {
                Format = BodyFormat.Xml,
                Namespaces = new() { ["x"] = "http://www.w3.org/2001/XMLSchema-instance" },
            }.Rule("$.a.b", Engine.Desk.Keep).Rule("$.a.b@x:type", Engine.Desk.Keep).Pass(
                "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:q=\"urn:q\" xmlns:r=\"urn:r\">"
                + "<b xsi:type=\"q:t\">1</b></a>"));

    private static Transforms.InspectedConsignment Inspect(Desk desk, string body)
    {
        Assert.True(desk.Compile().Inspect(System.Text.Encoding.UTF8.GetBytes(body))
            .TryPass(out var inspected, out var turnBack), turnBack?.Code.Wire);
        return inspected;
    }
}
