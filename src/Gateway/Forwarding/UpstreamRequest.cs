using Gateway.Reading;

namespace Gateway.Forwarding;

/// <summary>What is sent to the far side: method and body stand in the exchange, the rest here.</summary>
/// <param name="TargetUri">Exactly these octets go out, and were signed as @target-uri.</param>
/// <param name="Headers">Name and value: the stamp, the declared headers; nothing else of the caller's.</param>
/// <param name="Body">Null for a leg that carries nothing.</param>
/// <param name="ContentType">Null exactly when <paramref name="Body"/> is.</param>
internal sealed record UpstreamRequest(
    string TargetUri,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    OutgoingBody? Body,
    string? ContentType)
{
    internal long Length => Body?.Length ?? 0;
}
