using System.Text;
using System.Text.Json;
using Gateway.Closing;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Commands.Demo;

/// <summary>
/// What became of a transfer, judged from both ends: what the caller got, and what the far side really received. The
/// gateway's own word counts only where both ends bear it out.
/// </summary>
internal static class Observation
{
    internal const string Leaked = "leaked";
    internal const string Nothing = "nothing";

    internal static TransferRow Of(DemoCase @case, CallerReply reply, ReceivedRequest? received)
    {
        var problem = reply.Problem;
        var isPull = @case.Body is null;
        var crossed = StampedBody(reply, received, isPull);
        return new TransferRow(
            @case.Group,
            @case.Name,
            reply.TransferId,
            @case.Expected,
            @case.Code,
            Ending(@case, reply, received),
            problem is { } document ? Text(document, "code") : null,
            LegOf(problem, isPull),
            problem is null && !isPull ? received?.Head.FieldValue("Transfer-Ledger") : reply.Ledger,
            isPull ? received?.Answer.Body.Length ?? 0 : @case.Body!.Length,
            problem is null ? crossed?.Length ?? 0 : 0,
            Note(reply, received, isPull));
    }

    private static string Ending(DemoCase @case, CallerReply reply, ReceivedRequest? received)
    {
        if (HasSecret(@case, reply.Body) || HasSecret(@case, received?.Body ?? []))
        {
            return Leaked;
        }

        if (reply.Problem is { } problem)
        {
            // Refused means that nothing of the caller's document reached the far side.
            return received is { Body.Length: > 0 } ? Leaked
                : reply.Head.Status == StatusCodes.Status202Accepted ? Receipt.Held
                : Text(problem, "code") is null ? Nothing : Receipt.Refused;
        }

        if (received is null)
        {
            return Nothing;
        }

        var isStamped = received.Head.FieldValue("Signature") is not null || reply.IsStamped;
        return isStamped && reply.IsStamped == @case.ExpectsStampedAnswer ? Receipt.Crossed
            : received.Answer.Body.Length > 0 && reply.Body.Length == 0 ? Receipt.Emptied
            : Nothing;
    }

    // What is turned back before customs is the request, whichever leg would have carried.
    private static string LegOf(JsonElement? problem, bool isPull) => problem is { } refused
        ? Text(refused, "leg") ?? "request"
        : isPull ? "response" : "request";

    private static bool HasSecret(DemoCase @case, ReadOnlySpan<byte> body)
    {
        foreach (var secret in @case.Secrets)
        {
            if (body.IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[]? StampedBody(CallerReply reply, ReceivedRequest? received, bool isPull) => isPull
        ? reply.IsStamped ? reply.Body : null
        : received?.Head.FieldValue("Signature") is not null ? received.Body : null;

    private static Titles Note(CallerReply reply, ReceivedRequest? received, bool isPull)
    {
        if (reply.Problem is { } problem)
        {
            // What the gateway said to the caller, in the language it was asked in.
            var said = Text(problem, "detail") ?? Text(problem, "title") ?? "";
            return new Titles(said, null, null);
        }

        var statement = (isPull ? reply.Head : received?.Head)?.FieldValue(TransferStatement.FieldName);
        return statement is null
            ? DemoWords.Emptied(reply.Head.Status, received?.Answer.Body.Length)
            : Counts(statement);
    }

    // The statement's own counts, in its order; what did not happen is left out.
    private static Titles Counts(string statement)
    {
        using var document = JsonDocument.Parse(Convert.FromBase64String(statement.Trim(':')));
        var counts = document.RootElement.GetProperty("fields").EnumerateObject()
            .Where(field => field.Value.GetInt64() > 0)
            .Select(field => (field.Name, field.Value.GetInt64()));
        return DemoWords.Counts([.. counts]);
    }

    private static string? Text(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
