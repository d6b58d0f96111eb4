namespace Gateway.Reading;

/// <summary>
/// A body that can be read once: the caller's, or the upstream's, lent by Forwarding. Nothing of the protocol behind
/// it is visible here.
/// </summary>
/// <param name="ContentType">The field value as received; null when absent.</param>
/// <param name="ContentEncoding">The field value as received; null when absent.</param>
/// <param name="ContentLength">Declared bytes; null when unknown.</param>
internal sealed record IncomingBody(Stream Stream, string? ContentType, string? ContentEncoding, long? ContentLength)
{
    /// <summary>What was read already, to see whether there is a body at all.</summary>
    internal ReadOnlyMemory<byte> Begun { get; init; }
}
