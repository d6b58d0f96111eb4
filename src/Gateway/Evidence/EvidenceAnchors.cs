using Gateway.Stamping;

namespace Gateway.Evidence;

/// <summary>What a verifier relies on: chosen by the person who verifies, never taken from the evidence.</summary>
/// <param name="Judge">By the trust lists; null: none was given.</param>
/// <param name="Logs">Null: no log policy was given.</param>
/// <param name="CrlFaults">
/// What is wrong with the CRLs of the evidence, by member: one that no listed authority signed counts for nothing.
/// </param>
internal sealed record EvidenceAnchors(
    JudgeEndorser? Judge,
    LogPolicy? Logs,
    Func<DateTimeOffset, IEnumerable<(string Member, string Detail)>>? CrlFaults)
{
    /// <summary>The same of a timestamp authority; null: no list was given.</summary>
    internal JudgeEndorser? JudgeTimestamp { get; init; }
}
