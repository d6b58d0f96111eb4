namespace Gateway.Ledger.Index;

/// <summary>Whole days in UTC, as <see cref="DateOnly.DayNumber"/>: what sums are kept by.</summary>
/// <param name="End">Exclusive.</param>
internal readonly record struct DaySpan(int First, int End)
{
    internal static DaySpan All => new(0, int.MaxValue);

    /// <param name="since">Inclusive; midnight in UTC.</param>
    /// <param name="until">Exclusive; midnight in UTC.</param>
    internal static DaySpan Of(DateTimeOffset since, DateTimeOffset until) =>
        since.UtcTicks % TimeSpan.TicksPerDay == 0 && until.UtcTicks % TimeSpan.TicksPerDay == 0
            ? new DaySpan(DayOf(since), DayOf(until))
            : throw new ArgumentException("sums are of whole days in UTC", nameof(since));

    /// <summary>The day of a moment.</summary>
    internal static int DayOf(DateTimeOffset time) => (int)(time.UtcTicks / TimeSpan.TicksPerDay);

    internal bool Holds(int day) => day >= First && day < End;
}
