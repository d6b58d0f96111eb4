using Gateway.Policies;

namespace Gateway.Commands.Status;

/// <summary>How soon somebody must act. The order is that of the list.</summary>
internal enum Urgency
{
    /// <summary>Nothing crosses now, or nobody can tell.</summary>
    Now,

    /// <summary>Something has run out, or is wrong and will show at the next start or reload.</summary>
    Wrong,

    /// <summary>It will run out within the time asked for.</summary>
    Soon,
}

/// <summary>One thing that is wrong, and what mends it. Any of them makes <c>status</c> end with 3.</summary>
/// <param name="Code">Stable, lower case, for example "not-running".</param>
/// <param name="Subject">What it is about: a file, an id.</param>
/// <param name="At">When it runs out; null where that is not the matter.</param>
internal sealed record Finding(
    Urgency Urgency, string Code, string Subject, DateTimeOffset? At, Titles What, Titles Remedy)
{
    /// <summary>For example "now".</summary>
    internal string UrgencyName => Urgency.ToString().ToLowerInvariant();
}
