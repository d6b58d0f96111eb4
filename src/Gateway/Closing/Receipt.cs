using Gateway.Listening;

namespace Gateway.Closing;

/// <summary>Room 10's result: how the transfer ended, as the operational log tells it.</summary>
/// <param name="Ending">"crossed", "emptied", "refused" or "held".</param>
/// <param name="Code">The refusal's code; empty otherwise.</param>
/// <param name="Status">What the caller got.</param>
internal sealed record Receipt(TransferId Id, string Ending, string Code, int Status)
{
    internal const string Crossed = "crossed";
    internal const string Emptied = "emptied";
    internal const string Refused = "refused";
    internal const string Held = "held";
}
