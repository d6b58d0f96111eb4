using Gateway.Ledger;

namespace Gateway.Listening;

/// <summary>
/// The probe listener: /healthz says the process answers, /readyz that a transfer could be recorded and released now.
/// Plain HTTP, no body but one word, nothing else served.
/// </summary>
internal static class ProbeEndpoint
{
    internal static Task AnswerAsync(HttpContext context, TransparencyLedger ledger, bool isDraining)
    {
        var (status, word) = context.Request.Path.Value switch
        {
            _ when !HttpMethods.IsGet(context.Request.Method) => (StatusCodes.Status405MethodNotAllowed, "method"),
            "/healthz" => (StatusCodes.Status200OK, "ok"),
            "/readyz" when isDraining => (StatusCodes.Status503ServiceUnavailable, "draining"),
            "/readyz" when ledger is { IsAvailable: true, IsClockBehind: false } => (StatusCodes.Status200OK, "ready"),
            "/readyz" => (StatusCodes.Status503ServiceUnavailable, "ledger"),
            _ => (StatusCodes.Status404NotFound, "unknown"),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(word + "\n", context.RequestAborted);
    }
}
