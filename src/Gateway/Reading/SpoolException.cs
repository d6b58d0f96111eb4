using Gateway.Policies;

namespace Gateway.Reading;

/// <summary>
/// The disk does not take a spool, or gives back something else than it took; a fault of this moment.
/// </summary>
internal sealed class SpoolException(string message, Exception cause) : IOException(message, cause)
{
    internal static Refusal ToRefusal() =>
        new(RefusalCode.LimitConcurrency, "no room for a body of this length at this moment: try again")
        {
            RetryAfter = TimeSpan.FromSeconds(10),
        };
}
