namespace Gateway.Trust;

/// <summary>What an anchor vouches for (FORMATS.md 3). Anchors of different uses never mix.</summary>
internal enum TrustUse
{
    /// <summary>"tls-peer": who may connect, and to whom we connect.</summary>
    TlsPeer,

    /// <summary>"signing": who may endorse keys and sign what crosses.</summary>
    Signing,

    /// <summary>"operator": persons, for two-person decisions and the operators' listener.</summary>
    Operator,

    /// <summary>"timestamp": RFC 3161 authorities.</summary>
    Timestamp,
}

/// <summary>Which end of a TLS connection the certificate speaks for; it decides the extended key usage.</summary>
internal enum PeerRole
{
    /// <summary>No connection: the certificate signed something.</summary>
    None,
    Client,
    Server,
}

/// <summary>Whom a certificate names (facts: the mutual-recognition policy's three types).</summary>
internal enum CertificateType
{
    Personal,
    Organisational,
    Server,
}
