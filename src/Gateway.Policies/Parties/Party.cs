namespace Gateway.Policies.Parties;

/// <summary>Which side of the boundary: CN is north; HK and MO are south.</summary>
public enum Zone
{
    CN,
    HK,
    MO,
}

/// <summary>What a party may be on a route, or in front of the ledger.</summary>
public enum PartyRole
{
    Exporter,
    Recipient,
    Regulator,
}

/// <summary>A legal entity, or a registered branch of one. Volumes count per legal entity.</summary>
/// <param name="Registration">USCC on the mainland (checked), BR or CR number in Hong Kong.</param>
/// <param name="City">GB/T 2260 code, six digits; null where it is not given.</param>
/// <param name="BranchOf">The legal entity this is a branch of; null for a legal entity.</param>
/// <param name="Ciio">Critical information infrastructure operator: only ASSESS may carry its data.</param>
public sealed record Party(
    PartyId Id,
    Zone Zone,
    Titles Name,
    string Registration,
    string? City,
    PartyId? BranchOf,
    bool Ciio,
    bool StateOrgan,
    IReadOnlySet<PartyRole> Roles,
    IReadOnlyList<CertificateMatch> Certificates,
    ReadScope? Scope,
    Mark Mark)
{
    /// <summary>Its scope, with its own zone where that names none; null: it reads nothing.</summary>
    public ReadScope? Reads => Scope is { Zones.Count: 0 } own ? own with { Zones = [Zone] } : Scope;
}

/// <summary>
/// One way a certificate can be a party's or an officer's: by fingerprint, or by trust-list entry and subject
/// attributes. All attributes must hold, each exactly once in the subject, compared ordinally.
/// </summary>
/// <param name="Sha256">Lower-case hex of the DER's SHA-256; null when matched by attributes.</param>
/// <param name="Entry">Trust-list entry id; null when matched by fingerprint.</param>
/// <param name="Match">
/// Attribute name (commonName, organizationName, organizationIdentifier, serialNumber, ...) to value.
/// </param>
public sealed record CertificateMatch(
    string? Sha256,
    string? Entry,
    IReadOnlyDictionary<string, string> Match,
    Mark Mark);

/// <summary>
/// What a regulator, or an officer with the role auditor, may read of the ledger; nothing where it is not said.
/// </summary>
/// <param name="Zones">Empty: a regulator's own zone. An officer has none of its own: empty is nothing.</param>
/// <param name="Parties">"*": all of the zones.</param>
/// <param name="Categories">"*": all, and what has no category.</param>
public sealed record ReadScope(
    IReadOnlyList<Zone> Zones,
    IReadOnlyList<string> Parties,
    IReadOnlyList<string> Categories);

/// <summary>What an officer may decide; two-person rules name officers.</summary>
public enum OfficerRole
{
    Reviewer,
    Officer,
    Custodian,
    Auditor,
    Operator,
}

/// <summary>A person with a certificate and roles.</summary>
public sealed record Officer(
    OfficerId Id,
    Titles Name,
    IReadOnlyList<CertificateMatch> Certificates,
    IReadOnlySet<OfficerRole> Roles,
    Mark Mark)
{
    /// <summary>Of an auditor: what it may read. Null: nothing.</summary>
    public ReadScope? Scope { get; init; }
}
