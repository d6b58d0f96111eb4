using Gateway.Policies.Routes;

namespace Gateway.Policies.Tests.Bundle;

public sealed class RouteTableTests
{
    private static readonly IReadOnlyList<RouteDefinition> Routes = BundleFolder.Read(Files()).Routes;

    private static readonly RouteTable Table = RouteTable.Compile(Routes);

    [Theory]
    [InlineData("POST", "/hk/customers/GZH001", "cdd-push")]
    [InlineData("GET", "/hk/ping", "ping")]
    [InlineData("HEAD", "/hk/ping", "ping")]
    [InlineData("GET", "/", "root")]
    [InlineData("PUT", "/x/b/d", "literal-last")]
    [InlineData("PUT", "/a/z/c", "literal-first")]
    [InlineData("PUT", "/a/b/d", "literal-last")]
    public void A_request_finds_its_route(string method, string path, string route) =>
        Assert.Equal(route, Table.Match(method, path)?.Route.Id.ToString());

    [Theory]
    [InlineData("GET", "/hk/customers/GZH001")]
    [InlineData("post", "/hk/customers/GZH001")]
    [InlineData("POST", "/HK/customers/GZH001")]
    [InlineData("POST", "/hk/customers/GZH001/")]
    [InlineData("POST", "/hk/customers/")]
    [InlineData("POST", "/hk//customers/GZH001")]
    [InlineData("POST", "//hk/customers/GZH001")]
    [InlineData("POST", "/hk/x/../customers/GZH001")]
    [InlineData("POST", "/hk/./customers/GZH001")]
    [InlineData("POST", "/hk/customers/..")]
    [InlineData("POST", "/hk/customers/.")]
    [InlineData("POST", "/hk/customers/%2e%2e")]
    [InlineData("POST", "/hk/customers/a%2Eb")]
    [InlineData("POST", "/hk/customers/a%2Fb")]
    [InlineData("POST", "/hk/customers/a%2fb")]
    [InlineData("POST", "/hk/customers/a%252Fb")]
    [InlineData("POST", "/hk/customers/a%5Cb")]
    [InlineData("POST", "/hk/customers/a\\b")]
    [InlineData("POST", "/hk/customers/a%00b")]
    [InlineData("POST", "/hk/customers/a%0Ab")]
    [InlineData("POST", "/hk/customers/%41")]
    [InlineData("POST", "/hk/customers/a%2")]
    [InlineData("POST", "/hk/customers/a%zz")]
    [InlineData("POST", "/hk/customers/a%+1")]
    [InlineData("POST", "/hk/customers/%ff")]
    [InlineData("POST", "/hk/customers/%c0%af")]
    [InlineData("POST", "/hk/customers/é")]
    [InlineData("POST", "/hk/customers/a b")]
    [InlineData("POST", "/hk/customers/a?x")]
    [InlineData("POST", "/hk/%63ustomers/GZH001")]
    [InlineData("POST", "hk/customers/GZH001")]
    [InlineData("POST", "https://x/hk/customers/GZH001")]
    [InlineData("POST", "")]
    [InlineData("GET", "*")]
    [InlineData("TRACE", "/hk/ping")]
    public void A_path_that_is_not_declared_or_has_two_readings_finds_none(string method, string path) =>
        Assert.Null(Table.Match(method, path));

    [Fact]
    public void A_path_value_is_given_as_received_and_decoded()
    {
        var value = Assert.Single(Table.Match("POST", "/hk/customers/%E5%BB%A3;v=1+2")!.PathValues);

        Assert.Equal(new PathValue("branch", "%E5%BB%A3;v=1+2", "廣;v=1+2"), value);
    }

    [Fact]
    public void A_path_deeper_than_any_template_finds_none()
    {
        Assert.Null(Table.Match("GET", string.Concat(Enumerable.Repeat("/a", 33))));
        Assert.Null(Table.Match("GET", string.Concat(Enumerable.Repeat("/a", 5000))));
    }

    [Fact]
    public void A_table_does_not_choose_between_two_routes_of_the_same_requests() =>
        Assert.Throws<ArgumentException>(() => RouteTable.Compile([Routes[0], Routes[0]]));

    private static List<Gateway.Policies.Bundle.BundleFile> Files()
    {
        var files = BundleFolder.Valid();
        files.Add(BundleFolder.Text("more.yaml", """
            routes:
              - { id: root, match: { path: /, methods: [GET] }, north: bank-gz, south: bank-hk, caller: north, upstream: [ https://a.example ] }
              - id: literal-first
                match: { path: "/a/{x}/c", methods: [PUT] }
                params: [ { in: path, name: x, pattern: "[a-z]" } ]
                north: bank-gz
                south: bank-hk
                caller: north
                upstream: [ https://a.example ]
              - id: literal-last
                match: { path: "/{x}/b/d", methods: [PUT] }
                params: [ { in: path, name: x, pattern: "[a-z]" } ]
                north: bank-gz
                south: bank-hk
                caller: north
                upstream: [ https://a.example ]
            """));
        return files;
    }
}
