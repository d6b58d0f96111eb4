using System.Globalization;
using Gateway.Forwarding;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Rooms;
using Gateway.State;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Closing;

/// <summary>
/// Room 10: the caller gets its answer, and the ledger learns how it ended. Refusals are recorded before they are
/// answered; outcomes are queued, never awaited.
/// </summary>
internal sealed class ClosingRoom(
    TransparencyLedger ledger, StrangerBudget strangers, RecentRefusals recent, TimeProvider time)
{
    /// <summary>A "no", or "a person decides", before anything was sent.</summary>
    internal async Task<Receipt> TurnBackAsync(Arrival arrival, TurnBack turnBack)
    {
        arrival.Enter(Room.Closing);
        if (!MayBeWritten(arrival, turnBack))
        {
            return await AnswerAsync(arrival, turnBack, null);
        }

        var position = await RecordAsync(arrival, turnBack, delivered: arrival.Facts.Delivered ?? false);
        return await AnswerAsync(arrival, turnBack, position);
    }

    /// <summary>The answer may not cross back. The request has been delivered, and that is said.</summary>
    internal async Task<Receipt> TurnBackAsync(AnsweredTransfer answered, TurnBack turnBack)
    {
        var arrival = answered.Arrival;
        arrival.Enter(Room.Closing);
        arrival.Facts = arrival.Facts with
        {
            Leg = Leg.Response,
            Category = answered.Outbound.Permitted.PermissionFor(Leg.Response)?.Category.Id,
            Delivered = true,
        };
        var position = await RecordAsync(arrival, turnBack, delivered: true);
        var receipt = await AnswerAsync(arrival, turnBack, position);
        QueueOutcome(arrival, answered, Delivered.Yes, bytes: 0, discarded: null);
        return receipt;
    }

    /// <summary>The release is on record, and the far side did not take it or did not answer.</summary>
    internal async Task<Receipt> FailAsync(RecordedLeg outbound, TurnBack turnBack)
    {
        var arrival = outbound.Permitted.Arrival;
        arrival.Enter(Room.Closing);
        var nothingWasSent = turnBack is Refusal refusal && UpstreamFailure.NothingWasSent(refusal);
        arrival.Facts = arrival.Facts with { Leg = Leg.Request, Delivered = nothingWasSent ? false : null };
        var position = await RecordAsync(arrival, turnBack, arrival.Facts.Delivered);
        QueueOutcome(arrival, null, nothingWasSent ? Delivered.No : Delivered.Unknown, bytes: 0, discarded: null);
        return await AnswerAsync(arrival, turnBack, position);
    }

    /// <summary>The answer carries nothing: its status passes, its body is thrown away.</summary>
    internal async Task<Receipt> EmptyAsync(AnsweredTransfer answered)
    {
        var arrival = answered.Arrival;
        arrival.Enter(Room.Closing);
        var discarded = await answered.DiscardAsync();
        arrival.Facts = arrival.Facts with { Delivered = true };
        var response = Begin(arrival, answered.Answer.Status, answered.Outbound.Position);
        response.ContentLength = CanSayLength(answered.Answer.Status) ? 0 : null;
        _ = await WriteAsync(arrival, null);
        QueueOutcome(arrival, answered, Delivered.Yes, bytes: 0, discarded > 0 ? discarded : null);
        var ending = answered.Answer.IsSuccess && discarded == 0 ? Receipt.Crossed : Receipt.Emptied;
        return new Receipt(arrival.Id, ending, "", answered.Answer.Status);
    }

    /// <summary>The answer crosses back, stamped and on record.</summary>
    internal async Task<Receipt> DeliverAsync(AnsweredTransfer answered, RecordedLeg inbound)
    {
        var arrival = answered.Arrival;
        arrival.Enter(Room.Closing);
        arrival.Facts = arrival.Facts with { Delivered = true };
        var response = Begin(arrival, answered.Answer.Status, inbound.Position ?? answered.Outbound.Position);
        foreach (var (name, value) in inbound.WireHeaders().Concat(inbound.IsRelease ? answered.Answer.Headers : []))
        {
            response.Headers[name] = value;
        }

        response.ContentType = inbound.ContentType;
        response.ContentLength = CanSayLength(answered.Answer.Status) ? inbound.Length : null;
        // A reader may be slow, and not endlessly: the far side has answered, so nobody can be told but by a cut.
        await using var cut = arrival.Deadline.UnsafeRegister(
            static context => ((HttpContext)context!).Abort(), arrival.Context);
        var delivered = await WriteAsync(arrival, inbound.Body is { } body ? body.WriteToAsync : null);
        QueueOutcome(arrival, answered, delivered, inbound.Length, discarded: null);
        return new Receipt(arrival.Id, Receipt.Crossed, "", answered.Answer.Status);
    }

    /// <summary>
    /// A question that has no answer, of one who may ask: no transfer was refused, so the ledger has no entry of it.
    /// </summary>
    internal static Task<Receipt> AnswerAsync(Arrival arrival, TurnBack turnBack)
    {
        arrival.Enter(Room.Closing);
        return AnswerAsync(arrival, turnBack, null);
    }

    /// <summary>The one refusal that cannot be recorded: the ledger itself says no.</summary>
    internal Task<Receipt> RefuseUnrecordedAsync(Arrival arrival)
    {
        arrival.Enter(Room.Closing);
        var refusal = new Refusal(RefusalCode.LedgerUnavailable, "nothing leaves until the ledger can record it");
        Remember(arrival, refusal, null);
        return AnswerAsync(arrival, refusal, null);
    }

    /// <summary>Something unexpected: recorded like a refusal, with all that is known by then.</summary>
    internal async Task<Receipt> FaultAsync(Arrival arrival)
    {
        arrival.Enter(Room.Closing);
        var refusal = new Refusal(
            RefusalCode.FaultInternal, "an unexpected fault; the transfer id leads to it in the log");
        try
        {
            var position = await RecordAsync(
                arrival, refusal, arrival.Facts.Delivered ?? (arrival.Facts.Released ? null : false));
            if (arrival.Facts.Released)
            {
                QueueOutcome(arrival, null, Delivered.Unknown, bytes: null, discarded: null);
            }

            return await AnswerAsync(arrival, refusal, position);
        }
        catch (LedgerUnavailableException)
        {
            return await RefuseUnrecordedAsync(arrival);
        }
    }

    // What anybody can ask for again and again may not fill the ledger: beyond a few it is counted, not written.
    private bool MayBeWritten(Arrival arrival, TurnBack turnBack)
    {
        if (arrival.Facts.Party is { } party)
        {
            // What is refused because of the moment, not of the transfer, says when to ask again.
            return turnBack is not Refusal { RetryAfter: not null } || strangers.TryTake(turnBack.Code, party);
        }

        if (strangers.TryTake(turnBack.Code, arrival.Context.Connection.RemoteIpAddress))
        {
            return true;
        }

        // The connection goes, so that asking again costs the stranger a handshake.
        arrival.Context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        return false;
    }

    private async Task<LedgerPosition> RecordAsync(Arrival arrival, TurnBack turnBack, bool? delivered)
    {
        var facts = arrival.Facts;
        var place = new TurnBackPlace(facts.Leg, facts.Party, facts.Route, facts.Category, (turnBack as Refusal)?.Rule);
        LedgerEntry entry = turnBack is Hold
            ? new HoldEntry(facts.Id.Value, turnBack.Code, place)
            : new RefusalEntry(facts.Id.Value, turnBack.Code, delivered, place, null);
        var record = LedgerRecord.Of(entry, arrival.Pinned.EntryContext(), time);
        var priority = facts.Party is null ? LedgerPriority.Stranger : LedgerPriority.Party;
        var position = await ledger.AppendAsync(record, priority, CancellationToken.None);
        Remember(arrival, turnBack, position);
        return position;
    }

    private void Remember(Arrival arrival, TurnBack turnBack, LedgerPosition? position)
    {
        var facts = arrival.Facts;
        recent.Add(new RecentRefusal(
            time.GetUtcNow(),
            facts.Id.Value,
            turnBack.Code.Wire,
            facts.Leg?.Wire(),
            facts.Party?.ToString(),
            facts.Route?.ToString(),
            1,
            position?.ToString()));
    }

    private static async Task<Receipt> AnswerAsync(Arrival arrival, TurnBack turnBack, LedgerPosition? position)
    {
        var status = ProblemDocument.StatusOf(turnBack, arrival.Facts.Leg);
        var ending = turnBack is Hold ? Receipt.Held : Receipt.Refused;
        if (arrival.Context.Response.HasStarted)
        {
            // Too late to say it in words: cutting the connection is the only honest answer left.
            arrival.Context.Abort();
            return new Receipt(arrival.Id, ending, turnBack.Code.Wire, status);
        }

        var response = Begin(arrival, status, position);
        if (turnBack is Refusal { RetryAfter: { } wait })
        {
            response.Headers.RetryAfter =
                ((long)Math.Max(1, Math.Ceiling(wait.TotalSeconds))).ToString(CultureInfo.InvariantCulture);
        }

        var language = LanguageChoice.Of(arrival.Context.Request.Headers.AcceptLanguage);
        var body = ProblemDocument.Write(arrival, turnBack, status, position, language);
        response.Headers.ContentLanguage = LanguageChoice.TagOf(language);
        response.ContentType = ProblemDocument.MediaType;
        response.ContentLength = body.Length;
        _ = await WriteAsync(arrival, (output, gone) => output.WriteAsync(body, gone));
        return new Receipt(arrival.Id, ending, turnBack.Code.Wire, status);
    }

    private static HttpResponse Begin(Arrival arrival, int status, LedgerPosition? position)
    {
        var response = arrival.Context.Response;
        response.Clear();
        response.StatusCode = status;
        response.Headers["Transfer-Id"] = arrival.Id.ToString();
        response.Headers.CacheControl = "no-store";
        if (position is { } recorded)
        {
            response.Headers["Transfer-Ledger"] = recorded.ToString();
        }

        return response;
    }

    private static async Task<Delivered> WriteAsync(
        Arrival arrival, Func<Stream, CancellationToken, ValueTask>? write)
    {
        try
        {
            if (write is not null && !HttpMethods.IsHead(arrival.Method))
            {
                await write(arrival.Context.Response.Body, arrival.CallerGone);
            }

            await arrival.Context.Response.CompleteAsync();

            // What is written to a connection that was cut is dropped without a word.
            return arrival.CallerGone.IsCancellationRequested || arrival.Deadline.IsCancellationRequested
                ? Delivered.Unknown
                : Delivered.Yes;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return Delivered.Unknown;
        }
    }

    private void QueueOutcome(
        Arrival arrival, AnsweredTransfer? answered, Delivered delivered, long? bytes, long? discarded)
    {
        var entry = new OutcomeEntry(
            arrival.Id.Value,
            answered?.Answer.Peer,
            answered?.Answer.Status,
            bytes,
            (long)(time.GetUtcNow() - arrival.Time).TotalMilliseconds,
            delivered,
            discarded);
        ledger.Enqueue(LedgerRecord.Of(entry, arrival.Pinned.EntryContext(), time));
    }

    // RFC 9110 section 8.6: no Content-Length with 204 and 304.
    private static bool CanSayLength(int status) =>
        status is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified);
}
