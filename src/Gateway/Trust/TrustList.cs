using System.Security.Cryptography.X509Certificates;
using Gateway.Ledger.Entries;
using Gateway.Policies.Parties;

namespace Gateway.Trust;

/// <summary>One side's signed list, read, verified and fault-free.</summary>
/// <param name="NextUpdate">After this the list is stale and recognises nobody.</param>
internal sealed record TrustList(
    TrustListState State,
    Zone Zone,
    DateTimeOffset Issued,
    DateTimeOffset NextUpdate,
    string Operator,
    IReadOnlyList<TrustEntry> Entries)
{
    /// <summary>The exact bytes it was read from; empty for one that was made in memory.</summary>
    internal ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The CMS over them.</summary>
    internal ReadOnlyMemory<byte> Signature { get; init; }
}

/// <summary>One authority under one policy for one use, as one side sees it.</summary>
/// <param name="Zone">The zone the authority belongs to: its own list, or the other side's, may say so.</param>
/// <param name="Anchor">The root. Equal to <paramref name="Issuer"/> where the root issues itself.</param>
/// <param name="Issuer">The one CA that may sign certificates under this entry.</param>
/// <param name="PolicyOid">Base identifier; an accepted version is appended to it.</param>
/// <param name="Algorithms">Signature algorithms by name, for example "ECDSA-SHA256".</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Since">When the status came into force.</param>
internal sealed record TrustEntry(
    string Id,
    Zone Zone,
    string Ca,
    CertificateType CertType,
    X509Certificate2 Anchor,
    X509Certificate2 Issuer,
    TypeMatch TypeMatch,
    string PolicyOid,
    IReadOnlyList<string> AcceptVersions,
    IReadOnlyList<string> Algorithms,
    TrustUse Use,
    DateTimeOffset From,
    DateTimeOffset To,
    bool IsGranted,
    DateTimeOffset Since,
    IReadOnlyList<string> Crl,
    string? Ocsp,
    TimeSpan MaxCrlAge)
{
    /// <summary>
    /// Granted, and now is within its time. A grant of tomorrow is none; a withdrawal holds at once.
    /// </summary>
    internal bool IsInForce(DateTimeOffset now) => IsGranted && Since <= now && From <= now && now < To;
}

/// <summary>The subject attribute that tells the certificate type, and the value it must have.</summary>
internal sealed record TypeMatch(string Attribute, string Value);
