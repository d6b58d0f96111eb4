using Gateway.Ledger;
using Gateway.Permit;
using Gateway.Telemetry;

namespace Gateway.Listening;

/// <summary>
/// The probe listener, plain HTTP. /healthz: does the process answer? /readyz: could a transfer be recorded and
/// released now, and if not, why, in one stable word? /metrics: the Prometheus text format. Nothing else is served.
/// </summary>
internal sealed class ProbeEndpoint(
    Readiness readiness, LedgerVitals ledger, TimeSpan stopGrace, MetricsPage metrics)
{
    private const string Text = "text/plain";

    internal Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "method\n", Text);
        }

        return context.Request.Path.Value switch
        {
            "/healthz" => AnswerAsync(context, "ok", IsOverdue ? "ledger" : null),
            "/readyz" => AnswerAsync(context, "ready", readiness.WhyNot()),
            "/metrics" => WriteAsync(context, StatusCodes.Status200OK, metrics.Write(), MetricsPage.ContentType),
            _ => WriteAsync(context, StatusCodes.Status404NotFound, "unknown\n", Text),
        };
    }

    // Draining, a full disk or an expired bundle are no reason to be killed, and a stopped ledger ends the process by
    // itself after its grace. Only when that is over, and the process still answers, is a kill due.
    private bool IsOverdue => ledger.FailedFor > stopGrace;

    private static Task AnswerAsync(HttpContext context, string good, string? bad) => WriteAsync(
        context,
        bad is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
        (bad ?? good) + "\n",
        Text);

    private static Task WriteAsync(HttpContext context, int status, string text, string type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
