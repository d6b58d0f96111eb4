using Gateway.Policies.Routes;

namespace Gateway.Policies.Tests.Bundle;

public sealed class ParameterCheckTests
{
    private static readonly RouteTable Table = RouteTable.Compile(BundleFolder.Read(Files()).Routes);

    [Fact]
    public void Declared_values_are_admitted_and_the_query_is_encoded_anew()
    {
        var outcome = Check("/hk/customers/GZH001", "?name=%e9%99%b3+a%26b&lang=zh", ("X-Request-Source", "web-shop"), ("Cookie", "a=b"));

        Assert.True(outcome.TryPass(out var admitted, out _));
        Assert.Equal("name=%E9%99%B3%20a%26b&lang=zh", admitted.Query);
        Assert.Equal(
            [
                new AdmittedValue(ParameterPlace.Path, "branch", "GZH001"),
                new AdmittedValue(ParameterPlace.Query, "name", "陳 a&b"),
                new AdmittedValue(ParameterPlace.Query, "lang", "zh"),
                new AdmittedValue(ParameterPlace.Header, "x-request-source", "web-shop"),
            ],
            admitted.Values);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("?")]
    public void Declared_parameters_may_be_absent(string? query)
    {
        Assert.True(Check("/hk/customers/GZH001", query).TryPass(out var admitted, out _));
        Assert.Equal("", admitted.Query);
    }

    [Theory]
    [InlineData("/hk/customers/secret", "")]
    [InlineData("/hk/customers/GZH0011", "")]
    [InlineData("/hk/customers/GZH001%EF%BC%91", "")]
    [InlineData("/hk/customers/GZH001", "secret=1")]
    [InlineData("/hk/customers/GZH001", "lang=zh&secret")]
    [InlineData("/hk/customers/GZH001", "lang=zh&lang=zh")]
    [InlineData("/hk/customers/GZH001", "lang=secret")]
    [InlineData("/hk/customers/GZH001", "lang=en%0A")]
    [InlineData("/hk/customers/GZH001", "lang=enzh")]
    [InlineData("/hk/customers/GZH001", "lang")]
    [InlineData("/hk/customers/GZH001", "Lang=zh")]
    [InlineData("/hk/customers/GZH001", "lang=zh&")]
    [InlineData("/hk/customers/GZH001", "&lang=zh")]
    [InlineData("/hk/customers/GZH001", "lang=zh;secret=1")]
    [InlineData("/hk/customers/GZH001", "name=%")]
    [InlineData("/hk/customers/GZH001", "name=%zz")]
    [InlineData("/hk/customers/GZH001", "name=%ff")]
    [InlineData("/hk/customers/GZH001", "name=%00")]
    [InlineData("/hk/customers/GZH001", "name=é")]
    [InlineData("/hk/customers/GZH001", "name=a b")]
    [InlineData("/hk/customers/GZH001", "=secret")]
    public void What_is_undeclared_repeated_or_off_its_pattern_is_refused_without_naming_it(string path, string query)
    {
        Assert.False(Check(path, query).TryPass(out _, out var turnBack));

        Assert.Equal(RefusalCode.RouteParameter, turnBack.Code);
        Assert.DoesNotContain("secret", turnBack.Detail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("'cdd-push'", turnBack.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SECRET")]
    [InlineData("")]
    [InlineData("web\r\nx: y")]
    [InlineData("wéb")]
    public void A_declared_header_off_its_pattern_is_refused(string value)
    {
        Assert.False(Check("/hk/customers/GZH001", "", ("x-request-source", value)).TryPass(out _, out var turnBack));
        Assert.Equal(RefusalCode.RouteHeader, turnBack.Code);
    }

    [Fact]
    public void A_declared_header_sent_twice_is_refused()
    {
        var outcome = Check("/hk/customers/GZH001", "", ("x-request-source", "web"), ("X-Request-Source", "web"));

        Assert.False(outcome.TryPass(out _, out var turnBack));
        Assert.Equal(RefusalCode.RouteHeader, turnBack.Code);
    }

    [Fact]
    public void A_pattern_holds_for_the_whole_value_whatever_its_alternatives()
    {
        Assert.True(ValuePattern.TryCompile("a|b", out var regex, out _));
        Assert.Matches(regex, "a");
        Assert.DoesNotMatch(regex, "ax");
        Assert.DoesNotMatch(regex, "xb");
        Assert.DoesNotMatch(regex, "a\n");
        Assert.False(ValuePattern.TryCompile("a)|(?:b", out _, out _));
        Assert.False(ValuePattern.TryCompile(new string('a', 513), out _, out _));
    }

    private static Outcome<AdmittedValues> Check(string path, string? query, params (string Name, string Value)[] headers)
    {
        var match = Table.Match("POST", path);
        Assert.NotNull(match);
        return ParameterCheck.Check(match, query, headers.Select(header => KeyValuePair.Create(header.Name, header.Value)));
    }

    private static List<Gateway.Policies.Bundle.BundleFile> Files() => BundleFolder.ValidBut(
        "routes.yaml",
        "      - { in: header",
        "      - { in: query, name: name, pattern: \"[^%]*\" }\n      - { in: header");
}
