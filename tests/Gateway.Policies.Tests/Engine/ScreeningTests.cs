using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Engine;

public sealed class ScreeningTests
{
    private const string Mobile = "13800138000";

    [Theory]
    [InlineData("{\"a\":\"call 13800138000\"}")]
    [InlineData("{\"a\":13800138000}")]
    [InlineData("{\"a\":\"１３８００１３８０００\"}")]
    [InlineData("{\"a\":\"\\u0031\\u0033800138000\"}")]
    public void What_leaves_in_clear_text_is_screened(string body)
    {
        var refusal = Screened().Rule("$.a", Desk.Keep).Refuse(body);
        Assert.Equal(("screen.finding", "$.a"), (refusal.Code.Wire, refusal.Rule));
        Assert.Equal("the rule for '$.a' would let out cn-mobile", refusal.Detail);
    }

    [Fact]
    public void What_does_not_leave_in_clear_text_is_not()
    {
        var body = $"{{\"a\":\"{Mobile}\",\"b\":\"{Mobile}\",\"c\":\"{Mobile}\",\"d\":\"{Mobile}\"}}";
        var output = Screened().Rule("$.a", Desk.Drop).Rule("$.b", Desk.Redact).Rule("$.c", Desk.Hash)
            .Pass(body, out var report);
        Assert.DoesNotContain(Mobile, output, StringComparison.Ordinal);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public void A_finding_may_be_masked_whole()
    {
        var desk = Screened(FindingRule.Mask).Rule("$[*]", Desk.Keep);
        Assert.Equal("[\"***\",\"fine\"]", desk.Pass($"[\"tel {Mobile} x\",\"fine\"]", out var report));
        Assert.Equal((1, 1), (report.Fields.Redacted, report.Fields.Kept));
        Assert.Equal(1, report.Findings[DetectorKind.CnMobile]);
    }

    [Fact]
    public void A_finding_may_hold_the_whole_consignment()
    {
        var engine = Screened(FindingRule.Hold).Rule("$[*]", Desk.Keep).Compile();
        Assert.True(engine.Inspect(System.Text.Encoding.UTF8.GetBytes($"[\"{Mobile}\"]"))
            .TryPass(out var consignment, out _));
        using (consignment)
        {
            var hold = Assert.IsType<Hold>(consignment.Decision);
            Assert.Equal("screen.finding", hold.Code.Wire);
        }
    }

    [Fact]
    public void A_detector_may_differ_from_the_category()
    {
        var desk = new Desk
        {
            Screen = DetectorKind.Built,
            OnFinding = FindingRule.Mask,
            Overrides = { [DetectorKind.Email] = FindingRule.Refuse },
        }.Rule("$[*]", Desk.Keep);
        Assert.Equal("[\"***\"]", desk.Pass($"[\"{Mobile}\"]"));
        Assert.Equal("screen.finding", desk.Refuse("[\"wang@example.com\"]").Code.Wire);
    }

    [Fact]
    public void A_rule_may_have_detectors_of_its_own()
    {
        var desk = Screened().Rule("$.a", new FieldAction.Keep(false, [])).Rule("$.b", Desk.Keep);
        Assert.Equal($"{{\"a\":\"{Mobile}\"}}", desk.Pass($"{{\"a\":\"{Mobile}\"}}"));
        Assert.Equal("$.b", desk.Refuse($"{{\"b\":\"{Mobile}\"}}").Rule);
    }

    [Theory]
    [InlineData("{\"a\":{\"13800138000\":true}}")]
    [InlineData("{\"a\":{\"13800138000\":{}}}")]
    [InlineData("{\"a\":[{\"x\":{\"1380013\\u0038000\":null}}]}")]
    public void A_name_kept_deep_is_screened_and_a_finding_always_refuses(string body)
    {
        var refusal = Screened(FindingRule.Mask).Rule("$.a", Desk.Deep).Refuse(body);
        Assert.Equal("screen.finding", refusal.Code.Wire);
        Assert.DoesNotContain("138", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_only_dot_dot_opens_is_screened_if_it_leaves()
    {
        var desk = Screened(FindingRule.Mask).Rule("$..n", Desk.Keep);
        Assert.Equal("{}", desk.Pass($"{{\"{Mobile}\":{{\"x\":1}}}}"));
        Assert.Equal("screen.finding", desk.Refuse($"{{\"{Mobile}\":{{\"n\":1}}}}").Code.Wire);
        desk.Rule("$.a", Desk.Drop);
        Assert.Equal("screen.finding", desk.Refuse($"{{\"a\":{{\"{Mobile}\":{{\"n\":1}}}}}}").Code.Wire);
    }

    [Fact]
    public void A_name_the_bundle_spells_out_is_not_screened() =>
        Assert.Equal(
            $"{{\"{Mobile}\":{{\"x\":1}}}}",
            Screened().Rule($"$['{Mobile}'].x", Desk.Keep).Pass($"{{\"{Mobile}\":{{\"x\":1}}}}"));

    private static Desk Screened(FindingRule onFinding = FindingRule.Refuse) =>
        new() { Screen = DetectorKind.Built, OnFinding = onFinding };
}
