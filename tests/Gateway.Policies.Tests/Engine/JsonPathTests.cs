using Gateway.Policies.Selectors;

namespace Gateway.Policies.Tests.Engine;

public sealed class JsonPathTests
{
    [Theory]
    [InlineData("$", 0)]
    [InlineData("$.a", 1)]
    [InlineData("$.a.b1._c", 3)]
    [InlineData("$.客户.姓名", 2)]
    [InlineData("$['first name']", 1)]
    [InlineData("$[\"first name\"]", 1)]
    [InlineData("$['it\\'s'][0][*]", 3)]
    [InlineData("$['\\u4e2d\\ud83d\\ude00']", 1)]
    [InlineData("$..name", 1)]
    [InlineData("$.a..['b c'].d", 3)]
    [InlineData("$ [ 'a' ] .b", 2)]
    [InlineData("$[9007199254740991]", 1)]
    [InlineData("$['']", 1)]
    public void The_streamable_part_parses(string text, int steps)
    {
        Assert.True(JsonPath.TryParse(text, out var path, out var error), error);
        Assert.Equal(steps, path.Steps.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData(" $.a")]
    [InlineData("$.a ")]
    [InlineData("$.")]
    [InlineData("$..")]
    [InlineData("$...a")]
    [InlineData("$.*")]
    [InlineData("$..*")]
    [InlineData("$..[*]")]
    [InlineData("$..[0]")]
    [InlineData("$.1a")]
    [InlineData("$.a-b")]
    [InlineData("$.a:b")]
    [InlineData("$[]")]
    [InlineData("$[01]")]
    [InlineData("$[-1]")]
    [InlineData("$[1:2]")]
    [InlineData("$['a','b']")]
    [InlineData("$[?@.a]")]
    [InlineData("$[a]")]
    [InlineData("$['a")]
    [InlineData("$['a'")]
    [InlineData("$['\\x']")]
    [InlineData("$['\\ud800']")]
    [InlineData("$[9007199254740992]")]
    [InlineData("$[")]
    public void Anything_else_is_a_fault_that_says_where(string text)
    {
        Assert.False(JsonPath.TryParse(text, out _, out var error));
        Assert.Contains("at character", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$.a", "$['a']", true)]
    [InlineData("$.a", "$..a", false)]
    [InlineData("$[0]", "$[*]", false)]
    public void Spelling_does_not_make_a_path_another_one(string left, string right, bool same)
    {
        Assert.True(JsonPath.TryParse(left, out var one, out _));
        Assert.True(JsonPath.TryParse(right, out var other, out _));
        Assert.Equal(same, one.SameAs(other));
    }
}
