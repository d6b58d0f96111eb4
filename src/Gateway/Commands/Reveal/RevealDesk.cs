using Gateway.Commands.Approvals;
using Gateway.Commands.Run;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Reveal;

/// <summary>What is asked for, with everything that was given for it.</summary>
internal sealed record RevealQuestion(
    string Category, string Path, RevealTokens Tokens, byte[] Request, IReadOnlyList<byte[]> Approvals);

/// <summary>
/// Turns tokens back into values, in this order: who approved what, does it come out, is it on record. Only then is
/// anything handed out.
/// </summary>
internal sealed class RevealDesk(Foundation foundation, KeyRing keys, TimeProvider time)
{
    /// <summary>The values in the order of the tokens, and where it is recorded; or why not.</summary>
    internal async Task<(IReadOnlyList<string> Values, LedgerPosition Place, ApprovalRefusal? Reason)> RevealAsync(
        RevealQuestion question, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Judge(question, now) is { } no)
        {
            return ([], default, no);
        }

        var officers = OfficerApprovals.Check(
            question.Request, question.Approvals, foundation.First, now, out var refusal);
        if (refusal is not null)
        {
            return ([], default, refusal);
        }

        var bundle = foundation.First.Policy.Bundle;
        if (!CategoryId.TryParse(question.Category, out var id) || !bundle.Categories.TryGetValue(id, out var category)
            || TokenReveal.For(category, question.Path, keys) is not { } reveal)
        {
            return ([], default, RevealRefusal.Rule);
        }

        var values = question.Tokens.Lines.Select(reveal.Reveal).OfType<string>().ToList();
        if (values.Count != question.Tokens.Lines.Count)
        {
            return ([], default, RevealRefusal.Token);
        }

        var entry = new RevealEntry(
            new OfficersApproval(Sha256Digest.Of(question.Request), officers), id, question.Path, values.Count);
        var (place, why) = await RecordAsync(entry, cancellationToken);
        return why is null ? (values, place, null) : ([], default, RevealRefusal.NotRecorded(why));
    }

    private static ApprovalRefusal? Judge(RevealQuestion question, DateTimeOffset now)
    {
        if (RevealRequest.Parse(question.Request) is not { } request)
        {
            return RevealRefusal.Request;
        }

        if (!request.IsFor(question.Category, question.Path, question.Tokens))
        {
            return RevealRefusal.Mismatch;
        }

        return request.Frame.IsCurrent(now) ? null : RevealRefusal.Expired;
    }

    // Why not, where it is not durable: then it did not happen.
    private async Task<(LedgerPosition Place, string? Why)> RecordAsync(
        RevealEntry entry, CancellationToken cancellationToken)
    {
        var settings = foundation.Settings;
        using var log = DaemonLog.Create(settings.Log);
        using var key = Ed25519KeyFile.ReadPrivate(settings.Ledger.Key);
        try
        {
            // As the daemon does: with this configuration none may have run yet.
            Directory.CreateDirectory(settings.State.Directory);
            await using var ledger = TransparencyLedger.Open(
                DaemonParts.LedgerSettingsOf(settings), key, time, new PosixDisk(),
                log.CreateLogger<TransparencyLedger>());
            var record = LedgerRecord.Of(entry, foundation.First.EntryContext(), time);
            return (await ledger.AppendAsync(record, cancellationToken), null);
        }
        catch (Exception e) when (e is LedgerStopException or LedgerUnavailableException or IOException
            or UnauthorizedAccessException)
        {
            return (default, e.Message);
        }
    }
}
