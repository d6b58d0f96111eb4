namespace Gateway.Forwarding;

/// <summary>What is sent to the far side: the method stands in the exchange, the rest here.</summary>
/// <param name="TargetUri">Exactly these octets go out, and were signed as @target-uri.</param>
/// <param name="Headers">Name and value: the stamp, the declared headers; nothing else of the caller's.</param>
/// <param name="Content">Of no byte for a leg that carries nothing.</param>
/// <param name="ContentType">Null exactly for a leg that carries nothing.</param>
internal sealed record UpstreamRequest(
    string TargetUri,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReleasedContent Content,
    string? ContentType);
