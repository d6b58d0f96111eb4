using System.Buffers;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Reading;

namespace Gateway.Forwarding;

/// <summary>
/// Room 9's result: the far side answered. Its body is lent to Reading until this is disposed; then the exchange with
/// the far side ends, and what was not read is thrown away.
/// </summary>
internal sealed class AnsweredTransfer : IAsyncDisposable
{
    private readonly UpstreamExchange _exchange;

    internal AnsweredTransfer(UpstreamExchange exchange, RecordedLeg outbound, UpstreamAnswer answer)
    {
        _exchange = exchange;
        Outbound = outbound;
        Answer = answer;
    }

    /// <summary>What was sent.</summary>
    internal RecordedLeg Outbound { get; }

    internal Arrival Arrival => Outbound.Permitted.Routed.Identified.Arrival;

    /// <summary>Whether Reading has anything to look at: a 2xx answer on a leg that may carry something.</summary>
    internal bool CanCarry =>
        Answer.IsSuccess && Answer.MayHaveContent && Outbound.Permitted.PermissionFor(Leg.Response) is not null;

    internal UpstreamAnswer Answer { get; }

    /// <summary>
    /// Counts and throws away what is left of the body, within the limit and the far side's deadline; the rest is cut
    /// off. A far side that sends a head and then nothing must not hold the caller.
    /// </summary>
    internal async Task<long> DiscardAsync()
    {
        const int Limit = 1024 * 1024;
        const int BufferSize = 4096;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var total = 0L;
        try
        {
            int read;
            while (total < Limit && (read = await Answer.Body.Stream.ReadAsync(buffer, _exchange.Deadline)) > 0)
            {
                total += read;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The far side broke off a body that nobody wanted: what was counted is what there was.
            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return total;
    }

    public ValueTask DisposeAsync() => _exchange.EndAsync();
}

/// <summary>The far side's answer, without anything of the protocol library.</summary>
/// <param name="Status">As received, 200 to 599.</param>
/// <param name="Headers">Only those the route declares.</param>
/// <param name="Peer">By what the upstream was known; null where no certificate was seen.</param>
internal sealed record UpstreamAnswer(
    int Status, IncomingBody Body, IReadOnlyList<KeyValuePair<string, string>> Headers, EntryPeer? Peer)
{
    /// <summary>
    /// RFC 9110 sections 15.3.5 and 15.3.6: 204 and 205 have no content, whatever is sent behind them.
    /// </summary>
    internal bool MayHaveContent => Status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent);

    /// <summary>Only a 2xx answer can carry anything (DESIGN.md 3).</summary>
    internal bool IsSuccess => Status is >= StatusCodes.Status200OK and < StatusCodes.Status300MultipleChoices;
}
