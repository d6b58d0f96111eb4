using Gateway.Identity;
using Gateway.Listening;
using Gateway.Permit;
using Gateway.Policies;

namespace Gateway.Rooms;

/// <summary>
/// What is asked once more just before the append (DESIGN.md 3, row 8): the stop switch always, and whether there is
/// time left; who the caller is and whether it may leave, where the snapshots in force are not those the transfer was
/// decided by.
/// </summary>
internal sealed class LastQuestions(
    IdentifiedTransfer.IdentityRoom identity,
    PermittedTransfer.PermitRoom permit,
    SnapshotStore snapshots)
{
    /// <summary>Null: it may still leave.</summary>
    internal TurnBack? Ask(PermittedTransfer permitted, Leg leg)
    {
        if (permitted.Routed.Identified.Arrival.Deadline.IsCancellationRequested)
        {
            return new Refusal(RefusalCode.Stopped, "the time of this transfer is up");
        }

        var current = snapshots.Current;
        return identity.AskAgain(permitted.Routed.Identified, current)
            ?? permit.AskAgain(permitted, current, leg);
    }
}
