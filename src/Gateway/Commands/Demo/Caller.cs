using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Commands.Demo;

/// <summary>What a caller sent and got, as it saw both.</summary>
internal sealed record CallerReply(MessageHead Request, MessageHead Head, byte[] Body)
{
    internal string TransferId => Head.FieldValue("Transfer-Id") ?? "";

    internal string? Ledger => Head.FieldValue("Transfer-Ledger");

    internal bool IsStamped => Head.FieldValue("Signature") is not null;

    /// <summary>The problem document of a refusal; null for any other answer.</summary>
    internal JsonElement? Problem => Head.FieldValue("Content-Type") == "application/problem+json"
        ? JsonDocument.Parse(Body).RootElement
        : null;
}

/// <summary>Calls the gateway over mTLS, one connection a call; trusts nothing but the gateway's certificate.</summary>
internal static class Caller
{
    // What is longer asks first (RFC 9110 section 10.1.1): an answer that comes before the body has left would find a
    // caller who is still writing, and may be lost with the connection.
    private const int LongestUnasked = 64 * 1024;

    /// <param name="own">The caller's certificate; null: it shows none.</param>
    internal static async Task<CallerReply> SendAsync(
        DemoCase @case,
        IPEndPoint door,
        X509Certificate2? own,
        X509Certificate2 gateway,
        CancellationToken cancellationToken)
    {
        using var handler = Handler(own, gateway);
        using var client = new HttpMessageInvoker(handler);
        using var request = Request(@case, door);
        using var response = await client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        IEnumerable<HeaderLine> fields =
        [
            .. Lines(response.Headers.NonValidated),
            .. Lines(response.Content.Headers.NonValidated),
        ];
        return new CallerReply(Head(request), MessageHead.OfResponse((int)response.StatusCode, [.. fields]), body);
    }

    // As it was sent: the client adds nothing but Host.
    private static MessageHead Head(HttpRequestMessage request)
    {
        var target = request.RequestUri!;
        IEnumerable<HeaderLine> fields =
        [
            new("Host", target.Authority),
            .. Lines(request.Headers.NonValidated),
            .. Lines(request.Content?.Headers.NonValidated),
        ];
        return MessageHead.OfRequest(request.Method.Method, target.AbsoluteUri, [.. fields]);
    }

    private static HttpRequestMessage Request(DemoCase @case, IPEndPoint door)
    {
        var request = new HttpRequestMessage(
            @case.Body is null ? HttpMethod.Get : HttpMethod.Post, new Uri($"https://{door}{@case.Target}"));
        if (@case.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new(DemoDocuments.Json);
            request.Content.Headers.ContentLength = body.Length;
            request.Headers.ExpectContinue = body.Length > LongestUnasked ? true : null;
            var digest = ContentDigest.Of(SHA256.HashData(body));
            request.Content.Headers.TryAddWithoutValidation(ContentDigest.FieldName, digest);
        }

        return request;
    }

    private static SocketsHttpHandler Handler(X509Certificate2? own, X509Certificate2 gateway) => new()
    {
        AllowAutoRedirect = false,
        Expect100ContinueTimeout = TimeSpan.FromSeconds(30),
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = own is null
                ? null
                : SslStreamCertificateContext.Create(own, null, offline: true),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 certificate
                && certificate.RawDataMemory.Span.SequenceEqual(gateway.RawDataMemory.Span),
        },
    };

    private static IEnumerable<HeaderLine> Lines(IEnumerable<KeyValuePair<string, HeaderStringValues>>? fields) =>
        (fields ?? []).SelectMany(field => field.Value.Select(value => new HeaderLine(field.Key, value)));
}
