using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine.Xml;

/// <summary>Text and elements side by side, where findings are masked: what stands across elements is masked as a whole.</summary>
public sealed class XmlMixedTests
{
    private const string Number = "11010519491231002X";

    [Fact]
    public void Every_piece_of_text_around_the_number_goes_and_nothing_else_does()
    {
        var output = Desk().Rule("$.a.b.k", Engine.Desk.Hash).Rule("$.a", Engine.Desk.Deep).Pass(
            "<a><c>before</c><b t=\"1\">no 1101<i s=\"2\">0519</i><k>K1</k>491231002X, <u>&amp; on</u><v/> </b><c>after</c></a>",
            out var report);

        Assert.Matches(
            "^<a><c>before</c><b t=\"1\">\\*\\*\\*<i s=\"2\">\\*\\*\\*</i><k>k1\\.[0-9a-f]{32}</k>\\*\\*\\*<u>\\*\\*\\*</u><v/> </b><c>after</c></a>$",
            output);
        Assert.Equal((4, 1, 1), (report.Fields.Redacted, report.Fields.Hashed, report.Findings.Values.Single()));
    }

    [Fact]
    public void Wherever_elements_part_the_number_nothing_of_it_leaves()
    {
        for (var first = 1; first < Number.Length - 1; first++)
        {
            for (var second = first; second < Number.Length; second += 3)
            {
                var body = $"<a><b>see {Number[..first]}<i>{Number[first..second]}</i><!-- -->{Number[second..]}<u><i>.</i></u></b></a>";

                var output = Desk().Rule("$", Engine.Desk.Deep).Pass(body);

                var text = XElement.Parse(output).Value;
                Assert.DoesNotContain(Number[..first], text, StringComparison.Ordinal);
                Assert.Empty(Found(text));
            }
        }
    }

    [Fact]
    public void A_number_that_stands_in_one_piece_takes_that_piece_alone() => Assert.Equal(
        "<a><b>see <i>***</i> there</b></a>",
        Desk().Rule("$", Engine.Desk.Deep).Pass($"<a><b>see <i>{Number}</i> there</b></a>"));

    [Theory]
    [InlineData("<b>110105<r>19491231002X</r></b>", "<b>***<r>***</r></b>", 0, 2)]
    [InlineData("<b>110105<r>one</r>19491231002X<r>two</r></b>", "<b>***<r>one</r>***<r>two</r></b>", 2, 2)]
    [InlineData("<b>see <r>110105<i>19491231002X</i></r> there<r>two</r></b>", "<b>see <r>***<i>***</i></r> there<r>two</r></b>", 3, 2)]
    [InlineData("<b>see <r><c>110105</c><c>19491231002X</c></r> there</b>", "<b>see <r><c>***</c><c>***</c></r> there</b>", 2, 2)]
    [InlineData("<r>110105<i>19491231002X</i></r><r>two</r>", "<r>***<i>***</i></r><r>two</r>", 1, 2)]
    public void A_number_in_one_record_takes_the_pieces_of_that_record_alone_and_across_its_edge_all_of_them(
        string inside, string leaves, int kept, int redacted)
    {
        var output = Records().Rule("$", Engine.Desk.Deep).Pass($"<a>{inside}</a>", out var report);

        Assert.Equal($"<a>{leaves}</a>", output);
        Assert.Equal((kept, redacted), (report.Fields.Kept, report.Fields.Redacted));
        Assert.Equal(1, report.Findings.Values.Single());
    }

    [Fact]
    public void What_is_masked_in_a_record_is_counted_with_it()
    {
        var engine = Records().Rule("$", Engine.Desk.Deep).Compile();
        var body = Encoding.UTF8.GetBytes($"<a><b>{Number[..6]}<r>{Number[6..]}</r><r>two</r></b></a>");

        var output = Engine.Desk.Run(engine, body, AskVerdicts.Withholding(new HashSet<int> { 0 }), out var report);

        Assert.Equal("<a><b>***<r>***</r></b></a>", output);
        Assert.Equal((0, 2, 0), (report.Fields.Kept, report.Fields.Redacted, report.Fields.Dropped));
    }

    [Theory]
    [InlineData(false, "<a><b>***<r>one</r>***</b></a>")]
    [InlineData(true, "<a><b>******</b></a>")]
    public void A_number_that_a_withheld_record_would_leave_whole_is_found_before_it_is_withheld(bool isWithheld, string leaves)
    {
        var engine = Records().Rule("$", Engine.Desk.Deep).Compile();
        var body = Encoding.UTF8.GetBytes($"<a><b>{Number[..6]}<r>one</r>{Number[6..]}</b></a>");
        var withheld = new HashSet<int>(isWithheld ? [0] : []);

        Assert.Equal(leaves, Engine.Desk.Run(engine, body, AskVerdicts.Withholding(withheld), out _));
    }

    [Fact]
    public void A_record_under_a_rule_of_its_own_is_looked_at_by_the_detectors_of_that_rule()
    {
        var own = new FieldAction.Keep(true, [DetectorKind.CnMobile]);
        const string Body = "<a><b>see <r>138<i>00138000</i></r> there</b></a>";
        var desk = Records().Rule("$..r", own).Rule("$", Engine.Desk.Deep);
        Assert.Equal("<a><b>see <r>***<i>***</i></r> there</b></a>", desk.Pass(Body));

        desk = Records(FindingRule.Refuse).Rule("$..r", own).Rule("$", Engine.Desk.Deep);
        var refusal = desk.Refuse(Body);
        Assert.Equal((RefusalCode.ScreenFinding, "$..r"), (refusal.Code, refusal.Rule));
    }

    [Fact]
    public void Wherever_a_number_is_parted_by_records_and_elements_nothing_of_it_leaves()
    {
        string[] shapes =
        [
            "<a><b>{0}<r>{1}</r>{2}</b></a>", "<a><b><r>{0}<i>{1}</i></r>{2}.</b></a>", "<a><b>.<r>{0}</r><r>{1}<i>{2}</i></r></b></a>",
            "<a><b>{0}<i><r>{1}</r></i><r>{2}</r></b></a>", "<a><b>.<i>{0}<r>x<i>{1}{2}</i></r></i></b></a>",
        ];
        foreach (var shape in shapes)
        {
            for (var first = 1; first < Number.Length - 1; first += 2)
            {
                for (var second = first + 1; second < Number.Length; second += 3)
                {
                    var body = string.Format(
                        CultureInfo.InvariantCulture, shape, Number[..first], Number[first..second], Number[second..]);

                    var output = Records().Rule("$", Engine.Desk.Deep).Pass(body, out var report);

                    Assert.Empty(Found(XElement.Parse(output).Value));
                    Assert.Equal(report.Fields.Redacted, output.Split("***").Length - 1);
                    Assert.Equal(report.Fields.Kept + report.Fields.Redacted, XElement.Parse(body).DescendantNodes().OfType<XText>().Count());
                }
            }
        }
    }

    [Fact]
    public void Where_a_finding_refuses_it_still_does() => Assert.Equal(
        RefusalCode.ScreenFinding,
        new Desk { Format = BodyFormat.Xml, Screen = [DetectorKind.PrcId] }.Rule("$", Engine.Desk.Deep)
            .Refuse($"<a><b>{Number[..6]}<i>{Number[6..]}</i></b></a>").Code);

    private static Desk Records(FindingRule onFinding = FindingRule.Mask) => new()
    {
        Format = BodyFormat.Xml,
        Screen = [DetectorKind.PrcId],
        OnFinding = onFinding,
        Records = "$..r",
    };

    private static Desk Desk() => new()
    {
        Format = BodyFormat.Xml,
        Screen = [DetectorKind.PrcId],
        OnFinding = FindingRule.Mask,
    };

    private static List<Finding> Found(string text)
    {
        var findings = new List<Finding>();
        Screener.All.Screen(Encoding.UTF8.GetBytes(text), findings);
        return findings;
    }
}
