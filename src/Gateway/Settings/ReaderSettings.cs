using System.Net;
using Gateway.Witnessing;

namespace Gateway.Settings;

/// <summary>A server that is asked over HTTP: a witness, or whoever serves a log's files.</summary>
/// <param name="Url">https; or http on loopback. Required.</param>
/// <param name="Authority">PEM of the only authorities believed for it. Default: those of the system.</param>
/// <param name="Certificate">PEM of the certificate that is shown to it. Default: none.</param>
/// <param name="Key">PEM of its private key, mode 0600. Required with the certificate.</param>
internal sealed record ServerSettings(Uri Url, string? Authority, string? Certificate, string? Key);

/// <summary>The one listener of a witness or a mirror.</summary>
/// <param name="Address">IP address and port; without a certificate on loopback alone. Required.</param>
/// <param name="Certificate">PEM: the server's certificate, then its issuers. Default: none, plain HTTP.</param>
/// <param name="Key">PEM of its private key, mode 0600. Required with the certificate.</param>
/// <param name="Clients">PEM certificates that may connect. Required with the certificate.</param>
internal sealed record SmallDoorSettings(
    IPEndPoint Address, string? Certificate, string? Key, IReadOnlyList<string> Clients)
{
    /// <summary>Without a certificate, what the Host may be beside address and localhost. Default: nothing.</summary>
    internal IReadOnlyList<string> Hosts { get; init; } = [];
}

/// <summary>witness.json: what <c>gateway witness</c> is told (docs/formats/witness.md).</summary>
/// <param name="Name">Of the witness's key in notes; no white space, no '+'. Required.</param>
/// <param name="Key">PEM file of the Ed25519 private key, mode 0600. Required.</param>
/// <param name="Endorsement">witness-key.json; its ".p7s" beside it. Default: none.</param>
/// <param name="Directory">Where the last cosigned heads stand. Required.</param>
/// <param name="Logs">Whose heads are cosigned. Required.</param>
internal sealed record WitnessSettings(
    string Name,
    string Key,
    string? Endorsement,
    string Directory,
    SmallDoorSettings Listen,
    IReadOnlyList<TrustedLog> Logs,
    LogSettings Log);

/// <summary>mirror.json: what <c>gateway mirror</c> is told (docs/formats/mirror.md).</summary>
/// <param name="Directory">Where the copies stand. Required.</param>
/// <param name="Interval">Between two rounds. Default 00:01:00.</param>
/// <param name="StoppedAfter">A log that has not grown for so long has stopped. Default 00:05:00.</param>
/// <param name="Timeout">For one file. Default 00:00:10.</param>
/// <param name="Listen">Where the copies are served. Default: nowhere.</param>
/// <param name="Logs">What is copied. Required.</param>
/// <param name="MaxBytes">Of all copies together. "MaxMiB", default 262144 (256 GiB).</param>
internal sealed record MirrorSettings(
    string Directory,
    TimeSpan Interval,
    TimeSpan StoppedAfter,
    TimeSpan Timeout,
    SmallDoorSettings? Listen,
    IReadOnlyList<MirroredLogSettings> Logs,
    LogSettings Log,
    long MaxBytes);

/// <summary>One ledger that is copied.</summary>
/// <param name="Log">Its key, and from which year on.</param>
/// <param name="Source">Where its folder is served; the years stand below.</param>
/// <param name="Entries">Whether the entries are served to this mirror too, and copied. Default false.</param>
/// <param name="MaxBytes">Of this ledger's copy, all its years. "MaxMiB", default 65536 (64 GiB).</param>
internal sealed record MirroredLogSettings(TrustedLog Log, ServerSettings Source, bool Entries, long MaxBytes);
