using Gateway.Ledger.Entries;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Reading;
using Gateway.Rooms;
using Gateway.Stamping;

namespace Gateway.Ledger;

/// <summary>
/// Room 8's result: it is on disk that this leg leaves. Only now may a byte of it be sent. Owns the body, and clears it
/// when disposed.
/// </summary>
internal sealed class RecordedLeg : IDisposable
{
    private readonly OutgoingBody? _body;

    private RecordedLeg(PermittedTransfer permitted, Leg leg, StampedLeg? stamped, LedgerPosition? position)
    {
        Permitted = permitted;
        Leg = leg;
        _body = stamped?.Body;
        Stamp = stamped?.Stamp;
        ContentType = stamped?.ContentType;
        Position = position;
    }

    internal PermittedTransfer Permitted { get; }

    internal Leg Leg { get; }

    /// <summary>Null where the leg carries nothing.</summary>
    internal StampedMessage? Stamp { get; }

    internal string? ContentType { get; }

    /// <summary>Of the release or request entry; null for an answer that carries nothing.</summary>
    internal LedgerPosition? Position { get; }

    /// <summary>Exactly the bytes that were stamped; null where the leg carries nothing.</summary>
    internal OutgoingBody? Body => _body;

    internal long Length => _body?.Length ?? 0;

    internal bool IsRelease => Stamp is not null;

    /// <summary>The fields that go beside the body (FORMATS.md 4).</summary>
    internal IEnumerable<KeyValuePair<string, string>> WireHeaders()
    {
        yield return KeyValuePair.Create("Transfer-Id", Permitted.Facts.Id.ToString());
        if (Position is { } position)
        {
            yield return KeyValuePair.Create("Transfer-Ledger", position.ToString());
        }

        if (Stamp is { } stamp)
        {
            yield return KeyValuePair.Create("Content-Digest", stamp.ContentDigest);
            yield return KeyValuePair.Create("Transfer-Statement", stamp.TransferStatement);
            yield return KeyValuePair.Create("Signature-Input", stamp.SignatureInput);
            yield return KeyValuePair.Create("Signature", stamp.Signature);
        }
    }

    public void Dispose() => _body?.Dispose();

    /// <summary>Room 8: on disk before on the wire. The last moment to say no.</summary>
    internal sealed class LedgerRoom(TransparencyLedger ledger, LastQuestions questions, TimeProvider time)
    {
        /// <summary>Records a leg that carries something. Disposes its body when the answer is no.</summary>
        /// <exception cref="LedgerUnavailableException">It could not be made durable: nothing may leave.</exception>
        internal async Task<Outcome<RecordedLeg>> RecordAsync(StampedLeg stamped)
        {
            stamped.Permitted.Arrival.Enter(Room.Ledger);
            var recorded = false;
            try
            {
                if (questions.Ask(stamped.Permitted, stamped.Leg) is { } turnBack)
                {
                    return turnBack;
                }

                var arrival = stamped.Permitted.Routed.Identified.Arrival;
                var annex = Annex.Seal(stamped, arrival.Pinned.Secrets, arrival.Time);
                var entry = LedgerRecord.Of(ReleaseOf(stamped, annex), arrival.Pinned.EntryContext(), time, annex);

                // Not cancellable: a caller that hangs up now must not leave an entry for something never decided.
                var position = await ledger.AppendAsync(entry, LedgerPriority.Party, CancellationToken.None);
                recorded = true;
                stamped.Permitted.Facts = stamped.Permitted.Facts with { Released = true };
                stamped.Permitted.Arrival.NoteReleased(stamped.Leg, stamped.Body.Length);
                return new RecordedLeg(stamped.Permitted, stamped.Leg, stamped, position);
            }
            finally
            {
                if (!recorded)
                {
                    stamped.Body.Dispose();
                }
            }
        }

        /// <summary>
        /// Records that a request which carries nothing is let through: remote access from outside is egress. An answer
        /// that carries nothing needs no entry of its own; the outcome counts it.
        /// </summary>
        internal async Task<Outcome<RecordedLeg>> AdmitAsync(PermittedTransfer permitted, Leg leg)
        {
            permitted.Arrival.Enter(Room.Ledger);
            if (leg == Leg.Response)
            {
                return new RecordedLeg(permitted, leg, null, null);
            }

            if (questions.Ask(permitted, leg) is { } turnBack)
            {
                return turnBack;
            }

            var routed = permitted.Routed;
            var entry = new RequestEntry(
                permitted.Facts.Id.Value,
                routed.Route.Id,
                routed.Identified.Caller.Id,
                [.. routed.Values.Select(value => value.Name)]);
            var record = LedgerRecord.Of(entry, permitted.Routed.Pinned.EntryContext(), time);
            var position = await ledger.AppendAsync(record, LedgerPriority.Party, CancellationToken.None);
            permitted.Facts = permitted.Facts with { Released = true };
            return new RecordedLeg(permitted, leg, null, position);
        }

        private static ReleaseEntry ReleaseOf(StampedLeg stamped, SealedBytes annex) => new(
            stamped.Permitted.Facts.Id.Value,
            stamped.Leg,
            stamped.Permitted.Routed.Identified.Peer,
            stamped.Permitted.Routed.Callee.Id,
            stamped.Statement,
            stamped.Stamp.SignatureInput,
            stamped.Stamp.Signature,
            Sha256Digest.Of(stamped.Stamp.Base),
            annex.Digest);
    }
}
