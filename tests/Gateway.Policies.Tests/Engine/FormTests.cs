using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine;

public sealed class FormTests
{
    private static Desk Form => new() { Format = BodyFormat.Form };

    [Fact]
    public void Fields_are_decoded_decided_and_written_anew()
    {
        var desk = Form.Rule("$.name", Desk.Mask(first: 1)).Rule("$['city']", Desk.Keep).Rule("$.id", Desk.Drop);
        Assert.Equal(
            "name=%E5%BC%A0**&city=Hong+Kong%21",
            desk.Pass("id=7&n%61me=%e5%bc%a0%E7%A4%BA%E4%BE%8B&x=1&city=Hong%20Kong!", out var report));
        Assert.Equal((1, 1, 2), (report.Fields.Kept, report.Fields.Masked, report.Fields.Dropped));
        Assert.Equal(1, report.Records.Out);
    }

    [Fact]
    public void A_name_that_stands_twice_is_decided_each_time() =>
        Assert.Equal("a=*&a=**&a=", Form.Rule("$.a", Desk.Mask()).Pass("a=1&b=2&a=22&a"));

    [Theory]
    [InlineData("a=%4")]
    [InlineData("a=%zz")]
    [InlineData("a=%C3")]
    [InlineData("a=%ED%A0%80")]
    [InlineData("a=1&&b=2")]
    [InlineData("&a=1")]
    [InlineData("a=1&")]
    [InlineData("a=1\n")]
    [InlineData("a=1 2")]
    [InlineData("a=é")]
    [InlineData("")]
    public void What_is_not_strictly_encoded_is_malformed(string body) =>
        Assert.Equal(RefusalCode.BodyMalformed, Form.Rule("$.a", Desk.Keep).Refuse(body).Code);

    [Fact]
    public void A_form_of_nothing_but_separators_is_refused() =>
        Assert.Equal(
            RefusalCode.BodyMalformed,
            Form.Rule("$.a", Desk.Keep).Refuse(string.Join('&', Enumerable.Repeat("a", 20_000))).Code);

    [Fact]
    public void Siblings_decide_also_those_behind()
    {
        var desk = Form.Rule("$.v", Desk.Mask(), ("t", "secret one")).Rule("$.v", Desk.Keep).Rule("$.t", Desk.Keep);
        Assert.Equal("v=**&t=secret+one", desk.Pass("v=ab&t=secret+one"));
        Assert.Equal("v=ab&t=x", desk.Pass("v=ab&t=x"));
    }

    [Fact]
    public void A_field_that_a_condition_asks_about_may_not_stand_twice() =>
        Assert.Equal(
            RefusalCode.FieldShape,
            Form.Rule("$.v", Desk.Keep, ("t", "open")).Refuse("v=ab&t=secret&t=open").Code);

    [Fact]
    public void An_unlisted_field_is_named_by_its_position_only()
    {
        var refusal = new Desk { Format = BodyFormat.Form, Unlisted = UnlistedRule.Refuse }
            .Rule("$.a", Desk.Keep).Refuse("a=1&secret=2");
        Assert.Equal("no rule lists member 2 of '$', counted from 1", refusal.Detail);
    }

    [Fact]
    public void Gb18030_comes_and_leaves_as_gb18030()
    {
        var desk = new Desk { Format = BodyFormat.Form, Charset = "gb18030" }
            .Rule("$.名", Desk.Mask(first: 1)).Rule("$.x", Desk.Keep);
        Assert.Equal("%C3%FB=%D5%C5**&x=%D5%C5+a", desk.Pass("%C3%FB=%D5%C5%CA%BE%C0%FD&x=%d5%c5+a&y=%D5"[..^6]));
        Assert.Equal(RefusalCode.BodyMalformed, desk.Refuse("x=%D5").Code);
    }

    [Fact]
    public void The_persons_of_a_form_are_the_forms()
    {
        new Desk { Format = BodyFormat.Form, Subjects = ["$.id"] }.Rule("$.v", Desk.Keep)
            .Pass("id=A-1&v=1&id=a1&id=b", out var report);
        Assert.Equal(2, report.Subjects);
    }

    [Theory]
    [InlineData("$")]
    [InlineData("$[0]")]
    [InlineData("$.a.b")]
    [InlineData("$..a")]
    public void A_path_that_is_no_field_is_a_fault(string path) =>
        Assert.NotEmpty(RuleCoverage.Check(Form.Rule(path, Desk.Keep).Category()));
}
