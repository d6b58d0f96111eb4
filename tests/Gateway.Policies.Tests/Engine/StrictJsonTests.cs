using System.Text;

namespace Gateway.Policies.Tests.Engine;

public sealed class StrictJsonTests
{
    private static readonly Desk Everything = new Desk().Rule("$", Desk.Deep);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\uFEFF{}")]
    [InlineData("{} {}")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"\\u4e2d\":1,\"中\":2}")]
    [InlineData("{\"\":1,\"\":2}")]
    [InlineData("[{\"b\":{\"a\":1,\"c\":2,\"a\":3}}]")]
    [InlineData("[\"\\ud800\"]")]
    [InlineData("[\"\\udc00\\ud800\"]")]
    [InlineData("[\"\\ud800\\u0041\"]")]
    [InlineData("{\"\\udfff\":1}")]
    [InlineData("[\"\u0001\"]")]
    [InlineData("[01]")]
    [InlineData("[-]")]
    [InlineData("[1.]")]
    [InlineData("[tru]")]
    public void Anything_but_one_strict_document_is_malformed(string body) =>
        Assert.Equal("body.malformed", Everything.Refuse(body).Code.Wire);

    // Remembered shapes stand in few slots, found by place. With enough places, an object falls on the slot of the
    // shape that the object around it is read along, and must not change it under its reader.
    [Fact]
    public void Objects_inside_repeated_objects_never_lend_them_their_names()
    {
        const string Inside = "{\"a\":1,\"b\":2,\"c\":3}";
        for (var lead = 0; lead < 300; lead++)
        {
            var before = string.Concat(Enumerable.Range(0, lead).Select(i => $"\"n{i}\":0,"));
            var (first, second) = ("{\"x\":1,\"y\":{\"q\":1},\"z\":2}", $"{{\"x\":1,\"y\":{Inside},\"a\":2}}");
            var body = $"{{{before}\"r\":[{first},{second}]}}";
            Assert.Equal(body, Everything.Pass(body));
            var twice = body.Replace("\"a\":2}]", "\"x\":2}]", StringComparison.Ordinal);
            Assert.Equal("body.malformed", Everything.Refuse(twice).Code.Wire);
        }
    }

    [Fact]
    public void A_shape_that_is_being_read_is_not_learnt_anew_by_an_object_inside_it()
    {
        const string Body = """
            [{"a":{"中文":["v",[[1,2,"v"]],4]},"b":"v","e f":"v","中文":"v"},[8],{"a":"v","b":{"b":{"a":1,"b":2,"c":3,"d":4},
            "c":5,"d":6,"e f":7,"中文":8},"c":9,"d":10}]
            """;
        var minified = Body.ReplaceLineEndings("");
        Assert.Equal(minified, Everything.Pass(Body));
        Assert.Equal(
            "body.malformed",
            Everything.Refuse(minified.Replace("\"d\":10", "\"a\":10", StringComparison.Ordinal)).Code.Wire);
    }

    [Theory]
    [InlineData(new byte[] { 0x5B, 0x22, 0xFF, 0x22, 0x5D })]
    [InlineData(new byte[] { 0x5B, 0x22, 0xC0, 0xAF, 0x22, 0x5D })]
    [InlineData(new byte[] { 0x5B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x5D })]
    public void Bytes_that_are_not_utf8_are_malformed(byte[] body) =>
        Assert.Equal("body.malformed", Everything.Refuse(body).Code.Wire);

    [Fact]
    public void A_malformed_body_is_malformed_whatever_a_rule_said_before()
    {
        var desk = new Desk { Unlisted = Catalogue.UnlistedRule.Refuse }.Rule("$.a", Desk.Keep);
        Assert.Equal("field.unlisted", desk.Refuse("{\"x\":1}").Code.Wire);
        Assert.Equal("body.malformed", desk.Refuse("{\"x\":1").Code.Wire);
    }

    [Fact]
    public void Duplicates_are_refused_in_what_is_dropped_too()
    {
        var desk = new Desk().Rule("$.a", Desk.Keep);
        Assert.Equal("body.malformed", desk.Refuse("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}").Code.Wire);
    }

    [Fact]
    public void Equal_names_in_different_objects_are_fine() =>
        Assert.Equal("{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}",
            Everything.Pass("{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}"));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Sixty_four_levels_pass_and_sixty_five_do_not(int depth, bool passes)
    {
        var arrays = new string('[', depth) + new string(']', depth);
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        if (passes)
        {
            Assert.Equal(arrays, Everything.Pass(arrays));
            Assert.Equal(objects, Everything.Pass(objects));
        }
        else
        {
            Assert.Equal("body.malformed", Everything.Refuse(arrays).Code.Wire);
            Assert.Equal("body.malformed", Everything.Refuse(objects).Code.Wire);
        }
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2,\"a\":3}")]
    [InlineData("{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2,\"c\":3,\"b\":4}")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":1,\"a\":3}")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":1,\"b\":2,\"\\u0061\":3}")]
    public void An_object_that_begins_like_the_one_before_is_checked_all_the_same(string first, string second)
    {
        Assert.Equal($"[{first},{first}]", Everything.Pass($"[{first},{first}]"));
        Assert.Equal("body.malformed", Everything.Refuse($"[{first},{first},{second}]").Code.Wire);
    }

    [Fact]
    public void Objects_that_begin_alike_and_go_on_differently_keep_their_own_names()
    {
        var body = "[{\"a\":1,\"b\":2},{\"a\":1,\"c\":2},{\"a\":1},{\"b\":1,\"a\":2},"
            + "{\"a\":1,\"b\":2,\"c\":3},{},{\"a\" :1, \"b\": 2}]";
        Assert.Equal(
            "[{\"b\":2},{},{},{\"b\":1},{\"b\":2},{},{\"b\":2}]", new Desk().Rule("$[*].b", Desk.Keep).Pass(body));
    }

    [Fact]
    public void Ten_megabytes_of_open_brackets_are_refused() =>
        Assert.Equal("body.malformed", Everything.Refuse(new string('[', 10_000_000)).Code.Wire);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_million_names_are_told_apart_even_where_their_summaries_are_equal(bool twice)
    {
        // First and last eight bytes and the length are all the same.
        var body = new StringBuilder("{");
        for (var i = 0; i < 300_000; i++)
        {
            body.Append("\"prefix--").Append(i.ToString("D9", null)).Append("--suffix\":1,");
        }

        body.Append(twice ? "\"prefix--000000042--suffix\":2}" : "\"last\":2}");
        if (twice)
        {
            Assert.Equal("body.malformed", Everything.Refuse(body.ToString()).Code.Wire);
        }
        else
        {
            Assert.Equal(body.ToString(), Everything.Pass(body.ToString()));
        }
    }

    [Fact]
    public void Deep_objects_that_all_ask_about_siblings_are_read_ahead_once()
    {
        var body = new StringBuilder("{\"list\":[");
        for (var i = 0; i < 20_000; i++)
        {
            body.Append(i == 0 ? "" : ",").Insert(body.Length, "{\"a\":", 60)
                .Append("{\"a\":1,\"k\":\"v\"}").Append('}', 60);
        }

        body.Append("]}");
        var output = new Desk().Rule("$..a", Desk.Constant("x"), ("k", "v")).Pass(body.ToString(), out var report);
        Assert.Equal(20_000, report.Fields.Constant);
        Assert.StartsWith("{\"list\":[{\"a\":{\"a\":", output, StringComparison.Ordinal);
    }
}
