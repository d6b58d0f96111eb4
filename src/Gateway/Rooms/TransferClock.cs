using System.Runtime.CompilerServices;

namespace Gateway.Rooms;

/// <summary>
/// How long a transfer was in each room. A room is left when the next one is entered, so the visits leave no gap. Part
/// of its arrival, allocates nothing, and is written by the one flow that walks through the rooms.
/// </summary>
internal struct TransferClock
{
    // A transfer that carries something both ways enters 14; beyond the last place nothing is noted.
    private const int Places = 16;

    private readonly TimeProvider _time;
    private Marks _marks;
    private int _count;
    private long _end;

    internal TransferClock(TimeProvider time)
    {
        _time = time;
        Enter(Room.Listening);
    }

    internal readonly int Count => _count;

    /// <summary>From the arrival to the stop.</summary>
    internal readonly TimeSpan Whole => _time.GetElapsedTime(_marks[0].Stamp, _end);

    internal readonly Visit this[int index]
    {
        get
        {
            var (room, stamp) = _marks[index];
            var next = index + 1 < _count ? _marks[index + 1].Stamp : _end;
            return new Visit(
                room, _time.GetElapsedTime(_marks[0].Stamp, stamp), _time.GetElapsedTime(stamp, next));
        }
    }

    /// <summary>Entering the room it is in changes nothing.</summary>
    internal void Enter(Room room)
    {
        if (_count < Places && (_count == 0 || _marks[_count - 1].Room != room))
        {
            _marks[_count++] = new Mark(room, _time.GetTimestamp());
        }
    }

    /// <summary>Leaves the last room.</summary>
    internal void Stop() => _end = _time.GetTimestamp();

    private readonly record struct Mark(Room Room, long Stamp);

    [InlineArray(Places)]
    private struct Marks
    {
        private Mark _first;
    }
}

/// <summary>One stay in one room.</summary>
/// <param name="Start">Since the arrival.</param>
internal readonly record struct Visit(Room Room, TimeSpan Start, TimeSpan Took);
