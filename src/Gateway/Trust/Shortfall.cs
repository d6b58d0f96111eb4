using Gateway.Policies;

namespace Gateway.Trust;

/// <summary>
/// What a certificate falls at, in the order of how much it tells: of several reasons under one entry the first is
/// given, of several entries the one that was passed furthest.
/// </summary>
internal enum Hurdle
{
    Path,
    Revoked,
    NotYetValid,
    Expired,
    Usage,
    Algorithm,
    Type,
    Policy,
    RevocationUnknown,
}

/// <summary>One reason for a no.</summary>
/// <param name="Sha256">Of the certificate it is about: the one judged, or one above it.</param>
/// <param name="Reason">Goes before the fingerprint: "certificate '…'" is appended.</param>
internal sealed record Shortfall(Hurdle Hurdle, string Sha256, string Reason)
{
    internal RefusalCode Code => Hurdle switch
    {
        Hurdle.Revoked => RefusalCode.CertificateRevoked,
        Hurdle.NotYetValid => RefusalCode.CertificateNotYetValid,
        Hurdle.Expired => RefusalCode.CertificateExpired,
        Hurdle.Usage => RefusalCode.CertificateUsage,
        Hurdle.Algorithm => RefusalCode.CertificateAlgorithm,
        Hurdle.Type => RefusalCode.CertificateType,
        Hurdle.Policy => RefusalCode.CertificatePolicy,
        Hurdle.RevocationUnknown => RefusalCode.CertificateRevocationUnknown,
        _ => RefusalCode.CertificateUntrusted,
    };

    internal CertificateVerdict.Distrusted ToVerdict(string judged) =>
        new(judged, Code, $"{Reason} certificate '{Sha256}'");
}
