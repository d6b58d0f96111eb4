using Gateway.Closing;
using Gateway.Identity;
using Gateway.Ledger.Inspection;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Audit.Desk;

/// <summary>
/// The audit listener (docs/regulator.md): the log and what was decided, read-only, for regulators and auditors, each
/// as far as its scope in the bundle says. No transfer is taken in here, and nobody else's door answers these paths.
/// </summary>
internal sealed class AuditDesk(
    IdentifiedReader.ReaderRoom readers,
    ClosingRoom closing,
    AuditDeskParts parts,
    Instruments instruments,
    ILogger<AuditDesk> log)
{
    internal async Task AnswerAsync(Arrival arrival)
    {
        // The order of the rooms: framing, then who, then how often, then what.
        if (Arrival.ListeningRoom.Refuse(arrival) is { } misframed)
        {
            await TurnStrangerBackAsync(arrival, misframed);
            return;
        }

        if (!readers.Identify(arrival).TryPass(out var reader, out var turnBack))
        {
            await TurnStrangerBackAsync(arrival, turnBack);
            return;
        }

        if (!parts.Shares.TryTake(reader.Name, out var wait))
        {
            turnBack = new Refusal(RefusalCode.LimitRate, $"{reader.Name} asks too often") { RetryAfter = wait };
        }
        else if (Read(arrival).TryPass(out var question, out turnBack))
        {
            turnBack = await AnswerAsync(arrival, reader, question);
        }

        if (turnBack is not null)
        {
            // What the reader looked at is on record already; that it was not there, or malformed, is no decision.
            await ClosingRoom.AnswerAsync(arrival, turnBack);
        }
    }

    private async Task<TurnBack?> AnswerAsync(Arrival arrival, IdentifiedReader reader, AuditQuestion question)
    {
        try
        {
            // On record first: what cannot be recorded is not shown.
            if (question.IsReading)
            {
                await parts.Readings.NoteAsync(reader, question.Resource, arrival.Pinned);
            }

            log.AuditAnswered(reader.Name.ToString(), question.Resource);
            if (question is AuditQuestion.Stream stream)
            {
                return await StreamAsync(arrival, reader, stream);
            }

            if ((await parts.Answers.FindAsync(question, reader, arrival)).TryPass(out var answer, out var turnBack))
            {
                await WriteAsync(arrival.Context, answer);
            }

            return turnBack;
        }
        catch (LedgerUnreadableException e)
        {
            return new Refusal(RefusalCode.FaultInternal, e.Message);
        }
        catch (OperationCanceledException) when (arrival.CallerGone.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
            return null;
        }
    }

    private async Task<TurnBack?> StreamAsync(Arrival arrival, IdentifiedReader reader, AuditQuestion.Stream asked)
    {
        if (asked.After is { } after && await parts.Stream.IsBeyondAsync(after, arrival.CallerGone))
        {
            return AuditAnswers.Beyond;
        }

        if (!parts.Shares.TryEnter(reader.Name))
        {
            return new Refusal(RefusalCode.LimitConcurrency, $"{reader.Name} has as many streams as it may");
        }

        try
        {
            await parts.Stream.RunAsync(arrival, reader, asked.After);
            return null;
        }
        finally
        {
            parts.Shares.Leave(reader.Name);
        }
    }

    private static Outcome<AuditQuestion> Read(Arrival arrival) =>
        arrival.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            ? AuditQuestionReading.Read(
                arrival.Method, arrival.RawTarget, arrival.Context.Request.Headers["Last-Event-ID"])
            : new Refusal(RefusalCode.BodyUnexpected, "nothing at this listener takes a body");

    // Counted as at the operator listener: here too who one is ends with the role (docs/decisions/0023).
    private async Task TurnStrangerBackAsync(Arrival arrival, TurnBack turnBack)
    {
        await closing.TurnBackAsync(arrival, turnBack);
        instruments.TurnedAway(turnBack.Code);
    }

    private static async Task WriteAsync(HttpContext context, AuditAnswer answer)
    {
        var response = context.Response;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        response.Headers.CacheControl = answer.IsImmutable ? "private, max-age=604800, immutable" : "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (answer.FileName is { } name)
        {
            response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        }

        if (answer.Language is { } language)
        {
            response.Headers.ContentLanguage = language;
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        }

        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}

/// <summary>What the desk works with.</summary>
internal sealed record AuditDeskParts(
    AuditReadings Readings, ReaderShares Shares, AuditAnswers Answers, AuditStream Stream);
