namespace Gateway.State;

/// <summary>
/// What expires when, of everything that is in force, the soonest first. Worked out once for each swap of a snapshot,
/// never for a request; swapped whole.
/// </summary>
internal sealed class Expiries
{
    /// <summary>How long before its end a thing is called "soon" where nobody says otherwise.</summary>
    internal static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    private volatile IReadOnlyList<Expiry> _current = [];

    internal IReadOnlyList<Expiry> Current => _current;

    internal void Swap(IEnumerable<Expiry> next) => _current = Sorted(next);

    internal static IReadOnlyList<Expiry> Sorted(IEnumerable<Expiry> expiries) =>
    [
        .. expiries.OrderBy(expiry => expiry.NotAfter)
            .ThenBy(expiry => expiry.Kind, StringComparer.Ordinal)
            .ThenBy(expiry => expiry.Id, StringComparer.Ordinal),
    ];
}

/// <summary>How urgent an expiry is. Its name, in lower case, is what machines read.</summary>
internal enum ExpiryLevel
{
    Ok,
    Soon,
    Expired,
}

/// <summary>How an expiry stands at one moment.</summary>
internal static class ExpiryLevels
{
    internal static ExpiryLevel LevelAt(this Expiry expiry, DateTimeOffset now, TimeSpan within) =>
        expiry.NotAfter <= now ? ExpiryLevel.Expired
        : expiry.NotAfter <= now + within ? ExpiryLevel.Soon
        : ExpiryLevel.Ok;

    internal static string Wire(this ExpiryLevel level) => level switch
    {
        ExpiryLevel.Ok => "ok",
        ExpiryLevel.Soon => "soon",
        _ => "expired",
    };
}
