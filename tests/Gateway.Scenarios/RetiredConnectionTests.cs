using System.Net;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Connections made under what is no longer in force are closed when nobody can be using them, and not before.</summary>
public sealed class RetiredConnectionTests
{
    [Fact]
    public async Task Closing_the_connections_of_an_old_bundle_breaks_no_transfer_under_the_one_replaced_just_now()
    {
        var clock = new LeapingClock();
        await using var boundary = await Boundary.OpenAsync(
            settings: new Dictionary<string, string> { ["Identity__TransferTimeout"] = $"{LeapingClock.TransferTime}" },
            time: clock);
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        await RenewAsync(boundary, 8);
        clock.Leap(LeapingClock.UntilClosing);

        using var gate = new Gate(boundary.BankHk);
        var crossing = boundary.North().PushAsync();
        await gate.ReachedAsync(2);
        await RenewAsync(boundary, 9);
        Assert.Equal(2, clock.Closings.Count);
        clock.Closings[0]();
        gate.Open();

        var answer = await crossing;
        Assert.Equal((HttpStatusCode.OK, null), (answer.Status, answer.Code));
    }

    private static async Task RenewAsync(Boundary boundary, int version)
    {
        boundary.WriteBundle(text => text.Replace("version: 7", $"version: {version}", StringComparison.Ordinal));
        Assert.Empty((await boundary.Daemon.ReloadAsync()).Refused);
    }

    /// <summary>A clock that leaps, and whose timers for closing old connections ring when they are told to.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        internal static readonly TimeSpan TransferTime = TimeSpan.FromSeconds(289);

        // No other timer of the daemon has this length.
        internal static readonly TimeSpan UntilClosing = TransferTime + TimeSpan.FromSeconds(10);

        private readonly List<Action> _closings = [];
        private long _leapt;

        internal IReadOnlyList<Action> Closings
        {
            get
            {
                lock (_closings)
                {
                    return [.. _closings];
                }
            }
        }

        internal void Leap(TimeSpan time) =>
            Interlocked.Add(ref _leapt, (long)(time.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _leapt);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == UntilClosing)
            {
                lock (_closings)
                {
                    _closings.Add(() => callback(state));
                }
            }

            return System.CreateTimer(callback, state, dueTime, period);
        }
    }
}
