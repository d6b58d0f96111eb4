using Gateway.Audit.Desk;
using Gateway.Observing;
using Gateway.Operations;

namespace Gateway.Listening;

/// <summary>What is answered and is no transfer.</summary>
internal sealed record SideDoors(
    PublishedKeys Keys, OperatorDesk Operators, AuditDesk Auditors, ProbeEndpoint Probe, ObservationDesk Observers);
