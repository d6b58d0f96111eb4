using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine;

public sealed class RuleTests
{
    private static readonly (string, string)[] Official = [("use", "official")];

    [Fact]
    public void The_first_matching_rule_decides()
    {
        Assert.Equal("{\"a\":\"***\"}",
            new Desk().Rule("$.a", Desk.Redact).Rule("$..a", Desk.Keep).Pass("{\"a\":\"x\"}"));
        Assert.Equal("{\"a\":\"x\"}",
            new Desk().Rule("$..a", Desk.Keep).Rule("$.a", Desk.Redact).Pass("{\"a\":\"x\"}"));
    }

    [Theory]
    [InlineData("{\"a\":{\"b\":1,\"c\":2}}", "{\"a\":{\"b\":1}}", 1)]
    [InlineData("{\"a\":{\"c\":{\"x\":[1,2]},\"b\":1,\"d\":3}}", "{\"a\":{\"b\":1}}", 2)]
    [InlineData("{\"a\":{\"c\":2}}", "{\"a\":{}}", 1)]
    [InlineData("{\"a\":[1,2]}", "{}", 1)]
    [InlineData("{\"a\":7}", "{}", 1)]
    public void An_earlier_rule_keeps_a_part_of_what_a_later_one_drops(string body, string output, long dropped)
    {
        // The rest counts as dropped: it is listed, so 'unlisted: refuse' has nothing to say.
        var desk = new Desk { Unlisted = UnlistedRule.Refuse }.Rule("$.a.b", Desk.Keep).Rule("$.a", Desk.Drop);
        Assert.Equal(output, desk.Pass(body, out var report));
        Assert.Equal(dropped, report.Fields.Dropped);
    }

    [Fact]
    public void An_earlier_rule_changes_a_part_of_what_a_later_one_keeps()
    {
        var desk = new Desk().Rule("$..pin", Desk.Drop).Rule("$.a.n", Desk.Mask()).Rule("$", Desk.Deep);
        Assert.Equal(
            "{\"a\":{\"n\":\"***\"},\"b\":[{},2]}",
            desk.Pass("{\"a\":{\"n\":\"abc\",\"pin\":1},\"b\":[{\"pin\":{}},2]}"));
    }

    [Fact]
    public void A_container_taken_whole_counts_once()
    {
        new Desk().Rule("$.a", Desk.Drop).Rule("$.b", Desk.Redact).Rule("$.c", Desk.Constant("x"))
            .Rule("$.d", Desk.Deep)
            .Pass("{\"a\":{\"x\":[1,2]},\"b\":[1,2],\"c\":{\"y\":3},\"d\":[1,[2,3],{}],\"e\":{\"z\":[4,5]}}",
                out var report);
        Assert.Equal(
            (2, 1, 1, 3),
            (report.Fields.Dropped, report.Fields.Redacted, report.Fields.Constant, report.Fields.Kept));
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{\"a\":{}}", "{\"a\":{}}")]
    [InlineData("{\"a\":{\"b\":[]}}", "{\"a\":{\"b\":[]}}")]
    [InlineData("{\"a\":{\"b\":[{},{\"z\":1}]}}", "{\"a\":{\"b\":[{},{}]}}")]
    public void Containers_on_the_way_are_emitted_even_if_empty(string body, string output) =>
        Assert.Equal(output, new Desk().Rule("$.a.b[*].c", Desk.Keep).Pass(body));

    [Theory]
    [InlineData("{\"x\":{\"y\":{\"z\":1}},\"e\":{},\"f\":[]}", "{}")]
    [InlineData("{\"x\":{\"y\":{\"n\":1}}}", "{\"x\":{\"y\":{\"n\":1}}}")]
    [InlineData("{\"q\":[0],\"x\":[{\"z\":0},[],{\"n\":1,\"z\":0},[{\"n\":2}]]}", "{\"x\":[{\"n\":1},[{\"n\":2}]]}")]
    [InlineData("[[],[{\"n\":null}]]", "[[{\"n\":null}]]")]
    public void Below_dot_dot_a_container_is_opened_only_for_what_is_emitted_inside(string body, string output) =>
        Assert.Equal(output, new Desk().Rule("$..n", Desk.Keep).Pass(body));

    [Theory]
    [InlineData("{\"a\":{\"x\":1,\"y\":{\"z\":[]}}}", "{}", 1)]
    [InlineData("{\"a\":{\"x\":1,\"y\":{\"n\":1}}}", "{\"a\":{\"y\":{\"n\":1}}}", 1)]
    public void What_a_drop_leaves_unopened_counts_once(string body, string output, long dropped)
    {
        var desk = new Desk().Rule("$..n", Desk.Keep).Rule("$.a", Desk.Drop);
        Assert.Equal(output, desk.Pass(body, out var report));
        Assert.Equal(dropped, report.Fields.Dropped);
    }

    [Theory]
    [InlineData("{\"a\":\"text\"}")]
    [InlineData("{\"a\":null}")]
    [InlineData("{\"a\":[]}")]
    [InlineData("{\"a\":[{\"b\":1}]}")]
    public void A_wrong_type_on_the_way_is_unlisted(string body)
    {
        Assert.Equal("{}", new Desk().Rule("$.a.b", Desk.Keep).Pass(body, out var report));
        Assert.Equal(1, report.Fields.Dropped);
        var refusal = new Desk { Unlisted = UnlistedRule.Refuse }.Rule("$.a.b", Desk.Keep).Refuse(body);
        Assert.Equal("field.unlisted", refusal.Code.Wire);
    }

    [Fact]
    public void A_star_is_every_element_and_never_a_member()
    {
        var desk = new Desk().Rule("$.a[*]", Desk.Keep);
        Assert.Equal("{\"a\":[1,2]}", desk.Pass("{\"a\":[1,2]}"));
        Assert.Equal("{}", desk.Pass("{\"a\":{\"x\":1}}"));
    }

    [Fact]
    public void A_position_is_counted_in_the_input()
    {
        var desk = new Desk().Rule("$[0]", Desk.Drop).Rule("$[2].v", Desk.Keep).Rule("$[*].w", Desk.Keep);
        Assert.Equal("[{},{\"v\":3},{\"w\":4}]", desk.Pass("[{\"w\":1},{\"v\":2},{\"v\":3},{\"v\":4,\"w\":4}]"));
    }

    [Theory]
    [InlineData("keep")]
    [InlineData("mask")]
    [InlineData("hash")]
    public void A_container_where_a_value_is_expected_refuses(string action)
    {
        var rule = action switch { "mask" => Desk.Mask(), "hash" => Desk.Hash, _ => Desk.Keep };
        foreach (var body in new[] { "{\"a\":{}}", "{\"a\":[1]}" })
        {
            var refusal = new Desk().Rule("$.a", rule, MismatchRule.Redact).Refuse(body);
            Assert.Equal(("field.shape", "$.a"), (refusal.Code.Wire, refusal.Rule));
        }
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData(" 1 ")]
    [InlineData("null")]
    public void A_root_that_is_a_scalar_refuses(string body)
    {
        Assert.Equal("field.shape", new Desk().Rule("$", Desk.Deep).Refuse(body).Code.Wire);
        Assert.Equal("field.shape", new Desk().Rule("$", Desk.Redact).Refuse(body).Code.Wire);
    }

    [Theory]
    [InlineData("[1,{\"a\":2}]", "[]")]
    [InlineData("{\"z\":1}", "{}")]
    public void A_root_with_nothing_in_it_that_may_leave_is_an_empty_one(string body, string output)
    {
        Assert.Equal(output, new Desk().Rule("$.a", Desk.Keep).Pass(body));
        Assert.Equal(output, new Desk().Rule("$", Desk.Drop).Pass(body));
    }

    [Fact]
    public void A_root_may_be_replaced_whole() =>
        Assert.Equal("\"***\"", new Desk().Rule("$", Desk.Redact).Pass("{\"a\":1}"));

    [Fact]
    public void The_first_unlisted_member_refuses_and_is_not_named()
    {
        var desk = new Desk { Unlisted = UnlistedRule.Refuse }.Rule("$.list[*].a", Desk.Keep).Rule("$.b", Desk.Drop);
        Assert.Equal("{\"list\":[{\"a\":1}]}", desk.Pass("{\"list\":[{\"a\":1}],\"b\":2}"));
        var refusal = desk.Refuse("{\"list\":[{\"a\":1},{\"a\":1,\"secret-name\":\"secret value\"}]}");
        Assert.Equal("field.unlisted", refusal.Code.Wire);
        Assert.Equal("no rule lists member 2 of '$.list[1]', counted from 1", refusal.Detail);
    }

    [Fact]
    public void An_unlisted_member_below_dot_dot_is_named_by_its_declared_parent_only()
    {
        var desk = new Desk { Unlisted = UnlistedRule.Refuse }.Rule("$.a..n", Desk.Keep);
        var refusal = desk.Refuse("{\"a\":{\"n\":1,\"hidden\":{\"deeper\":{\"x\":1}}}}");
        Assert.Equal("no rule lists something in member 2 of '$.a', counted from 1", refusal.Detail);
    }

    [Theory]
    [InlineData("{\"use\":\"official\",\"v\":\"abc\"}", "{\"v\":\"***\"}")]
    [InlineData("{\"v\":\"abc\",\"use\":\"official\"}", "{\"v\":\"***\"}")]
    [InlineData("{\"v\":\"abc\",\"x\":{\"use\":\"other\"},\"\\u0075se\" : \"offici\\u0061l\"}", "{\"v\":\"***\"}")]
    [InlineData("{\"v\":\"abc\",\"use\":\"other\"}", "{\"v\":\"abc\"}")]
    [InlineData("{\"v\":\"abc\",\"use\":[\"official\"]}", "{\"v\":\"abc\"}")]
    [InlineData("{\"v\":\"abc\",\"x\":{\"use\":\"official\"}}", "{\"v\":\"abc\"}")]
    [InlineData("{\"v\":\"abc\"}", "{\"v\":\"abc\"}")]
    public void A_condition_looks_at_the_siblings_wherever_they_stand(string element, string output)
    {
        var desk = new Desk().Rule("$.id[*].v", Desk.Mask(), Official).Rule("$.id[*].v", Desk.Keep);
        Assert.Equal($"{{\"id\":[{output},{output}]}}", desk.Pass($"{{\"id\":[{element}, {element}]}}"));
    }

    [Fact]
    public void A_condition_holds_only_if_every_sibling_agrees()
    {
        var desk = new Desk().Rule("$.v", Desk.Keep, ("a", "1"), ("b", "2"));
        Assert.Equal("{\"v\":0}", desk.Pass("{\"v\":0,\"a\":\"1\",\"b\":\"2\"}"));
        Assert.Equal("{}", desk.Pass("{\"v\":0,\"a\":\"1\",\"b\":\"3\"}"));
        Assert.Equal("{}", desk.Pass("{\"v\":0,\"a\":1,\"b\":\"2\"}"));
    }

    [Fact]
    public void A_condition_may_take_a_container_whole()
    {
        var desk = new Desk().Rule("$..data", Desk.Redact, ("kind", "secret")).Rule("$", Desk.Deep);
        Assert.Equal(
            "[{\"data\":\"***\",\"kind\":\"secret\"},{\"data\":{\"data\":\"***\",\"kind\":\"secret\"}}]",
            desk.Pass("[{\"data\":[1],\"kind\":\"secret\"},{\"data\":{\"data\":{},\"kind\":\"secret\"}}]"));
    }

    [Fact]
    public void White_space_between_tokens_never_leaves()
    {
        var body = " {\r\n\t\"a\" : [ 1 , { \"b\" : \" x \" } , null ] ,\n \"c\" : true } \n";
        Assert.Equal("{\"a\":[1,{\"b\":\" x \"},null],\"c\":true}", new Desk().Rule("$", Desk.Deep).Pass(body));
        Assert.Equal("{\"c\":true}", new Desk().Rule("$.c", Desk.Keep).Pass(body));
    }

    [Fact]
    public void Names_are_compared_unescaped_and_leave_as_they_came() =>
        Assert.Equal("{\"n\\u0061me\":1}", new Desk().Rule("$.name", Desk.Keep).Pass("{\"n\\u0061me\":1,\"namf\":2}"));

    [Fact]
    public void Numbers_leave_as_they_are_written() =>
        Assert.Equal("[1.0,1e400,-0,12345678901234567890]",
            new Desk().Rule("$[*]", Desk.Keep).Pass("[1.0,1e400,-0,12345678901234567890]"));

    [Fact]
    public void Long_names_are_told_apart_by_all_their_bytes()
    {
        var desk = new Desk().Rule("$['prefix--middle-a--suffix']", Desk.Keep).Rule("$['12345678']", Desk.Keep);
        Assert.Equal(
            "{\"prefix--middle-a--suffix\":1,\"12345678\":4}",
            desk.Pass("{\"prefix--middle-a--suffix\":1,\"prefix--middle-b--suffix\":2,\"1234567\":3,\"12345678\":4}"));
    }
}
