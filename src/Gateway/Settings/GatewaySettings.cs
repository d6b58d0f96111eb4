using System.Net;
using System.Net.Sockets;
using Gateway.Ledger.Notes;
using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Settings;

/// <summary>Everything gateway.json says, typed and checked. Paths are absolute. Immutable.</summary>
internal sealed record GatewaySettings(
    IReadOnlyList<ListenerSettings> Listeners,
    IdentitySettings Identity,
    KeysSettings Keys,
    TrustSettings Trust,
    PolicySettings Policy,
    ReadingSettings Reading,
    StampingSettings Stamping,
    LedgerSection Ledger,
    StateSettings State,
    ForwardingSettings Forwarding,
    AuditSettings Audit,
    LogSettings Log,
    TelemetrySettings Telemetry);

/// <summary>The kinds of listener the contract names.</summary>
internal enum ListenerKind
{
    North,
    South,
    Operator,
    Audit,
    Probe,
    Observe,
}

/// <summary>One door of the "Listeners" section.</summary>
/// <param name="Name">The key it stands under.</param>
/// <param name="Kind">"north", "south", "operator", "audit" or "probe". Default: the name, where it is a kind.</param>
/// <param name="Address">IP address and port, or a sidecar's "Socket". Required.</param>
/// <param name="Certificate">PEM file: the server's certificate and its issuers. Required with TLS.</param>
/// <param name="Key">PEM file of its private key, mode 0600. Required with TLS.</param>
/// <param name="MaxConnections">Connections of this listener at a time. Default 1024.</param>
internal sealed record ListenerSettings(
    string Name, ListenerKind Kind, EndPoint Address, string Certificate, string Key, int MaxConnections)
{
    /// <summary>Set by "Mode": "sidecar"; Default none: TLS, and a certificate answers who is calling.</summary>
    internal SidecarSettings? Sidecar { get; init; }

    /// <summary>Of an operator or audit listener: zone of its callers' authorities. Default null: any.</summary>
    internal Zone? Zone { get; init; }

    /// <summary>Reached from this machine alone.</summary>
    internal bool IsLocal =>
        Address is UnixDomainSocketEndPoint || Address is IPEndPoint ip && IPAddress.IsLoopback(ip.Address);
}

/// <summary>
/// A listener for the one application beside the gateway: plain HTTP that never leaves the machine, no certificate.
/// </summary>
/// <param name="Party">Who is calling, whoever connects: a party of the listener's zone. Required.</param>
/// <param name="PartyMark">Where it stands, for a bundle that lacks it. Default: none.</param>
/// <param name="Uids">User ids that may connect to the socket. Required with "Socket".</param>
/// <param name="Gid">Group of the socket file, whose mode is then 0660. Default none: 0600.</param>
/// <param name="Hosts">What the Host of a request must be exactly. Required with "Address".</param>
internal sealed record SidecarSettings(
    PartyId Party, Mark PartyMark, IReadOnlyList<uint> Uids, uint? Gid, IReadOnlyList<string> Hosts);

/// <summary>The "Identity" section.</summary>
/// <param name="HandshakeTimeout">For a TLS handshake. Default 00:00:10.</param>
/// <param name="TransferTimeout">For a whole transfer, from its head to the answer. Default 00:02:00.</param>
/// <param name="MaxConcurrent">Transfers under way, of all parties. Default 1024.</param>
/// <param name="MaxConcurrentPerParty">Transfers under way, of one party. Default 512.</param>
/// <param name="RequestsPerSecondPerParty">On average. Default 20000.</param>
/// <param name="BurstPerParty">At once, above the average. Default 20000.</param>
internal sealed record IdentitySettings(
    TimeSpan HandshakeTimeout,
    TimeSpan TransferTimeout,
    int MaxConcurrent,
    int MaxConcurrentPerParty,
    int RequestsPerSecondPerParty,
    int BurstPerParty);

/// <summary>The "Keys" section.</summary>
/// <param name="File">The keys file (FORMATS.md 2). Required.</param>
internal sealed record KeysSettings(string File);

/// <summary>The "Trust" section: one list per side, each with its pinned signer.</summary>
/// <param name="Lists">Keyed by zone. Required: at least two zones.</param>
/// <param name="Crls">Folder of CRLs (DER or PEM). Required.</param>
internal sealed record TrustSettings(IReadOnlyList<TrustListSettings> Lists, string Crls);

/// <summary>One trust list.</summary>
/// <param name="File">The list; its signature stands beside it, ".p7s" appended. Required.</param>
/// <param name="Signer">PEM certificate of the one who signs this list; pinned here, never by a list. Required.</param>
internal sealed record TrustListSettings(Zone Zone, string File, string Signer);

/// <summary>The "Policy" section.</summary>
/// <param name="Folder">The bundle. Required.</param>
/// <param name="Signatures">Officers who must have signed it. Default 1.</param>
/// <param name="Officers">PEM certificates of the officers who count. Required unless unsigned is allowed.</param>
/// <param name="AllowUnsigned">Only with every listener on loopback. Default false.</param>
/// <param name="ReloadInterval">How often files are looked at for a change. Default 00:00:02.</param>
internal sealed record PolicySettings(
    string Folder, int Signatures, IReadOnlyList<string> Officers, bool AllowUnsigned, TimeSpan ReloadInterval);

/// <summary>The "Reading" section.</summary>
/// <param name="MaxBodyBytes">Largest body, decoded. Default and most 16 MiB.</param>
/// <param name="MemoryBudgetBytes">For all bodies at one time. Default 512 MiB.</param>
/// <param name="MemoryBudgetPerPartyBytes">Of it, for those of one party. Default half of it.</param>
/// <param name="MaxExpansion">Largest ratio of decoded to encoded bytes. Default 100.</param>
/// <param name="HeadersTimeout">For the head of a request. Default 00:00:10.</param>
/// <param name="Timeout">To wait for a whole body. Default 00:00:30.</param>
/// <param name="RoomTimeout">How long a large body waits for memory. Default 00:01:00.</param>
/// <param name="SpoolDirectory">Where longer bodies wait, encrypted. Default none: they are refused.</param>
/// <param name="MaxSpooledBytes">Largest body that goes by record, decoded. Default and most 2147483647.</param>
internal sealed record ReadingSettings(
    int MaxBodyBytes,
    long MemoryBudgetBytes,
    long MemoryBudgetPerPartyBytes,
    int MaxExpansion,
    TimeSpan HeadersTimeout,
    TimeSpan Timeout,
    TimeSpan RoomTimeout,
    string? SpoolDirectory = null,
    int MaxSpooledBytes = int.MaxValue)
{
    /// <summary>The longest body that any category takes.</summary>
    internal int LongestBody => SpoolDirectory is null ? MaxBodyBytes : Math.Max(MaxBodyBytes, MaxSpooledBytes);
}

/// <summary>The "Stamping" section.</summary>
/// <param name="Key">PEM file of the Ed25519 private key, mode 0600. Required.</param>
/// <param name="Endorsement">The endorsement, stamping-key.json; its ".p7s" beside it. Required.</param>
internal sealed record StampingSettings(string Key, string Endorsement);

/// <summary>The "Ledger" section.</summary>
/// <param name="Directory">Where it stands. Required.</param>
/// <param name="Origin">Its name; never changes. Required.</param>
/// <param name="Key">PEM file of the Ed25519 private key, mode 0600. Required.</param>
/// <param name="Endorsement">The endorsement, ledger-key.json; its ".p7s" beside it. Required.</param>
/// <param name="Anchor">File with the last published head, best on another volume. Required.</param>
/// <param name="AppendTimeout">For a write to come back; then the ledger stops. Default 00:00:30.</param>
/// <param name="TickInterval">Between two tick entries. Default 00:01:00.</param>
/// <param name="StopGrace">How long 503 is answered after a stop. Default 00:00:30.</param>
/// <param name="SealInterval">Between two seals. Default 01:00:00.</param>
/// <param name="Seal">The e-certificate that seals. Default: none, and nothing is sealed.</param>
internal sealed record LedgerSection(
    string Directory,
    string Origin,
    string Key,
    string Endorsement,
    string Anchor,
    TimeSpan AppendTimeout,
    TimeSpan TickInterval,
    TimeSpan StopGrace,
    TimeSpan SealInterval,
    SealSettings? Seal)
{
    /// <summary>Who is asked to cosign what is published. Default: nobody.</summary>
    internal CosigningSettings? Witnesses { get; init; }

    /// <summary>Origins of the organisation's other logs, for its signed list. Default: none.</summary>
    internal IReadOnlyList<string> OtherLogs { get; init; } = [];
}

/// <summary>The "Ledger:Witnesses" section.</summary>
/// <param name="Quorum">How many must cosign a head. Required.</param>
/// <param name="Interval">Between two rounds. Default 00:00:10.</param>
/// <param name="Timeout">For one witness in a round. Default 00:00:05.</param>
/// <param name="StopAfter">Of "WithoutQuorum": "stop": then nothing leaves. Default 01:00:00; null: it goes on.</param>
/// <param name="Members">Whom to ask. Required.</param>
internal sealed record CosigningSettings(
    int Quorum,
    TimeSpan Interval,
    TimeSpan Timeout,
    TimeSpan? StopAfter,
    IReadOnlyList<CosignerSettings> Members);

/// <summary>One member of "Ledger:Witnesses:Members".</summary>
/// <param name="Name">The key it stands under.</param>
/// <param name="Key">Of "Vkey", what the witness signs with. Required.</param>
/// <param name="Server">Where it is asked: "Url", "Authority", "Certificate", "Key". Required.</param>
internal sealed record CosignerSettings(string Name, WitnessKey Key, ServerSettings Server);

/// <summary>The "Ledger:Seal" section: an e-certificate for signing that both sides recognise.</summary>
/// <param name="Certificate">PEM file of the certificate. Required.</param>
/// <param name="Key">PEM file of its private key, RSA or ECDSA, mode 0600. Required.</param>
/// <param name="Timestamp">URL of an RFC 3161 authority, or "off". Default: off, with a warning.</param>
internal sealed record SealSettings(string Certificate, string Key, Uri? Timestamp)
{
    /// <summary>False: nobody said whether seals shall have timestamps. Default: false.</summary>
    internal bool SaysTimestamp { get; init; }
}

/// <summary>The "State" section.</summary>
/// <param name="Directory">Small files: the last accepted bundle, the stop switch. Required.</param>
/// <param name="DrainTimeout">To finish what is under way when told to stop. Default 00:00:25.</param>
internal sealed record StateSettings(string Directory, TimeSpan DrainTimeout);

/// <summary>The "Forwarding" section.</summary>
/// <param name="Identities">Client identity by party id, or "*" for every other. Required: "*" or every callee.</param>
/// <param name="ConnectTimeout">To connect and shake hands. Default 00:00:05.</param>
/// <param name="Timeout">For a whole exchange with the far side. Default 00:00:30.</param>
/// <param name="Http2">Speak HTTP/2 to upstreams. Default false.</param>
internal sealed record ForwardingSettings(
    IReadOnlyDictionary<string, ClientIdentitySettings> Identities,
    TimeSpan ConnectTimeout,
    TimeSpan Timeout,
    bool Http2);

/// <summary>What the gateway shows a peer: certificate and private key files, PEM.</summary>
internal sealed record ClientIdentitySettings(string Certificate, string Key);

/// <summary>The "Log" section: the operational log on stderr.</summary>
/// <param name="Level">Least level written. Default Information.</param>
/// <param name="Json">One JSON object a line instead of text. Default false.</param>
internal sealed record LogSettings(LogLevel Level, bool Json);

/// <summary>The "Telemetry" section: traces and metrics sent by OTLP. /metrics on the probe needs none of it.</summary>
/// <param name="ServiceName">service.name of what is sent. Default gateway.</param>
/// <param name="TraceRatio">Share of transfers that are traced, 0 to 1. Default 0.1.</param>
/// <param name="Otlp">Where to. Default: nowhere, and nothing is sent.</param>
internal sealed record TelemetrySettings(string ServiceName, double TraceRatio, OtlpSettings? Otlp);

/// <summary>The "Telemetry:Otlp" section.</summary>
/// <param name="Endpoint">https; or http on loopback. Required.</param>
/// <param name="Protocol">"http/protobuf" or "grpc". Default http/protobuf.</param>
/// <param name="Authority">PEM of the only authority believed for it. Default: those of the system.</param>
/// <param name="Interval">Between two exports. Default 00:00:10.</param>
internal sealed record OtlpSettings(Uri Endpoint, OtlpProtocol Protocol, string? Authority, TimeSpan Interval);

/// <summary>How OTLP is spoken.</summary>
internal enum OtlpProtocol
{
    HttpProtobuf,
    Grpc,
}
