using Gateway.Identity;
using Gateway.Permit;
using Gateway.Reading;
using Gateway.Screening;

namespace Gateway.Rooms;

/// <summary>
/// The rooms a mirrored copy goes through: the first six, and no other. What stamps, records a release or forwards is
/// not among them, so nothing that holds these can do it.
/// </summary>
internal sealed record ObservationRooms(
    IdentifiedTransfer.IdentityRoom Identity,
    AdmittedTransfer.AdmissionRoom Admission,
    PermittedTransfer.PermitRoom Permit,
    ReadLeg.ReadingRoom Reading,
    ScreenedLeg.ScreeningRoom Screening,
    BodyReader Bodies);
