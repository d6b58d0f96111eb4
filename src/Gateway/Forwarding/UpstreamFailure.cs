using System.Security.Authentication;
using Gateway.Policies;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Forwarding;

/// <summary>Why the far side did not answer, and whether any byte of the request may have reached it.</summary>
internal static class UpstreamFailure
{
    internal static Refusal Explain(ForwarderError error, HttpContext context)
    {
        var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        var (code, detail) = error switch
        {
            ForwarderError.RequestTimedOut or ForwarderError.RequestCanceled
                or ForwarderError.ResponseBodyCanceled =>
                (RefusalCode.UpstreamTimeout, "the far side did not answer in time"),
            _ when IsUntrusted(exception) =>
                (RefusalCode.UpstreamUntrusted, "the far side's certificate is not the party's"),
            _ when IsUnreachable(exception) => (RefusalCode.UpstreamUnreachable, "the far side could not be reached"),
            _ => (RefusalCode.UpstreamProtocol, "the far side broke off, or does not speak HTTP as expected"),
        };
        return new Refusal(code, detail);
    }

    /// <summary>Only a connection that never stood proves that no byte was sent.</summary>
    internal static bool NothingWasSent(Refusal refusal) =>
        refusal.Code == RefusalCode.UpstreamUnreachable || refusal.Code == RefusalCode.UpstreamUntrusted;

    private static bool IsUntrusted(Exception? e) =>
        e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
        || e?.InnerException is AuthenticationException;

    private static bool IsUnreachable(Exception? e) => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
    };
}
