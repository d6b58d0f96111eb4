using Gateway.Audit;
using Gateway.Ledger.Inspection;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.State;

namespace Gateway.Operations;

/// <summary>Finds what an operator asked for. Reading the ledger is one at a time, on a thread of its own.</summary>
internal sealed class OperatorAnswers(
    DaemonView view, Func<PinnedSnapshots> current, TimeProvider time) : IDisposable
{
    // One search through the ledger, or one reload, at a time: the desk may not take from transfers what they need.
    private readonly SemaphoreSlim _heavy = new(1, 1);

    internal async Task<Outcome<byte[]>> FindAsync(OperatorQuestion question, Arrival arrival)
    {
        switch (question)
        {
            case OperatorQuestion.Status:
                return OperatorJson.Document(
                    json => StatusDocument.Write(json, view, arrival.Pinned, time.GetUtcNow()));
            case OperatorQuestion.AllExpiries:
                return OperatorJson.Document(
                    json => json.WriteExpiries(view.Expiries.Current, time.GetUtcNow(), Expiries.Soon));
            case OperatorQuestion.Refusals recent:
                return OperatorJson.Document(json => json.WriteRefusals(view.Refusals.Newest(recent.Limit)));
            case OperatorQuestion.Observed:
                return OperatorJson.Document(json => ObservedJson.Write(json, view.Observed()));
            case OperatorQuestion.Keys:
                return PublishedKeys.DocumentOf(arrival.Pinned.Endorsed);
            default:
                return await OneAtATimeAsync(question, arrival);
        }
    }

    public void Dispose() => _heavy.Dispose();

    private async Task<Outcome<byte[]>> OneAtATimeAsync(OperatorQuestion question, Arrival arrival)
    {
        if (!await _heavy.WaitAsync(TimeSpan.Zero, arrival.CallerGone))
        {
            return new Refusal(RefusalCode.LimitConcurrency, "another search, reload or seal is under way: ask again");
        }

        try
        {
            return question switch
            {
                OperatorQuestion.Transfer transfer => await SearchAsync(transfer.Id, arrival),
                OperatorQuestion.Seal => await SealAsync(),
                _ => await ReloadAsync(),
            };
        }
        finally
        {
            _heavy.Release();
        }
    }

    private async Task<Outcome<byte[]>> SearchAsync(Guid transfer, Arrival arrival)
    {
        // The scan reads files for as long as the ledger is long: not on a thread that transfers wait for.
        var found = await Task.Factory.StartNew(
            () => TransferSearch.Find(view.Settings.Ledger.Directory, transfer, arrival.CallerGone),
            arrival.CallerGone,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
        if (found.Count == 0)
        {
            return new Refusal(RefusalCode.TransferUnknown, "the ledger has no entry of this transfer");
        }

        var story = TransferStory.Of(transfer, found, [arrival.Pinned.Policy.Bundle]);
        return OperatorJson.Document(json => StoryJson.Write(json, story));
    }

    private async Task<Outcome<byte[]>> SealAsync()
    {
        if (view.Settings.Ledger.Seal is null)
        {
            return new Refusal(RefusalCode.RouteUnknown, "nothing seals this ledger: 'Ledger.Seal' is not set");
        }

        var seal = await view.Seal();
        return OperatorJson.Document(json =>
        {
            json.WriteBoolean("ok", seal is not null);
            json.WriteString("origin", seal?.Origin);
            json.WriteNumber("size", seal?.Size ?? 0);
            json.WriteString("root", seal?.Root.ToString());
            json.WriteString("sealSha256", seal?.Seal.ToString());
        });
    }

    private async Task<byte[]> ReloadAsync()
    {
        var report = await view.Reload();
        return OperatorJson.Document(json =>
        {
            json.WriteBoolean("ok", report.Refused.Count == 0);
            json.WriteTaken(report.Taken);
            json.WriteFaults([.. report.Refused.Select(refused => refused.Fault)]);
            StatusDocument.WriteInForce(json, current());
        });
    }
}
