using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Trust;

/// <summary>
/// Whether a certificate speaks for somebody. Closed: yes with what is known, or no with the reason.
/// </summary>
internal abstract record CertificateVerdict
{
    private CertificateVerdict()
    {
    }

    /// <summary>Lower-case hex of the certificate's SHA-256.</summary>
    internal abstract string Sha256 { get; init; }

    /// <summary>Both sides' lists recognise it, now.</summary>
    /// <param name="Entries">Ids of the own-zone entries it holds under, in list order.</param>
    /// <param name="Zone">The zone of the authority.</param>
    /// <param name="Path">Fingerprints from the certificate to the anchor.</param>
    /// <param name="Policies">The policy identifiers that were accepted.</param>
    internal sealed record Trusted(
        string Sha256,
        IReadOnlyList<string> Entries,
        Zone Zone,
        CertificateType CertType,
        IReadOnlyList<string> Path,
        IReadOnlyList<string> Policies) : CertificateVerdict
    {
        internal override string Sha256 { get; init; } = Sha256;
    }

    /// <summary>It is not used for anything.</summary>
    /// <param name="Detail">Names the certificate by fingerprint, and by nothing that stands in it.</param>
    internal sealed record Distrusted(string Sha256, RefusalCode Code, string Detail) : CertificateVerdict
    {
        internal override string Sha256 { get; init; } = Sha256;

        internal Refusal ToRefusal() => new(Code, Detail);
    }
}
