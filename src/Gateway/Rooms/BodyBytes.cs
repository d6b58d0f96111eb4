using Gateway.Policies;

namespace Gateway.Rooms;

/// <summary>Bytes of the bodies of one transfer: as they were read, decoded, and as they were released.</summary>
internal struct BodyBytes
{
    private long _requestRead;
    private long _requestReleased;
    private long _responseRead;
    private long _responseReleased;

    internal readonly long Read(Leg leg) => leg == Leg.Request ? _requestRead : _responseRead;

    internal readonly long Released(Leg leg) => leg == Leg.Request ? _requestReleased : _responseReleased;

    internal void NoteRead(Leg leg, long bytes) => (leg == Leg.Request ? ref _requestRead : ref _responseRead) = bytes;

    internal void NoteReleased(Leg leg, long bytes) =>
        (leg == Leg.Request ? ref _requestReleased : ref _responseReleased) = bytes;
}
