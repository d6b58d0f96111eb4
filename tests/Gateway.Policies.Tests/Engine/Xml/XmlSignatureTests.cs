using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine.Xml;

public sealed class XmlSignatureTests
{
    private const string Signed =
        "<m><h><Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignatureValue>MC0=</SignatureValue></Signature></h>"
        + "<b>text</b></m>";

    [Fact]
    public void A_signed_document_that_changes_is_refused() =>
        Assert.Equal(
            RefusalCode.FieldValue,
            new Desk { Format = BodyFormat.Xml }.Rule("$.m.b", Desk.Keep).Refuse(Signed).Code);

    [Fact]
    public void A_signed_document_that_leaves_as_it_came_keeps_its_signature() =>
        Assert.Equal(Signed, new Desk { Format = BodyFormat.Xml }.Rule("$", Desk.Deep).Pass(Signed));

    [Fact]
    public void White_space_that_does_not_leave_is_a_change() =>
        Assert.Equal(
            RefusalCode.FieldValue,
            new Desk { Format = BodyFormat.Xml }.Rule("$", Desk.Deep)
                .Refuse(Signed.Replace("<b>", "\n<b>", StringComparison.Ordinal)).Code);

    [Fact]
    public void A_signature_is_removed_where_the_category_says_so() =>
        Assert.Equal(
            "<m><h></h><b>text</b></m>",
            new Desk { Format = BodyFormat.Xml, Signature = SignatureRule.Remove }
                .Rule("$", Desk.Deep).Pass(Signed));

    [Fact]
    public void A_signature_is_removed_where_a_rule_drops_it() =>
        Assert.Equal(
            "<m><b>text</b></m>",
            new Desk { Format = BodyFormat.Xml }.Rule("$.m.h", Desk.Drop).Rule("$.m.b", Desk.Keep).Pass(Signed));
}
