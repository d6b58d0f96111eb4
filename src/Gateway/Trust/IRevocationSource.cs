namespace Gateway.Trust;

/// <summary>What is known about one certificate. Anything but <see cref="Good"/> is a no.</summary>
internal enum RevocationAnswer
{
    Unknown,
    Good,
    Revoked,
}

/// <summary>
/// Where revocation is asked, in memory and without waiting: nothing is fetched in a handshake. A folder of CRLs
/// today; lists fetched in the background, and OCSP, can stand behind the same question.
/// </summary>
internal interface IRevocationSource
{
    /// <summary>What the answers rest on, for the digest of the trust state: one SHA-256 each, any order.</summary>
    IReadOnlyList<string> Evidence { get; }

    /// <summary>The newest usable list of each authority; empty where revocation is not asked of lists.</summary>
    IReadOnlyList<NewestList> Newest { get; }

    /// <param name="issuer">Fingerprint of the CA that issued the certificate.</param>
    /// <param name="serial">As <see cref="SerialNumber"/> writes it.</param>
    /// <param name="maxAge">How old the evidence may be, whatever it says of itself.</param>
    RevocationAnswer Ask(string issuer, string serial, TimeSpan maxAge, DateTimeOffset now);
}

/// <summary>The newest CRL of one authority.</summary>
/// <param name="Issuer">Fingerprint of the authority.</param>
/// <param name="File">Name of the file it came in.</param>
/// <param name="NextUpdate">Null is never fresh.</param>
internal sealed record NewestList(
    string Issuer, string File, DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate);
