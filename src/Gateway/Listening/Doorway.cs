namespace Gateway.Listening;

/// <summary>What the doors share: what is in force, and what is kept of connections.</summary>
/// <param name="Snapshots">The certificate a handshake shows is the one of its moment.</param>
/// <param name="Rejected">Those turned away before there was a request, counted.</param>
/// <param name="Open">Those that are open.</param>
/// <param name="Places">How many there may be, by the listener's name.</param>
internal sealed record Doorway(
    SnapshotStore Snapshots,
    RejectedConnections Rejected,
    OpenConnections Open,
    IReadOnlyDictionary<string, ConnectionPlaces> Places);
