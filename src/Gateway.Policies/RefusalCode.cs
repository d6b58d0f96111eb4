using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies;

/// <summary>
/// Every reason a transfer can be turned back, under the name callers see on the wire (FORMATS.md 4).
/// Callers and auditors match on these strings: add codes freely, never rename or reuse one.
/// </summary>
public sealed class RefusalCode
{
    private static readonly List<RefusalCode> Registered = [];

    private RefusalCode(string wire, int httpStatus)
    {
        Wire = wire;
        HttpStatus = httpStatus;
        Registered.Add(this);
    }

    // Room 1, Listening
    public static RefusalCode MessageMalformed { get; } = new("message.malformed", 400);
    public static RefusalCode MessageAmbiguousLength { get; } = new("message.ambiguous_length", 400);
    public static RefusalCode MessageHeaderTooLarge { get; } = new("message.header_too_large", 400);
    public static RefusalCode MessageMethod { get; } = new("message.method", 400);
    public static RefusalCode MessageUpgrade { get; } = new("message.upgrade", 400);

    /// <summary>Counted only: what TLS turned away before a request existed.</summary>
    public static RefusalCode MessageTls { get; } = new("message.tls", 400);

    // Room 2, Identity
    public static RefusalCode CertificateAbsent { get; } = new("certificate.absent", 403);
    public static RefusalCode CertificateUntrusted { get; } = new("certificate.untrusted", 403);
    public static RefusalCode CertificateExpired { get; } = new("certificate.expired", 403);
    public static RefusalCode CertificateNotYetValid { get; } = new("certificate.not_yet_valid", 403);
    public static RefusalCode CertificateRevoked { get; } = new("certificate.revoked", 403);
    public static RefusalCode CertificateRevocationUnknown { get; } = new("certificate.revocation_unknown", 403);
    public static RefusalCode CertificateUsage { get; } = new("certificate.usage", 403);
    public static RefusalCode CertificatePolicy { get; } = new("certificate.policy", 403);
    public static RefusalCode CertificateType { get; } = new("certificate.type", 403);
    public static RefusalCode CertificateAlgorithm { get; } = new("certificate.algorithm", 403);
    public static RefusalCode PartyUnknown { get; } = new("party.unknown", 403);
    public static RefusalCode PartyAmbiguous { get; } = new("party.ambiguous", 403);
    public static RefusalCode PartyZone { get; } = new("party.zone", 403);
    public static RefusalCode PartyNotOnRoute { get; } = new("party.not_on_route", 403);
    public static RefusalCode PartyRole { get; } = new("party.role", 403);

    /// <summary>A sidecar listener's: the Host is not one of its own, which is how DNS rebinding looks.</summary>
    public static RefusalCode PartyHost { get; } = new("party.host", 403);

    /// <summary>A sidecar listener's: a web page of another origin asks, through somebody's browser.</summary>
    public static RefusalCode PartyOrigin { get; } = new("party.origin", 403);

    /// <summary>The audit listener's: what is asked for holds more than the reader may see.</summary>
    public static RefusalCode PartyScope { get; } = new("party.scope", 403);

    // Room 3, Routing
    public static RefusalCode RouteUnknown { get; } = new("route.unknown", 404);
    public static RefusalCode RouteParameter { get; } = new("route.parameter", 400);
    public static RefusalCode RouteHeader { get; } = new("route.header", 400);

    // Room 4, Permit
    public static RefusalCode CategoryUnknown { get; } = new("category.unknown", 403);
    public static RefusalCode CategoryNotCovered { get; } = new("category.not_covered", 403);
    public static RefusalCode PurposeNotCovered { get; } = new("purpose.not_covered", 403);
    public static RefusalCode InstrumentMissing { get; } = new("instrument.missing", 403);
    public static RefusalCode InstrumentExpired { get; } = new("instrument.expired", 403);
    public static RefusalCode InstrumentNotYet { get; } = new("instrument.not_yet", 403);
    public static RefusalCode InstrumentEnvelope { get; } = new("instrument.envelope", 403);
    public static RefusalCode InstrumentFiling { get; } = new("instrument.filing", 403);
    public static RefusalCode InstrumentPia { get; } = new("instrument.pia", 403);
    public static RefusalCode GradeCore { get; } = new("grade.core", 451);
    public static RefusalCode GradeImportant { get; } = new("grade.important", 451);
    public static RefusalCode Stopped { get; } = new("stopped", 503);

    // Room 5, Reading
    public static RefusalCode BodyTooLarge { get; } = new("body.too_large", 413);
    public static RefusalCode BodyMedia { get; } = new("body.media", 415);
    public static RefusalCode BodyEncoding { get; } = new("body.encoding", 415);
    public static RefusalCode BodyMalformed { get; } = new("body.malformed", 400);
    public static RefusalCode BodyUnexpected { get; } = new("body.unexpected", 400);
    public static RefusalCode BodyAborted { get; } = new("body.aborted", 400);
    public static RefusalCode BodyTimeout { get; } = new("body.timeout", 400);

    // Room 6, Screening
    public static RefusalCode FieldUnlisted { get; } = new("field.unlisted", 422);
    public static RefusalCode FieldShape { get; } = new("field.shape", 422);
    public static RefusalCode FieldValue { get; } = new("field.value", 422);
    public static RefusalCode ScreenFinding { get; } = new("screen.finding", 422);
    public static RefusalCode ScreenDepth { get; } = new("screen.depth", 422);
    public static RefusalCode ScreenSmallGroup { get; } = new("screen.small_group", 422);
    public static RefusalCode ScreenOpaque { get; } = new("screen.opaque", 422);
    public static RefusalCode ConsentMissing { get; } = new("consent.missing", 403);
    public static RefusalCode ConsentWithdrawn { get; } = new("consent.withdrawn", 403);
    public static RefusalCode ConsentExpired { get; } = new("consent.expired", 403);
    public static RefusalCode ConsentScope { get; } = new("consent.scope", 403);
    public static RefusalCode ConsentBundled { get; } = new("consent.bundled", 403);
    public static RefusalCode ConsentGuardian { get; } = new("consent.guardian", 403);
    public static RefusalCode ConsentSubjectMissing { get; } = new("consent.subject_missing", 403);
    public static RefusalCode VolumeExhausted { get; } = new("volume.exhausted", 429);
    public static RefusalCode VolumeUnshared { get; } = new("volume.unshared", 429);
    public static RefusalCode VolumeAssessment { get; } = new("volume.assessment", 429);
    public static RefusalCode VolumeContract { get; } = new("volume.contract", 429);

    // Peer gateways
    public static RefusalCode StampMissing { get; } = new("stamp.missing", 403);
    public static RefusalCode StampInvalid { get; } = new("stamp.invalid", 403);
    public static RefusalCode StampReplayed { get; } = new("stamp.replayed", 403);

    // Room 8, Ledger
    public static RefusalCode LedgerUnavailable { get; } = new("ledger.unavailable", 503);

    /// <summary>The audit listener's: what is derived from the ledger is being made; it has to wait.</summary>
    public static RefusalCode LedgerBehind { get; } = new("ledger.behind", 503);

    // Room 9, Forwarding
    public static RefusalCode UpstreamUnreachable { get; } = new("upstream.unreachable", 502);
    public static RefusalCode UpstreamUntrusted { get; } = new("upstream.untrusted", 502);
    public static RefusalCode UpstreamTimeout { get; } = new("upstream.timeout", 504);
    public static RefusalCode UpstreamProtocol { get; } = new("upstream.protocol", 502);

    // The operator and the audit listener
    public static RefusalCode TransferUnknown { get; } = new("transfer.unknown", 404);

    // Any room
    public static RefusalCode DeclarationMismatch { get; } = new("declaration.mismatch", 422);
    public static RefusalCode LimitRate { get; } = new("limit.rate", 429);
    public static RefusalCode LimitConcurrency { get; } = new("limit.concurrency", 429);
    public static RefusalCode FaultInternal { get; } = new("fault.internal", 500);

    /// <summary>Every code, in the order of the rooms.</summary>
    public static IReadOnlyList<RefusalCode> All { get; } = Registered.AsReadOnly();

    private static readonly FrozenDictionary<string, RefusalCode> ByWire =
        All.ToFrozenDictionary(code => code.Wire, StringComparer.Ordinal);

    /// <summary>The stable name: a subject and a reason, lower snake case, for example "route.unknown".</summary>
    public string Wire { get; }

    /// <summary>The HTTP status on the request leg; on the response leg every refusal is 502 (DESIGN.md 3).</summary>
    public int HttpStatus { get; }

    /// <summary>The code of that wire name, or false.</summary>
    public static bool TryParse(string wire, [NotNullWhen(true)] out RefusalCode? code) =>
        ByWire.TryGetValue(wire, out code);

    public override string ToString() => Wire;
}
