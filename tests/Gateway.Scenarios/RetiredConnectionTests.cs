using System.Net;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Connections made under what is no longer in force are closed when nobody can be using them, and not before.</summary>
public sealed class RetiredConnectionTests
{
    [Fact]
    public async Task Closing_the_connections_of_an_old_bundle_breaks_no_transfer_under_the_one_replaced_just_now()
    {
        using var clock = new LeapingClock();
        await using var boundary = await Boundary.OpenAsync(
            settings: new Dictionary<string, string>
            {
                ["Identity__TransferTimeout"] = $"{LeapingClock.TransferTime}",
                ["Forwarding__Timeout"] = $"{LeapingClock.FarSideTime}",
            },
            time: clock);
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        await RenewAsync(boundary, 8);
        clock.Leap(LeapingClock.UntilClosing);

        // The transfer has chosen its connections, and has sent nothing yet.
        var held = clock.HoldNextTransfer();
        var crossing = boundary.North().PushAsync();
        await held;
        await RenewAsync(boundary, 9);
        Assert.Equal(2, clock.Closings.Count);
        clock.Closings[0]();
        clock.LetGo();

        var answer = await crossing;
        Assert.Equal((HttpStatusCode.OK, null), (answer.Status, answer.Code));
    }

    private static async Task RenewAsync(Boundary boundary, int version)
    {
        boundary.WriteBundle(text => text.Replace("version: 7", $"version: {version}", StringComparison.Ordinal));
        Assert.Empty((await boundary.Daemon.ReloadAsync()).Refused);
    }

    /// <summary>
    /// A clock that leaps, whose timers for closing old connections ring when they are told to, and that holds a
    /// transfer where it starts the far side's time.
    /// </summary>
    private sealed class LeapingClock : TimeProvider, IDisposable
    {
        // No other timers of the daemon have these lengths.
        internal static readonly TimeSpan TransferTime = TimeSpan.FromSeconds(289);
        internal static readonly TimeSpan UntilClosing = TransferTime + TimeSpan.FromSeconds(10);
        internal static readonly TimeSpan FarSideTime = TimeSpan.FromSeconds(43);

        private readonly ManualResetEventSlim _go = new();
        private readonly List<Action> _closings = [];
        private volatile TaskCompletionSource? _held;
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

        internal Task HoldNextTransfer() =>
            (_held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        internal void LetGo() => _go.Set();

        public void Dispose() => _go.Dispose();

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

            if (dueTime == FarSideTime && _held is { } held)
            {
                _held = null;
                held.SetResult();
                _go.Wait(TimeSpan.FromMinutes(1));
            }

            return System.CreateTimer(callback, state, dueTime, period);
        }
    }
}
