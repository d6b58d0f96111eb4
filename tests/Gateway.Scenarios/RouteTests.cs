using System.Net;
using System.Text;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Where to, and with which values beside the body: what is not declared does not cross.</summary>
public sealed class RouteTests(SharedBoundary shared) : IClassFixture<SharedBoundary>
{
    private readonly Boundary _boundary = shared.Fresh();

    [Theory]
    [InlineData("/")]
    [InlineData("/hk/customers")]
    [InlineData("/hk/customers/GZH001/more")]
    [InlineData("/HK/customers/GZH001")]
    [InlineData("/hk//customers/GZH001")]
    [InlineData("/hk/customers/GZH001/")]
    [InlineData("/hk/customers/../customers/GZH001")]
    [InlineData("/hk/customers%2FGZH001")]
    public async Task There_is_no_route_but_the_declared_ones(string target)
    {
        var answer = await RawPushAsync(target);

        Assert.Contains(" 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("route.unknown", answer, StringComparison.Ordinal);
        Assert.Empty(_boundary.BankHk.Received);
    }

    [Fact]
    public async Task The_method_is_part_of_the_route()
    {
        var answer = await _boundary.North().AskAsync(HttpMethod.Put, Asking.PushPath, Asking.Json("{}"u8.ToArray()));

        Expect.RefusedBeforeLeaving(_boundary, answer, "route.unknown");
    }

    [Theory]
    [InlineData("/hk/customers/A")]
    [InlineData("/hk/customers/GZ-001")]
    [InlineData("/hk/customers/GZH001%0a")]
    [InlineData("/hk/customers/GZH001?lang=fr")]
    [InlineData("/hk/customers/GZH001?lang=en&lang=zh")]
    [InlineData("/hk/customers/GZH001?name=Wong")]
    [InlineData("/hk/customers/GZH001?lang=en&x")]
    [InlineData("/hk/customers/GZH001?lang=%ff")]
    public async Task A_value_of_the_address_must_be_declared_and_fit_its_pattern(string target)
    {
        var answer = await RawPushAsync(target);

        Assert.Contains("route.", answer, StringComparison.Ordinal);
        Assert.True(answer.Contains(" 400 ", StringComparison.Ordinal) || answer.Contains(" 404 ", StringComparison.Ordinal), answer);
        Assert.Empty(_boundary.BankHk.Received);
    }

    [Fact]
    public async Task A_resident_number_in_the_path_is_found_although_it_fits_the_pattern()
    {
        var answer = await _boundary.North().PushAsync(path: "/hk/customers/" + People.ResidentId());

        Expect.RefusedBeforeLeaving(_boundary, answer, "route.parameter");
    }

    [Theory]
    [InlineData("has spaces and UPPER")]
    [InlineData("crm,crm")]
    public async Task A_declared_header_must_fit_its_pattern(string value)
    {
        var answer = await _boundary.North().AskAsync(
            HttpMethod.Post, Asking.PushPath, Asking.Json("{}"u8.ToArray()), ("X-Request-Source", value));

        Expect.RefusedBeforeLeaving(_boundary, answer, "route.header");
    }

    [Fact]
    public async Task A_mobile_number_in_a_declared_header_is_found()
    {
        var answer = await _boundary.North().AskAsync(
            HttpMethod.Post, Asking.PushPath, Asking.Json("{}"u8.ToArray()), ("X-Request-Source", People.Mobile()));

        Expect.RefusedBeforeLeaving(_boundary, answer, "route.header");
    }

    [Fact]
    public async Task What_is_declared_and_fits_arrives_in_one_spelling()
    {
        var answer = await _boundary.North().PushAsync(path: "/hk/customers/GZH%30%301?l%61ng=%65n");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("/hk/customers/GZH001?lang=en", Assert.Single(_boundary.BankHk.Received).Target);
    }

    private async Task<string> RawPushAsync(string target)
    {
        using var certificate = DevAssets.Certificate("bank-gz.client");
        var body = Encoding.UTF8.GetBytes(Asking.File);
        return await RawCaller.AskAsync(
            _boundary.Door("north"),
            certificate,
            $"POST {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{Asking.File}");
    }
}
