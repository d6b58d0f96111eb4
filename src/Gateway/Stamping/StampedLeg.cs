using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Instruments;
using Gateway.Reading;
using Gateway.Rooms;
using Gateway.Screening;

namespace Gateway.Stamping;

/// <summary>Room 7's result: what leaves, with its statement and stamp.</summary>
internal sealed class StampedLeg
{
    private StampedLeg(ScreenedLeg screened, byte[] statement, StampedMessage stamp, string contentType)
    {
        Permitted = screened.Permitted;
        Leg = screened.Leg;
        Permission = screened.Permission;
        Body = screened.Output;
        Subjects = screened.Subjects;
        Fields = screened.Fields;
        Statement = statement;
        Stamp = stamp;
        ContentType = contentType;
    }

    internal PermittedTransfer Permitted { get; }

    internal Leg Leg { get; }

    internal Permission Permission { get; }

    internal OutgoingBody Body { get; }

    internal SubjectSet Subjects { get; }

    /// <summary>Null where the category does not commit to its values.</summary>
    internal FieldCommitments? Fields { get; }

    /// <summary>The exact bytes that are signed and recorded.</summary>
    internal byte[] Statement { get; }

    internal StampedMessage Stamp { get; }

    internal string ContentType { get; }

    /// <summary>Room 7: signs what leaves, not what came.</summary>
    internal sealed class StampingRoom(string origin, TimeProvider time)
    {
        private readonly StatementOf _statements = new(origin);

        /// <summary>Disposes the body where it cannot be signed.</summary>
        /// <param name="status">Of the answer, on the response leg; null on the request leg.</param>
        internal StampedLeg Stamp(ScreenedLeg screened, int? status)
        {
            screened.Permitted.Arrival.Enter(Room.Stamping);
            StampedLeg? stamped = null;
            try
            {
                return stamped = Sign(screened, status);
            }
            finally
            {
                if (stamped is null)
                {
                    screened.Output.Dispose();
                }
            }
        }

        private StampedLeg Sign(ScreenedLeg screened, int? status)
        {
            var now = time.GetUtcNow();
            var contentType = screened.ContentType;
            var statement = _statements.Leg(screened, contentType, now).ToJson();
            var content = new StampContent(contentType, screened.Digest, statement);
            var arrival = screened.Permitted.Arrival;
            var stamp = arrival.Pinned.Endorsed.Stamp;
            var message = status is { } answered
                ? stamp.OfResponse(answered, arrival.AsSigned(), content, now)
                : stamp.OfRequest(arrival.Method, screened.Permitted.Routed.TargetUri, content, now);
            return new StampedLeg(screened, statement, message, contentType);
        }
    }
}
