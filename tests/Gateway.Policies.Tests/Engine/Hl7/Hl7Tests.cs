using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Engine.Hl7;

public sealed class Hl7Tests
{
    private const string Header = "MSH|^~\\&|LAB|GZ|CLINIC|HK|20261101||ORU^R01|7|P|2.5.1||||||UNICODE UTF-8\r";

    private static Desk Hl7 => new Desk { Format = BodyFormat.Hl7v2 }
        .Rule("MSH-9", Desk.Deep).Rule("MSH-12", Desk.Keep);

    private static string Head => "MSH|^~\\&|||||||ORU^R01|||2.5.1||||||UNICODE UTF-8\r";

    [Fact]
    public void A_message_leaves_with_what_is_listed_and_each_value_at_its_place()
    {
        var desk = Hl7.Rule("PID-3.1", Desk.Mask(last: 2)).Rule("PID-5.1", Desk.Mask(first: 1))
            .Rule("PID-7", new FieldAction.Generalise("year", [])).Rule("PID-11", Desk.Drop)
            .Rule("OBX-3", Desk.Deep).Rule("OBX-5", Desk.Keep);
        var output = desk.Pass(
            Header + "PID|1||12345678^^^GZ^MR~8765||张三^丰||19870605|F|||1 Road^^Guangzhou\r"
            + "NK1|1|李四\rOBX|1|NM|2345-7^GLU&x^LN||5.3|||\r",
            out var report);
        Assert.Equal(
            Head + "PID|||******78~**65||张*||1987\rOBX|||2345-7^GLU&x^LN||5.3\r", output);
        Assert.Equal((8, 3, 1), (report.Fields.Kept, report.Fields.Masked, report.Fields.Generalised));
        Assert.Equal(1, report.Records.Out);
    }

    [Fact]
    public void What_leaves_is_in_the_separators_of_its_own_message()
    {
        var desk = Hl7.Rule("PID-5.1", Desk.Keep).Rule("PID-6", Desk.Constant("a|b*c#%"));
        Assert.Equal(
            "MSH#*!%@\rPID#####A%S%B#a|b%S%c%F%%E%\r",
            desk.Pass("MSH#*!%@\rPID#####A%S%B*X#6#7\r"));
    }

    [Fact]
    public void Escapes_are_read_for_rules_and_written_in_one_spelling()
    {
        var desk = Hl7.Rule("NTE-3", Desk.Keep).Rule("NTE-4", Desk.Mask(first: 2));
        Assert.Equal(
            Head + "NTE|||a\\F\\\\S\\\\T\\\\R\\\\E\\A\\.br\\\\X0D\\张|\\F\\b**\r",
            desk.Pass(Header + "NTE|||a\\F\\\\S\\\\T\\\\R\\\\E\\\\X41\\\\.br\\\\X0d\\\\XE5bca0\\|\\F\\bcd\r"));
    }

    [Fact]
    public void A_line_feed_leaves_in_digits_where_the_dot_is_a_separator()
    {
        const string dotted = "MSH|.~\\&\r";
        var desk = Hl7.Rule("NTE-3", Desk.Deep);
        Assert.Equal(
            dotted + "NTE|||a\\X0A\\b\\S\\.c\r", desk.Pass(dotted + "NTE|||a\\X0a\\b\\X2E\\.c\r"));
    }

    [Fact]
    public void A_message_in_ascii_leaves_in_ascii()
    {
        const string ascii = "MSH|^~\\&\r";
        var desk = Hl7.Rule("NTE-3", Desk.Keep).Rule("NTE-4", Desk.Constant("密"));
        Assert.Equal(ascii + "NTE|||\\XE5BCA0\\a|\\XE5AF86\\\r", desk.Pass(ascii + "NTE|||\\XE5BCA0\\a|x\r"));
        Assert.Equal(RefusalCode.BodyMalformed, desk.Refuse(ascii + "NTE|||张\r").Code);
    }

    [Fact]
    public void A_truncation_character_is_known_where_the_message_says_one()
    {
        var desk = Hl7.Rule("NTE-3", Desk.Keep).Rule("NTE-4", Desk.Constant("#"));
        Assert.Equal(
            "MSH|^~\\&#\rNTE|||long#|\\P\\\r", desk.Pass("MSH|^~\\&#\rNTE|||long#|x\r"));
        Assert.Equal("MSH|^~\\&#\rNTE|||a\\P\\\r", desk.Pass("MSH|^~\\&#\rNTE|||a\\P\\\r"));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Whatever_ends_a_segment_it_leaves_with_a_carriage_return(string end)
    {
        var desk = Hl7.Rule("NTE-3", Desk.Keep);
        Assert.Equal("MSH|^~\\&\rNTE|||a\r", desk.Pass($"MSH|^~\\&{end}NTE|||a{end}"));
        Assert.Equal("MSH|^~\\&\rNTE|||a\r", desk.Pass($"MSH|^~\\&{end}NTE|||a"));
    }

    [Theory]
    [InlineData("PID-8", "M", "PID||||||||M")]
    [InlineData("PID-8.1", "M", "PID||||||||M")]
    [InlineData("PID-8.1.1", "M", "PID||||||||M")]
    [InlineData("PID-8.1.1", "M&x^y~N", "PID||||||||M~N")]
    [InlineData("PID-8.2", "M", null)]
    [InlineData("PID-8.1.2", "M", null)]
    [InlineData("PID-8", "M^^&", "PID||||||||M")]
    [InlineData("PID-8.2.2", "M^a&b", "PID||||||||^&b")]
    [InlineData("PID-8.1", "~^", null)]
    public void A_value_without_separators_is_the_first_of_its_parts(string path, string value, string? expected) =>
        Assert.Equal(
            "MSH|^~\\&\r" + (expected is null ? "" : expected + "\r"),
            Hl7.Rule(path, Desk.Keep).Pass($"MSH|^~\\&\rPID||||||||{value}|x\r"));

    [Fact]
    public void A_field_with_components_is_taken_whole_or_refused()
    {
        const string body = "MSH|^~\\&\rPID|||1^2&3~^4|z\r";
        Assert.Equal(RefusalCode.FieldShape, Hl7.Rule("PID-3", Desk.Keep).Refuse(body).Code);
        Assert.Equal(RefusalCode.FieldShape, Hl7.Rule("PID-3", Desk.Mask()).Refuse(body).Code);
        Assert.Equal(RefusalCode.FieldShape, Hl7.Rule("PID-3.2", Desk.Hash).Refuse(body).Code);
        Assert.Equal("MSH|^~\\&\rPID|||1^2&3~^4\r", Hl7.Rule("PID-3", Desk.Deep).Pass(body));
        Assert.Equal("MSH|^~\\&\rPID|||***~***\r", Hl7.Rule("PID-3", Desk.Redact).Pass(body));
        Assert.Equal("MSH|^~\\&\rPID|||^***~^***\r", Hl7.Rule("PID-3.2", Desk.Redact).Pass(body));
        Assert.Equal(
            "MSH|^~\\&\rPID|||1\r",
            Hl7.Rule("PID-3.1", Desk.Keep).Rule("PID-3", Desk.Drop).Pass(body, out var report));
        Assert.Equal((1, 3), (report.Fields.Kept, report.Fields.Dropped));
    }

    [Fact]
    public void The_explicit_null_stays_what_it_is()
    {
        var desk = Hl7.Rule("PID-5", Desk.Mask()).Rule("PID-6", Desk.Constant("c")).Rule("PID-7", Desk.Drop)
            .Rule("PID-8", Desk.Keep);
        Assert.Equal(
            "MSH|^~\\&\rPID|||||\"\"|c||\\X2222\\\r",
            desk.Pass("MSH|^~\\&\rPID|||||\"\"|\"\"|\"\"|\\X2222\\\r"));
    }

    [Fact]
    public void Components_beside_decide_which_identifier_leaves()
    {
        var desk = Hl7.Rule("PID-3.1", Desk.Keep, ("5", "MR")).Rule("PID-3.1", Desk.Mask())
            .Rule("PID-3.5", Desk.Keep).Rule("OBX-5", Desk.Keep, ("2", "NM"), ("11", "F"));
        Assert.Equal(
            "MSH|^~\\&\rPID|||12^^^^MR~**^^^^NI~**~78^^^^MR~**^^^^\"\"\rOBX|||||5\r",
            desk.Pass(
                "MSH|^~\\&\rPID|||12^^^^MR~34^^^^NI~56~78^^^^\\X4D\\R&~90^^^^\"\"\r"
                + "OBX||NM|||5||||||F\rOBX||TX|||6||||||F\rOBX||NM~NM|||7||||||F\r"));
        Assert.Equal(RefusalCode.FieldShape, desk.Refuse("MSH|^~\\&\rPID|||12^^^^MR&x\r").Code);
    }

    [Theory]
    [InlineData("ZZZ|a", "no rule lists segment 2, counted from 1")]
    [InlineData("PID|secret", "no rule lists 'PID-1'")]
    [InlineData("PID|||1^secret", "no rule lists 'PID-3.2'")]
    [InlineData("PID|||1&secret", "no rule lists 'PID-3.1.2'")]
    public void An_unlisted_value_is_named_by_its_position_only(string segment, string detail)
    {
        var desk = new Desk { Format = BodyFormat.Hl7v2, Unlisted = UnlistedRule.Refuse }
            .Rule("MSH-9", Desk.Deep).Rule("MSH-12", Desk.Keep).Rule("PID-3.1.1", Desk.Keep);
        var refusal = desk.Refuse($"MSH|^~\\&\r{segment}\r");
        Assert.Equal((RefusalCode.FieldUnlisted, detail), (refusal.Code, refusal.Detail));
        Assert.Equal("MSH|^~\\&\rPID|||1\r", desk.Pass("MSH|^~\\&\rPID|||1|\rZZZ||\r"));
    }

    [Fact]
    public void Detectors_see_through_escapes()
    {
        var desk = new Desk { Format = BodyFormat.Hl7v2, Screen = [DetectorKind.PrcId] }
            .Rule("NTE-3", Desk.Keep).Rule("PID-3", Desk.Deep);
        Assert.Equal(
            RefusalCode.ScreenFinding, desk.Refuse("MSH|^~\\&\rNTE|||id 11010119900307\\X30\\732 x\r").Code);
        Assert.Equal(
            RefusalCode.ScreenFinding, desk.Refuse("MSH|^~\\&\rPID|||a^b&110101199003070732\r").Code);
    }

    [Fact]
    public void The_person_of_a_message_is_in_its_field()
    {
        var desk = new Desk { Format = BodyFormat.Hl7v2, Subjects = ["PID-3.1"] }.Rule("PID-8", Desk.Keep);
        desk.Pass("MSH|^~\\&\rPID|||A-1^^^x~a1~\\X42\\|||||M\r", out var report);
        Assert.Equal(2, report.Subjects);
        Assert.Equal(RefusalCode.FieldShape, desk.Refuse("MSH|^~\\&\rPID|||A&x^y|||||M\r").Code);
        foreach (var taker in new[] { Desk.Redact, Desk.Constant("c"), Desk.Drop, Desk.Deep })
        {
            var whole = new Desk { Format = BodyFormat.Hl7v2, Subjects = ["PID-3.1"] }.Rule("PID-3", taker);
            whole.Pass("MSH|^~\\&\rPID|||A-1^x~b\r", out report);
            Assert.Equal(2, report.Subjects);
            Assert.Equal(RefusalCode.FieldShape, whole.Refuse("MSH|^~\\&\rPID|||A&x^y\r").Code);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("MSH")]
    [InlineData("PID|1\r")]
    [InlineData("MSH|^~\\\r")]
    [InlineData("MSH|^~\\&#x|\r")]
    [InlineData("MSH|^^\\&|\r")]
    [InlineData("MSH|A~\\&|\r")]
    [InlineData("MSH|\"~\\&|\r")]
    [InlineData("MSH| ~\\&|\r")]
    [InlineData("MSH|^~\\é|\r")]
    [InlineData("\u000bMSH|^~\\&|\r\u001c\r")]
    [InlineData("\ufeffMSH|^~\\&|\r")]
    [InlineData("FHS|^~\\&\rMSH|^~\\&\r")]
    [InlineData("MSH|^~\\&\rBTS|1\r")]
    [InlineData("MSH|^~\\&\rMSH|^~\\&\r")]
    [InlineData("MSH|^~\\&\r\rPID|1\r")]
    [InlineData("MSH|^~\\&\rPID|1\nPV1|1\r")]
    [InlineData("MSH|^~\\&\r\nPID|1\rPV1|1\r\n")]
    [InlineData("MSH|^~\\&\rpid|1\r")]
    [InlineData("MSH|^~\\&\rPI\r")]
    [InlineData("MSH|^~\\&\rPIDX|1\r")]
    [InlineData("MSH|^~\\&\rPID^1\r")]
    [InlineData("MSH|^~\\&\rPID\\F\\|1\r")]
    [InlineData("MSH|^~\\&\rPID|\\\r")]
    [InlineData("MSH|^~\\&\rPID|\\\\\r")]
    [InlineData("MSH|^~\\&\rPID|\\F|\\\r")]
    [InlineData("MSH|^~\\&\rPID|\\Q\\\r")]
    [InlineData("MSH|^~\\&\rPID|\\H\\\r")]
    [InlineData("MSH|^~\\&\rPID|\\P\\\r")]
    [InlineData("MSH|^~\\&\rPID|\\f\\\r")]
    [InlineData("MSH|^~\\&\rPID|\\X\\\r")]
    [InlineData("MSH|^~\\&\rPID|\\X4\\\r")]
    [InlineData("MSH|^~\\&\rPID|\\X4G\\\r")]
    [InlineData("MSH|^~\\&\rPID|\\XC3\\\r")]
    [InlineData("MSH|^~\\&\rPID|\0\r")]
    [InlineData("MSH|^~\\&\rPID|\u007f\r")]
    [InlineData("MSH|^~\\&||||||||||||||||UNICODE\r")]
    [InlineData("MSH|^~\\&||||||||||||||||UNICODE UTF-8~GB 18030-2000\r")]
    [InlineData("MSH|^~\\&||||||||||||||||GB 18030-2000\r")]
    [InlineData("MSH|^~\\&||||||||||||||||^UNICODE UTF-8\r")]
    public void What_is_not_one_message_is_malformed(string body) =>
        Assert.Equal(RefusalCode.BodyMalformed, Hl7.Rule("PID-1", Desk.Keep).Refuse(body).Code);

    [Fact]
    public void Bytes_that_are_no_characters_are_malformed() =>
        Assert.Equal(
            RefusalCode.BodyMalformed,
            Hl7.Refuse([.. Encoding.UTF8.GetBytes(Header), .. "NTE|||"u8, 0xC0, 0xAF, (byte)'\r']).Code);

    [Theory]
    [InlineData("PID||", 0, 2_000_000)]
    [InlineData("PID|", (byte)'~', 2_000_000)]
    [InlineData("PID|", (byte)'|', 1_000)]
    [InlineData("PID|", (byte)'^', 1_000)]
    [InlineData("PID|", (byte)'&', 1_000)]
    [InlineData("PID\r", 1, 20_000)]
    public void A_message_of_nothing_but_separators_is_refused(string start, byte separator, int count) =>
        Assert.Equal(
            RefusalCode.BodyMalformed,
            Hl7.Refuse("MSH|^~\\&\r" + (separator == 1
                ? string.Concat(Enumerable.Repeat(start, count))
                : start + new string((char)separator, count) + "\r")).Code);

    [Fact]
    public void Conditions_over_very_many_repetitions_read_each_container_once()
    {
        var desk = Hl7.Rule("PID-3.1", Desk.Keep, ("2", "a")).Rule("PID-3", Desk.Drop, ("9", "x"));
        var repetitions = string.Join('~', Enumerable.Repeat("1^a", 200_000));
        Assert.Equal(
            $"MSH|^~\\&\rPID|||{repetitions.Replace("^a", "", StringComparison.Ordinal)}\r",
            desk.Pass($"MSH|^~\\&\rPID|||{repetitions}\r"));
    }

    [Theory]
    [InlineData("$")]
    [InlineData("PID")]
    [InlineData("PID-0")]
    [InlineData("PID-01")]
    [InlineData("PID-1000")]
    [InlineData("PID-5.")]
    [InlineData("PID-5.1.1.1")]
    [InlineData("PID-5[0]")]
    [InlineData("pid-5")]
    [InlineData("PIDX-5")]
    [InlineData("MSH-1")]
    [InlineData("MSH-2")]
    [InlineData("MSH-18.1")]
    public void A_path_that_is_no_field_is_a_fault(string path) =>
        Assert.Contains(RuleCoverage.Check(Hl7.Rule(path, Desk.Keep).Category()), fault => fault.Code == "rule.path");

    [Fact]
    public void A_condition_is_about_a_number_beside() =>
        Assert.Contains(
            RuleCoverage.Check(Hl7.Rule("PID-3.1", Desk.Keep, ("PID-3.5", "MR")).Category()),
            fault => fault.Code == "rule.where");

    [Fact]
    public void A_category_that_lists_no_type_and_version_is_warned_about_and_works()
    {
        var desk = new Desk { Format = BodyFormat.Hl7v2 }.Rule("PID-8", Desk.Keep);
        var faults = RuleCoverage.Check(desk.Category());
        Assert.All(faults, fault => Assert.Equal(("category.header", true), (fault.Code, fault.IsWarning)));
        Assert.Equal(2, faults.Count);
        Assert.Equal("MSH|^~\\&\r", desk.Pass("MSH|^~\\&|a\r"));
    }
}
