namespace Gateway.Reading;

/// <summary>
/// How long a sender may keep the gateway waiting, over all pieces of a body. What the gateway does with a piece
/// between two reads is its own time: a busy gateway must not say that the sender was late.
/// </summary>
internal sealed class WaitingTime : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;
    private TimeSpan _left;

    /// <param name="most">Positive.</param>
    /// <param name="cancellationToken">Signals that the transfer's time is up.</param>
    internal WaitingTime(TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        _time = time;
        _left = most;
        _late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, cancellationToken);
    }

    /// <summary>Over when either time is up.</summary>
    internal CancellationToken Token => _either.Token;

    internal bool IsOver => _either.IsCancellationRequested;

    /// <exception cref="OperationCanceledException">Either time was up before anything came.</exception>
    internal async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer)
    {
        var since = _time.GetTimestamp();
        _late.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
        try
        {
            return await stream.ReadAsync(buffer, _either.Token);
        }
        finally
        {
            _late.CancelAfter(Timeout.InfiniteTimeSpan);
            _left -= _time.GetElapsedTime(since);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }
}
