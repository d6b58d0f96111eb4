using System.Net;
using Gateway.Reading;

namespace Gateway.Forwarding;

/// <summary>
/// What leaves, as the client sends it: from the released body itself, without a copy, and with the head in one write
/// where both fit. The forwarder's own content would send the head by itself and then copy.
/// </summary>
/// <param name="body">
/// Wiped when it was sent, and read by nobody after <see cref="EndAsync"/>; null sends no byte.
/// </param>
internal sealed class ReleasedContent(OutgoingBody? body) : HttpContent
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();

    // Both under the gate: a far side may answer before it has the whole body, and the body is wiped and used again
    // soon after.
    private TaskCompletionSource? _sending;
    private bool _isOver;

    internal long Length => body?.Length ?? 0;

    /// <summary>
    /// Stops a sending that is still under way, and waits until nothing of the body is read any more. From here on it
    /// cannot be sent.
    /// </summary>
    internal async Task EndAsync()
    {
        Task sending;
        lock (_gate)
        {
            _isOver = true;
            sending = _sending?.Task ?? Task.CompletedTask;
        }

        if (!sending.IsCompleted)
        {
            await _stop.CancelAsync();
            await sending;
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var sending = Begin();
        try
        {
            if (body is not null)
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
                await body.WriteToAsync(stream, either.Token);
            }
        }
        finally
        {
            // Nothing is sent twice. What the far side answers may have to wait for memory: were this kept until then,
            // transfers that all wait for the room of their answers could hold it from each other.
            body?.Dispose();
            sending.SetResult();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        _stop.Dispose();
        base.Dispose(disposing);
    }

    private TaskCompletionSource Begin()
    {
        lock (_gate)
        {
            return _isOver || _sending is not null
                ? throw new InvalidOperationException("a released body is sent once, and not after its exchange")
                : _sending = new TaskCompletionSource();
        }
    }
}
