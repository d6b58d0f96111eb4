using System.Globalization;
using System.Net.Http.Headers;
using Gateway.Ledger;
using Gateway.Policies;
using Gateway.Reading;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Forwarding;

/// <summary>
/// One exchange with the far side, turned inside out: YARP reads the answer inside TransformResponseAsync, so this
/// holds YARP there until the spine has read, stamped and recorded what crosses back.
/// </summary>
internal sealed class UpstreamExchange(RecordedLeg outbound, UpstreamRequest request, IPeerClient peer)
    : HttpTransformer
{
    private const int LastStatus = 599;

    // Completed by TransformResponseAsync when the head of the answer is there, or by RunAsync when none will come.
    // Both sides go on where they are completed: each awaits next what the other completes, so neither holds the other,
    // and a hop to another thread costs more than what is done there.
    private readonly TaskCompletionSource<UpstreamAnswer?> _answer = new();

    // Completed by EndAsync: lets YARP go, which disposes the upstream response.
    private readonly TaskCompletionSource _end = new();

    private Task<ForwarderError>? _run;

    /// <summary>When the far side's time is over.</summary>
    internal CancellationToken Deadline { get; private set; }

    /// <summary>Starts sending. The answer, or null with the refusal that says why there is none.</summary>
    internal async Task<Outcome<AnsweredTransfer>> SendAsync(
        IHttpForwarder forwarder,
        HttpContext context,
        ForwarderRequestConfig config,
        CancellationToken cancellationToken)
    {
        Deadline = cancellationToken;
        _run = RunAsync(forwarder, context, config, cancellationToken);
        if (await _answer.Task is { } answer)
        {
            // Whatever goes wrong from here on, the record says that the request got there.
            outbound.Permitted.Facts = outbound.Permitted.Facts with { Delivered = true };
            return new AnsweredTransfer(this, outbound, answer);
        }

        var error = await _run;
        return UpstreamFailure.Explain(error, context);
    }

    /// <summary>Ends the exchange. Safe to call when it has ended.</summary>
    internal async ValueTask EndAsync()
    {
        _end.TrySetResult();
        if (_run is { } run)
        {
            await run;
        }
    }

    // Nothing of the caller's request is copied: base is not called. What leaves is what the statement says.
    public override ValueTask TransformRequestAsync(
        HttpContext httpContext,
        HttpRequestMessage proxyRequest,
        string destinationPrefix,
        CancellationToken cancellationToken)
    {
        // Uri would rewrite "/./", "%7E" and "%41", and the signature covers the octets that go out.
        proxyRequest.RequestUri = new Uri(
            request.TargetUri, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        foreach (var (name, value) in request.Headers)
        {
            proxyRequest.Headers.TryAddWithoutValidation(name, value);
        }

        // SocketsHttpHandler silently re-sends a request without content on a stale connection; one with content it
        // does not, even when the content is empty. Nothing is ever sent twice.
        proxyRequest.Content = request.Content;
        proxyRequest.Content.Headers.ContentLength = request.Content.Length;
        if (request.ContentType is { } contentType)
        {
            proxyRequest.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null || IsNoAnswer(proxyResponse) || IsAmbiguous(proxyResponse))
        {
            // Without an answer it is upstream.protocol, and the connection is not used again.
            return false;
        }

        var content = proxyResponse.Content;
        var stream = await content.ReadAsStreamAsync(cancellationToken);
        _answer.TrySetResult(new UpstreamAnswer(
            (int)proxyResponse.StatusCode,
            new IncomingBody(
                stream,
                Single(content.Headers, "Content-Type"),
                Single(content.Headers, "Content-Encoding"),
                // RFC 9110 section 8.6: of an answer to HEAD it says what an answer to GET would have been.
                HttpMethods.IsHead(httpContext.Request.Method) ? null : content.Headers.ContentLength),
            DeclaredHeaders(proxyResponse),
            peer.LastPeer));
        await _end.Task;
        return false;
    }

    // Trailers are a second set of headers behind the body: nothing of them crosses.
    public override ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    private async Task<ForwarderError> RunAsync(
        IHttpForwarder forwarder,
        HttpContext context,
        ForwarderRequestConfig config,
        CancellationToken cancellationToken)
    {
        try
        {
            return await forwarder.SendAsync(
                context, "https://gateway.invalid/", peer.Invoker, config, this, cancellationToken);
        }
        finally
        {
            // Whoever waits for the end of this wipes the body.
            await request.Content.EndAsync();
            _answer.TrySetResult(null);
        }
    }

    private List<KeyValuePair<string, string>> DeclaredHeaders(HttpResponseMessage response)
    {
        var declared = new List<KeyValuePair<string, string>>();
        foreach (var name in outbound.Permitted.Routed.Route.ResponseHeaders)
        {
            if (response.Headers.NonValidated.TryGetValues(name, out var values))
            {
                declared.Add(KeyValuePair.Create(name, string.Join(", ", values)));
            }
        }

        return declared;
    }

    // 101 would hand the connection over, and beyond 599 no class is defined (RFC 9110 section 15).
    private static bool IsNoAnswer(HttpResponseMessage response) =>
        (int)response.StatusCode is < StatusCodes.Status200OK or > LastStatus;

    // RFC 9112 section 6.3: SocketsHttpHandler takes the first of two lengths and forgives a length that is none, so
    // what follows on the connection could be taken for the next answer.
    private static bool IsAmbiguous(HttpResponseMessage response)
    {
        var hasLength = response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var lengths);
        var hasCoding = response.Headers.NonValidated.TryGetValues("Transfer-Encoding", out var codings);
        return hasLength && (lengths.Count != 1 || lengths.ToString().AsSpan().ContainsAnyExceptInRange('0', '9'))
            || hasCoding && (hasLength || !codings.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase));
    }

    // A field that stands twice cannot be read in one way: an impossible value makes Reading refuse it.
    private static string? Single(HttpContentHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values)
            ? string.Join(", ", values).ToString(CultureInfo.InvariantCulture)
            : null;
}
