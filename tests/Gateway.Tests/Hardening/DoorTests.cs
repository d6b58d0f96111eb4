using System.Diagnostics;
using Gateway.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Tests.Hardening;

/// <summary>What is turned away before a transfer begins.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData("HTTP/1.0", "message.ambiguous_length")]
    [InlineData("HTTP/1.1", null)]
    public void Chunks_in_HTTP_1_0_can_be_read_in_two_ways(string protocol, string? code)
    {
        var request = Request(protocol, "gw.example");
        request.Headers.TransferEncoding = "chunked";

        Assert.Equal(code, FramingGate.Judge(request, "/a")?.Code.Wire);
    }

    [Theory]
    [InlineData("", "message.malformed")]
    [InlineData("gw.example", null)]
    public void A_request_that_names_no_host_cannot_be_answered_with_a_stamp(string host, string? code) =>
        Assert.Equal(code, FramingGate.Judge(Request("HTTP/1.0", host), "/a")?.Code.Wire);

    [Theory]
    [InlineData(StatusCodes.Status431RequestHeaderFieldsTooLarge, 0, 1)]
    [InlineData(StatusCodes.Status414UriTooLong, 0, 1)]
    [InlineData(StatusCodes.Status400BadRequest, 1, 0)]
    public void Headers_that_are_too_large_are_counted_under_their_own_code(int status, int messages, int headers)
    {
        using var server = new DiagnosticListener("server");
        var rejected = new RejectedConnections();
        using var watching = rejected.Watch(server);
        var features = new FeatureCollection();
        features.Set<IBadRequestExceptionFeature>(new BadRequest(new BadHttpRequestException("refused", status)));

        server.Write("Microsoft.AspNetCore.Server.Kestrel.BadRequest", features);

        Assert.Equal((0, messages, headers, 0), rejected.Drain());
    }

    [Fact]
    public void What_another_server_of_the_process_refuses_is_not_counted()
    {
        using var own = new DiagnosticListener("Microsoft.AspNetCore");
        using var other = new DiagnosticListener("Microsoft.AspNetCore");
        var rejected = new RejectedConnections();
        using var watching = rejected.Watch(own);

        other.Write("Microsoft.AspNetCore.Server.Kestrel.BadRequest", new FeatureCollection());

        Assert.Equal((0, 0, 0, 0), rejected.Drain());
    }

    [Fact]
    public async Task A_listener_takes_no_more_connections_than_it_may_and_gives_places_back()
    {
        var places = new ConnectionPlaces(1);
        var first = new TaskCompletionSource();
        var served = 0;
        await using var a = new DefaultConnectionContext("a");
        // Not disposed: it is cut off on another thread, which must find it whole.
        var b = new DefaultConnectionContext("b");
        var cut = new TaskCompletionSource();
        b.ConnectionClosed.Register(cut.SetResult);
        await using var c = new DefaultConnectionContext("c");

        var running = places.RunAsync(a, _ => first.Task);
        await places.RunAsync(b, Serve);
        await cut.Task;
        Assert.Equal(0, served);

        first.SetResult();
        await running;
        await places.RunAsync(c, Serve);
        Assert.Equal(1, served);

        Task Serve(ConnectionContext connection)
        {
            served++;
            return Task.CompletedTask;
        }
    }

    private static HttpRequest Request(string protocol, string host)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Protocol, request.Host) = ("POST", protocol, new HostString(host));
        return request;
    }

    private sealed record BadRequest(Exception? Error) : IBadRequestExceptionFeature;
}
