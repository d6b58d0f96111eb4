using Gateway.Ledger;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Routes;
using Gateway.Rooms;
using Gateway.Settings;
using Gateway.Stamping;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Forwarding;

/// <summary>Room 9: release. The only room that knows YARP; it sends once or not at all.</summary>
internal sealed class ForwardingRoom(
    IHttpForwarder forwarder,
    PeerClients peers,
    ForwardingSettings settings,
    Func<PinnedSnapshots> current,
    TimeProvider time)
{
    /// <summary>With the host's forwarder, so that nobody else has to know of it.</summary>
    internal static ForwardingRoom Create(
        IServiceProvider services,
        PeerClients peers,
        ForwardingSettings settings,
        Func<PinnedSnapshots> current,
        TimeProvider time) =>
        new(services.GetRequiredService<IHttpForwarder>(), peers, settings, current, time);

    private readonly ForwarderRequestConfig _config = new()
    {
        // An idle timer in YARP; set to the whole deadline, so that reading the answer in customs is not cut short.
        ActivityTimeout = settings.Timeout,
        Version = settings.Http2 ? System.Net.HttpVersion.Version20 : System.Net.HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    // Without TLS nobody agrees on a version: the application beside the gateway is spoken to in HTTP/1.1.
    private readonly ForwarderRequestConfig _besideConfig = new()
    {
        ActivityTimeout = settings.Timeout,
        Version = System.Net.HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>
    /// Sends what was recorded. The caller's token is not passed: the ledger says it was released, so a caller that
    /// hangs up does not take it back. The far side's time is bounded by the deadline alone.
    /// </summary>
    internal async Task<Outcome<AnsweredTransfer>> ForwardAsync(RecordedLeg recorded)
    {
        var permitted = recorded.Permitted;
        var routed = permitted.Routed;
        permitted.Arrival.Enter(Room.Forwarding);
        var context = permitted.Arrival.Context;
        // By the trust of this moment, not of the arrival: a far side revoked meanwhile gets nothing.
        var peer = routed.IsBeside ? peers.Beside(routed.Callee.Id) : peers.For(routed.Callee.Id, current());
        var content = new ReleasedContent(recorded.Body);
        var request = new UpstreamRequest(routed.TargetUri, Headers(recorded), content, recorded.ContentType);
        HideBody(context);

        // Owned by the exchange until its end, which the spine awaits; the timer ends with it.
        var deadline = new CancellationTokenSource(settings.Timeout, time);
        context.Response.RegisterForDispose(deadline);
        context.Response.RegisterForDispose(routed.Identified.Arrival.Deadline.UnsafeRegister(
            static exchange => ((CancellationTokenSource)exchange!).Cancel(), deadline));
        context.RequestAborted = CancellationToken.None;
        var exchange = new UpstreamExchange(recorded, request, peer);
        return await exchange.SendAsync(
            forwarder, context, routed.IsBeside ? _besideConfig : _config, deadline.Token);
    }

    private static List<KeyValuePair<string, string>> Headers(RecordedLeg recorded)
    {
        var headers = new List<KeyValuePair<string, string>>(recorded.WireHeaders());
        foreach (var value in recorded.Permitted.Routed.Values)
        {
            if (value.Place == ParameterPlace.Header && !StampLikeFields.IsStampLike(value.Name))
            {
                headers.Add(KeyValuePair.Create(value.Name, value.Value));
            }
        }

        return headers;
    }

    // YARP would stream a body from the context: there is none for it. What leaves is given to the client itself.
    private static void HideBody(HttpContext context)
    {
        context.Request.Headers.TransferEncoding = default;
        context.Request.Headers.ContentLength = null;
        context.Request.Body = Stream.Null;
        context.Features.Set<IHttpRequestBodyDetectionFeature>(NoBody.Known);
    }

    private sealed class NoBody : IHttpRequestBodyDetectionFeature
    {
        internal static readonly NoBody Known = new();

        public bool CanHaveBody => false;
    }
}
