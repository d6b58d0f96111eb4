using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

public sealed class CsvTests
{
    private const string Resident = "11010519491231002X";

    private static Desk Rows => new() { Format = BodyFormat.Csv };

    private static Desk Everything =>
        Rows.Rule("$[*].a", Desk.Keep).Rule("$[*].b", Desk.Keep).Rule("$[*].c", Desk.Keep);

    [Fact]
    public void An_unlisted_column_loses_its_header_too()
    {
        var output = Rows.Rule("$[*].name", Desk.Mask(first: 1)).Rule("$[*]['客户 名']", Desk.Keep)
            .Rule("$[*].secret", Desk.Drop)
            .Pass("id,name,secret,客户 名,note\r\n1,Zhang,s1,张,x\r\n2,\"Li, Si\",s2,李,\"y\r\nz\"\r\n", out var report);
        Assert.Equal("name,客户 名\r\nZ****,张\r\nL*****,李\r\n", output);
        Assert.Equal((2, 2, 6), (report.Fields.Kept, report.Fields.Masked, report.Fields.Dropped));
        Assert.Equal(new RecordCounts(2, 2, 0), report.Records);
    }

    [Fact]
    public void Without_a_header_fields_are_counted()
    {
        var desk = Rows.Rule("$[*][0]", Desk.Mask()).Rule("$[*][2]", Desk.Keep).Rule("$[*][9]", Desk.Keep);
        Assert.Equal("*,3\n*,6", desk.Pass("1,2,3\n4,5,6"));
    }

    [Fact]
    public void Tabs_separate_where_the_media_type_says_so()
    {
        var desk = new Desk { Format = BodyFormat.Csv, Media = "text/tab-separated-values" }
            .Rule("$[*].b", Desk.Constant("x\t")).Rule("$[*].c", Desk.Keep);
        Assert.Equal("b\tc\n\"x\t\"\ta,b\n", desk.Pass("a\tb\tc\n1\tx\ta,b\n"));
    }

    [Fact]
    public void A_byte_order_mark_is_kept_and_is_no_part_of_a_name()
    {
        Assert.Equal("\uFEFFa\n1", Rows.Rule("$[*].a", Desk.Keep).Pass("\uFEFFa,b\n1,2"));
        Assert.Equal("\uFEFF\n1", Rows.Rule("$[*][0]", Desk.Keep).Pass("\uFEFF\n1"));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+1-1", "'+1-1")]
    [InlineData("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\"\rx\"", "\"'\rx\"")]
    [InlineData("\"=A1,B1\"", "\"'=A1,B1\"")]
    [InlineData("\"=\"\"x\"\"\"", "\"'=\"\"x\"\"\"")]
    [InlineData("-", "'-")]
    [InlineData("-1e", "'-1e")]
    [InlineData("-5.30", "-5.30")]
    [InlineData("+86", "+86")]
    [InlineData("-1.5e-3", "-1.5e-3")]
    [InlineData("\"-5\"", "\"-5\"")]
    [InlineData("a=b", "a=b")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("", "")]
    public void What_a_spreadsheet_would_compute_is_prefixed(string field, string left) =>
        Assert.Equal("a,b\n1," + left, Everything.Pass("a,b\n1," + field));

    [Fact]
    public void What_an_action_makes_is_no_formula_either() =>
        Assert.Equal(
            "a,b,c\n'=*****,\"'=\"\"x\"\"\",'+***",
            Rows.Rule("$[*].a", Desk.Mask(first: 1)).Rule("$[*].b", Desk.Constant("=\"x\""))
                .Rule("$[*].c", Desk.Mask(first: 1)).Pass("a,b,c\n=secre,2,+1-1"));

    [Theory]
    [InlineData("a,a\n1,2")]
    [InlineData("a,\"a\"\n1,2")]
    [InlineData("a,b\n1")]
    [InlineData("a,b\n1,2,3")]
    [InlineData("a,b\n\n1,2")]
    [InlineData("a,b\n1,\"2")]
    [InlineData("a,b\n1,\"2\"x")]
    [InlineData("a,b\r1,2")]
    [InlineData("a,b\n1,2\r")]
    [InlineData("a,b\n1,\0")]
    [InlineData("")]
    public void Rows_that_two_programs_could_read_in_two_ways_are_malformed(string body) =>
        Assert.Equal(RefusalCode.BodyMalformed, Everything.Refuse(body).Code);

    [Fact]
    public void Bytes_that_are_no_characters_are_malformed() =>
        Assert.Equal(RefusalCode.BodyMalformed, Everything.Refuse([.. "a,b\n1,"u8, 0xD5, 0xC5]).Code);

    [Fact]
    public void A_refusal_names_an_unlisted_column_by_its_position_only()
    {
        var refusal = new Desk { Format = BodyFormat.Csv, Unlisted = UnlistedRule.Refuse }
            .Rule("$[*].a", Desk.Keep).Refuse("a,secret\n1,2");
        Assert.Equal(RefusalCode.FieldUnlisted, refusal.Code);
        Assert.Equal("no rule lists field 2 of '$[*]', counted from 1", refusal.Detail);
    }

    [Fact]
    public void Siblings_decide_row_by_row_and_the_row_keeps_its_width()
    {
        var desk = Rows.Rule("$[*].type", Desk.Keep)
            .Rule("$[*].value", Desk.Mask(last: 2), ("type", "phone"))
            .Rule("$[*].value", Desk.Keep, ("type", "city"));
        Assert.Equal(
            "value,type\n***45,phone\nGZ,city\n,\"pho\"\"ne\"\n",
            desk.Pass("value,type\n12345,phone\nGZ,city\n777,\"pho\"\"ne\"\n", out var report));
        Assert.Equal(1, report.Fields.Dropped);
    }

    [Fact]
    public void A_sibling_without_a_match_is_unlisted_and_may_refuse() =>
        Assert.Equal(RefusalCode.FieldUnlisted, new Desk { Format = BodyFormat.Csv, Unlisted = UnlistedRule.Refuse }
            .Rule("$[*].t", Desk.Keep).Rule("$[*].v", Desk.Keep, ("t", "x")).Refuse("v,t\n1,x\n2,y").Code);

    [Fact]
    public void A_finding_in_a_kept_field_refuses_masks_or_is_counted()
    {
        var body = $"a,b\n1,\"110105 1949\"\"1231 002X\"\n{Resident},2";
        var desk = new Desk
        {
            Format = BodyFormat.Csv,
            Screen = [DetectorKind.PrcId],
            OnFinding = FindingRule.Mask,
        };
        desk.Rule("$[*].a", Desk.Keep).Rule("$[*].b", Desk.Keep);
        Assert.Equal("a,b\n1,\"110105 1949\"\"1231 002X\"\n***,2", desk.Pass(body, out var report));
        Assert.Equal(1, report.Findings[DetectorKind.PrcId]);

        var strict = new Desk { Format = BodyFormat.Csv, Screen = [DetectorKind.PrcId] }
            .Rule("$[*].a", Desk.Keep).Refuse(body);
        Assert.Equal(RefusalCode.ScreenFinding, strict.Code);
        Assert.DoesNotContain("1949", strict.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$[*].n", "n\r\n1\r\n2\r\n3", new[] { 0 }, "n\r\n2\r\n3")]
    [InlineData("$[*].n", "n\r\n1\r\n2\r\n3", new[] { 1 }, "n\r\n1\r\n3")]
    [InlineData("$[*].n", "n\r\n1\r\n2\r\n3", new[] { 2 }, "n\r\n1\r\n2")]
    [InlineData("$[*].n", "n\r\n1\r\n", new[] { 0 }, "n\r\n")]
    [InlineData("$[*][0]", "1\r\n2\r\n3", new[] { 0 }, "2\r\n3")]
    [InlineData("$[*][0]", "\uFEFF1\r\n2\r\n3", new[] { 0, 1 }, "\uFEFF3")]
    public void One_row_is_withheld_without_the_others(string path, string body, int[] withheld, string left)
    {
        Assert.Equal(left, Desk.Run(
            Rows.Rule(path, Desk.Keep).Compile(), Encoding.UTF8.GetBytes(body),
            AskVerdicts.Withholding(withheld), out var report));
        Assert.Equal(withheld.Length, report.Records.Withheld);
        Assert.Equal(report.Fields.Kept, report.Released.Count);
    }

    [Fact]
    public void Each_row_names_its_persons()
    {
        var desk = new Desk { Format = BodyFormat.Csv, Subjects = ["$[*].id"] }.Rule("$[*].v", Desk.Keep);
        desk.Pass("id,v\n\"a-1\",x\nA1,y\nb2,z\n,w\n", out var report);
        Assert.Equal(2, report.Subjects);
    }

    [Theory]
    [InlineData("$.a")]
    [InlineData("$[0].a")]
    [InlineData("$[*].a.b")]
    [InlineData("$..a")]
    [InlineData("$[*]")]
    public void A_path_that_is_no_field_of_a_row_is_a_fault(string path) =>
        Assert.NotEmpty(RuleCoverage.Check(Rows.Rule(path, Desk.Keep).Category()));

    [Fact]
    public void Names_and_positions_do_not_mix() =>
        Assert.Contains(
            RuleCoverage.Check(Rows.Rule("$[*].a", Desk.Keep).Rule("$[*][1]", Desk.Keep).Category()),
            fault => fault is { Rule: 0, Code: "rule.path" });

    [Fact]
    public void A_row_of_nothing_but_separators_is_refused_before_it_costs_more_than_its_bytes() =>
        Assert.Equal(RefusalCode.BodyMalformed, Everything.Refuse(new string(',', 100_000)).Code);
}
