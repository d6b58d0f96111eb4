using System.Text;
using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Explaining;
using Gateway.Policies.Screening;
using Gateway.Policies.Tests.Engine;

namespace Gateway.Policies.Tests.Explaining;

/// <summary>Which rule decides each value of rows, forms and XML.</summary>
public sealed class DocumentRulingsTests
{
    private static readonly Dictionary<string, string> Spaces = new() { ["p"] = "urn:p" };

    [Fact]
    public void Rows_are_explained_field_by_field_and_a_column_that_nobody_lists_is_its_position()
    {
        var desk = new Desk { Format = BodyFormat.Csv, Screen = [DetectorKind.CnMobile] }
            .Rule("$[*].v", Desk.Mask(), ("kind", "secret")).Rule("$[*].v", Desk.Keep);

        var rulings = Explain(desk, "v,kind,someone\n13800138000,secret,a\n13800138000,open,b\n");

        Assert.Equal(["$[0].v", "$[0].<2>", "$[0].<3>", "$[1].v", "$[1].<2>", "$[1].<3>"], rulings.Select(ruling => ruling.Place));
        Assert.Equal(["mask", null, null, "keep", null, null], rulings.Select(ruling => ruling.Rule?.Action.Name));
        Assert.Equal([0, 0, 0, 1, 0, 0], rulings.Select(ruling => ruling.Findings.Count));
    }

    [Fact]
    public void Rows_without_a_header_go_by_their_place() => Assert.Equal(
        [("$[0][0]", "keep"), ("$[0][1]", null)],
        Explain(new Desk { Format = BodyFormat.Csv }.Rule("$[*][0]", Desk.Keep), "a,b\n").Select(One));

    [Fact]
    public void A_form_is_explained_pair_by_pair() => Assert.Equal(
        [("$.a", "keep"), ("$.<2>", null), ("$.a", "keep")],
        Explain(new Desk { Format = BodyFormat.Form }.Rule("$.a", Desk.Keep), "a=1&x=2&a=3").Select(One));

    [Fact]
    public void Xml_is_explained_element_by_element_with_attributes_and_conditions()
    {
        var desk = Xml()
            .Rule("$..p:Id", Desk.Hash, ("p:Kind", "NI"))
            .Rule("$.p:a.p:amount", Desk.Mask())
            .Rule("$.p:a.p:amount@ccy", Desk.Keep)
            .Rule("$.p:a.p:whole", Desk.Redact)
            .Rule("$.p:a.p:all", Desk.Deep)
            .Rule("$.p:a.p:shape", Desk.Keep);

        var rulings = Explain(desk, """
            <a xmlns="urn:p"><x>1</x><o><Id>7</Id><Kind>NI</Kind></o><o><Id>8</Id><Kind>PP</Kind></o>
            <amount ccy="HKD" odd="1">5</amount><whole odd="1"><b>1</b></whole><all z="1"><b>1</b>text</all>
            <shape><b/></shape></a>
            """);

        Assert.Equal(
            [
                ("$.p:a.<1>", null), ("$.p:a.<2>.p:Id", "hash"), ("$.p:a.<2>.<2>", null), ("$.p:a.<3>.p:Id", null),
                ("$.p:a.<3>.<2>", null), ("$.p:a.p:amount", "mask"), ("$.p:a.p:amount@ccy", "keep"),
                ("$.p:a.p:amount@<2>", null), ("$.p:a.p:whole", "redact"), ("$.p:a.p:all@<1>", "keep"),
                ("$.p:a.p:all.<text>", "keep"), ("$.p:a.p:all.<1>", "keep"), ("$.p:a.p:shape", "keep"),
            ],
            rulings.Select(One));
        Assert.Equal(RulingKind.Shape, rulings[^1].Kind);
    }

    [Theory]
    [InlineData("moov__musterfile_pain.001_Nov2020.xml", "http://www.six-interbank-clearing.com/de/pain.001.001.03.ch.02.xsd")]
    [InlineData("prowide__pacs.008.001.07.xml", "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.07")]
    [InlineData("prowide__camt.053.001.07.xml", "urn:iso:std:iso:20022:tech:xsd:camt.053.001.07")]
    public void What_is_explained_of_a_published_payment_is_what_the_engine_does(string file, string space)
    {
        var desk = new Desk { Format = BodyFormat.Xml, Namespaces = new() { ["p"] = space } }
            .Rule("$..p:Nm", Desk.Mask(1))
            .Rule("$..p:Othr.p:Id", Desk.Hash, ("p:SchmeNm.p:Cd", "BBAN"))
            .Rule("$..p:Amt", Desk.Deep)
            .Rule("$..p:InstdAmt", Desk.Keep)
            .Rule("$..p:InstdAmt@Ccy", Desk.Keep)
            .Rule("$..p:Id", Desk.Redact)
            .Rule("$..p:PstlAdr", Desk.Drop)
            .Rule("$..p:RmtInf", Desk.Deep);
        var body = File.ReadAllBytes(Path.Combine(Vectors.Folder("iso20022"), file));

        var rulings = CategoryRulings.For(desk.Category(), [])!.OfDocument(body);
        desk.Pass(body, out var report);

        Assert.Equal(report.Fields.Kept, rulings.Count(ruling => ruling.Rule?.Action is FieldAction.Keep));
        Assert.Equal(report.Fields.Masked, rulings.Count(ruling => ruling.Rule?.Action is FieldAction.Mask));
        Assert.Equal(report.Fields.Redacted, rulings.Count(ruling => ruling.Rule?.Action is FieldAction.Redact));
        Assert.Equal(report.Fields.Hashed, rulings.Count(ruling => ruling.Rule?.Action is FieldAction.Hash));
        Assert.True(report.Fields.Kept > 0 && report.Fields.Masked > 0 && report.Fields.Redacted > 0);
    }

    [Theory]
    [InlineData(BodyFormat.Csv, "a,b\n1\n")]
    [InlineData(BodyFormat.Xml, "<a>")]
    [InlineData(BodyFormat.Form, "a=%")]
    public void Of_what_is_not_of_its_format_nothing_is_explained(BodyFormat format, string body) =>
        Assert.Empty(Explain(new Desk { Format = format }, body));

    [Theory]
    [InlineData(BodyFormat.Json, "{\"\u00cd\u00f5\":1}")]
    [InlineData(BodyFormat.Ndjson, "{\"\u00cd\u00f5\":1}\n")]
    [InlineData(BodyFormat.Fhir, "{\"resourceType\":\"Patient\",\"\\ud800\":1}")]
    public void Text_of_another_charset_is_no_document(BodyFormat format, string latin1) => Assert.Throws<JsonException>(
        () => CategoryRulings.For(new Desk { Format = format }.Category(), [])!.OfDocument(Encoding.Latin1.GetBytes(latin1)));

    private static Desk Xml() => new() { Format = BodyFormat.Xml, Namespaces = Spaces };

    private static (string Place, string? Action) One(Ruling ruling) => (ruling.Place, ruling.Rule?.Action.Name);

    private static IReadOnlyList<Ruling> Explain(Desk desk, string body) =>
        CategoryRulings.For(desk.Category(), [])!.OfDocument(Encoding.UTF8.GetBytes(body));
}
