using Gateway.Policies;

namespace Gateway.Commands.Demo;

/// <summary>One line of the table: what was to happen to a transfer, and what did.</summary>
/// <param name="Group">The heading it stands under.</param>
/// <param name="Id">As the gateway gave it.</param>
/// <param name="Expected">"crossed", "emptied" or "refused".</param>
/// <param name="ExpectedCode">Of the refusal; null where none is expected.</param>
/// <param name="Actual">As seen by caller and far side, not as the gateway tells it.</param>
/// <param name="Leg">"request" or "response": the leg that carries, or the one that was turned back.</param>
/// <param name="Ledger">Where the release or the refusal stands; null only where the ledger could not write.</param>
/// <param name="Note">For a person: what happened to the fields, or why it was refused.</param>
internal sealed record TransferRow(
    Titles Group,
    Titles Name,
    string Id,
    string Expected,
    string? ExpectedCode,
    string Actual,
    string? Code,
    string Leg,
    string? Ledger,
    long BytesIn,
    long BytesOut,
    Titles Note)
{
    internal bool IsOk => Expected == Actual && ExpectedCode == Code;
}

/// <summary>One byte was changed: was it noticed, and by which finding?</summary>
/// <param name="What">For a person: the kind of byte.</param>
/// <param name="Where">Message id or file.</param>
/// <param name="Finding">The first finding; null: it passed, which is a failure of the demo.</param>
internal sealed record TamperRow(Titles What, string Where, string? Finding);

/// <summary>One thing that was verified; <paramref name="Fault"/> is null when it is whole.</summary>
internal sealed record VerifiedRow(string What, string? Fault);

/// <summary>Everything the demo saw.</summary>
internal sealed record DemoResult(
    IReadOnlyList<TransferRow> Transfers,
    IReadOnlyList<VerifiedRow> Stamps,
    VerifiedRow Ledger,
    IReadOnlyList<TamperRow> Tampers)
{
    internal int StampsVerified => Stamps.Count(stamp => stamp.Fault is null);

    internal int TampersCaught => Tampers.Count(tamper => tamper.Finding is not null);

    internal bool IsOk => Transfers.All(row => row.IsOk)
        && Stamps.Count > 0
        && StampsVerified == Stamps.Count
        && Ledger.Fault is null
        && Tampers.Count > 0
        && TampersCaught == Tampers.Count;
}
