using System.Diagnostics;

namespace Gateway.Listening;

/// <summary>
/// The trace context a caller sends (traceparent, tracestate, baggage) is not read: it would stand in our log and our
/// traces as the caller chose it, and an identity number fits into a trace id. None is sent on either
/// (docs/decisions/0022).
/// </summary>
internal sealed class NoPropagation : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields => [];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
    }

    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
        object? carrier, PropagatorGetterCallback? getter) => null;
}
