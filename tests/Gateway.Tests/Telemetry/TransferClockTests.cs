using Gateway.Rooms;

namespace Gateway.Tests.Telemetry;

/// <summary>How long a transfer was in which room.</summary>
public sealed class TransferClockTests
{
    [Fact]
    public void The_visits_leave_no_gap_and_add_up_to_the_whole()
    {
        var time = new Ticking();
        var clock = new TransferClock(time);
        time.Milliseconds = 3;
        clock.Enter(Room.Identity);
        time.Milliseconds = 10;
        clock.Enter(Room.Closing);
        time.Milliseconds = 30;
        clock.Stop();

        Assert.Equal(
            [
                new Visit(Room.Listening, TimeSpan.Zero, TimeSpan.FromMilliseconds(3)),
                new Visit(Room.Identity, TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(7)),
                new Visit(Room.Closing, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20)),
            ],
            [clock[0], clock[1], clock[2]]);
        Assert.Equal(3, clock.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(30), clock.Whole);
    }

    [Fact]
    public void To_enter_the_room_it_is_in_is_no_new_visit()
    {
        var clock = new TransferClock(TimeProvider.System);
        clock.Enter(Room.Closing);
        clock.Enter(Room.Closing);

        Assert.Equal(2, clock.Count);
    }

    [Fact]
    public void More_visits_than_there_are_places_are_not_noted_and_harm_nothing()
    {
        var clock = new TransferClock(TimeProvider.System);
        for (var i = 0; i < 100; i++)
        {
            clock.Enter(i % 2 == 0 ? Room.Reading : Room.Ledger);
        }

        clock.Stop();
        Assert.Equal(16, clock.Count);
        Assert.True(clock[15].Took >= TimeSpan.Zero);
    }

    private sealed class Ticking : TimeProvider
    {
        internal long Milliseconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;
    }
}
