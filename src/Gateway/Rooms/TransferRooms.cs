using Gateway.Closing;
using Gateway.Forwarding;
using Gateway.Identity;
using Gateway.Ledger;
using Gateway.Permit;
using Gateway.Reading;
using Gateway.Screening;
using Gateway.Stamping;

namespace Gateway.Rooms;

/// <summary>The rooms that hold something: keys, files, connections. Those that do not are static.</summary>
internal sealed record TransferRooms(
    IdentifiedTransfer.IdentityRoom Identity,
    AdmittedTransfer.AdmissionRoom Admission,
    PermittedTransfer.PermitRoom Permit,
    ReadLeg.ReadingRoom Reading,
    ScreenedLeg.ScreeningRoom Screening,
    StampedLeg.StampingRoom Stamping,
    RecordedLeg.LedgerRoom Ledger,
    ForwardingRoom Forwarding,
    ClosingRoom Closing);
