using System.Text;
using System.Xml.Linq;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

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

    [Fact]
    public void Of_records_inside_of_a_text_none_leaves()
    {
        var desk = new Desk
        {
            Format = BodyFormat.Xml,
            Screen = [DetectorKind.PrcId],
            OnFinding = FindingRule.Mask,
            Records = "$.a.b.r",
        }.Rule("$", Engine.Desk.Deep);

        Assert.Equal(RefusalCode.ScreenFinding, desk.Refuse($"<a><b>{Number[..6]}<r>{Number[6..]}</r></b></a>").Code);
    }

    [Fact]
    public void Where_a_finding_refuses_it_still_does() => Assert.Equal(
        RefusalCode.ScreenFinding,
        new Desk { Format = BodyFormat.Xml, Screen = [DetectorKind.PrcId] }.Rule("$", Engine.Desk.Deep)
            .Refuse($"<a><b>{Number[..6]}<i>{Number[6..]}</i></b></a>").Code);

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
