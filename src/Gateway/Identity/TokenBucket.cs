namespace Gateway.Identity;

//
//  How often, on average and at once
//
//  References:
//
//      ITU-T I.371, annex A - the generic cell rate algorithm, by virtual scheduling
//
//  One number says it all: when the bucket would be full again. It may lie ahead of now by as much as a burst takes to
//  drain; what would push it further has to wait. No lock, and no timer.
//
internal sealed class TokenBucket
{
    private readonly TimeProvider _time;
    private readonly long _interval;
    private readonly long _ahead;
    private long _full;

    internal TokenBucket(int perSecond, int burst, TimeProvider time)
    {
        _time = time;
        _interval = Math.Max(1, time.TimestampFrequency / perSecond);
        _ahead = _interval * (burst - 1);
        _full = time.GetTimestamp();
    }

    /// <summary>Takes one.</summary>
    /// <param name="wait">When there will be one, where there is none now.</param>
    internal bool TryTake(out TimeSpan wait)
    {
        while (true)
        {
            var now = _time.GetTimestamp();
            var full = Interlocked.Read(ref _full);
            var from = Math.Max(full, now);
            if (from - now > _ahead)
            {
                wait = _time.GetElapsedTime(now + _ahead, from);
                return false;
            }

            if (Interlocked.CompareExchange(ref _full, from + _interval, full) == full)
            {
                wait = TimeSpan.Zero;
                return true;
            }
        }
    }
}
