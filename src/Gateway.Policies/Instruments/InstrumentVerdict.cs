namespace Gateway.Policies.Instruments;

/// <summary>How far an instrument came before it failed. A later step is nearer to valid.</summary>
internal enum InstrumentStep
{
    Missing,
    Unfit,
    Category,
    Purpose,
    Date,
    Envelope,
    Filing,
    Assessment,
    Valid,
}

/// <summary>
/// What one instrument says about one leg: <c>instrument.missing</c> (or <c>grade.important</c>),
/// <c>category.not_covered</c>, <c>purpose.not_covered</c>, <c>instrument.not_yet</c> or <c>.expired</c>,
/// <c>.envelope</c>, <c>.filing</c>, <c>.pia</c>, in this order, or that it is valid.
/// </summary>
internal readonly record struct InstrumentVerdict(InstrumentStep Step, RefusalCode Code, Titles Detail);
