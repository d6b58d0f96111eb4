using System.Security.Cryptography.X509Certificates;

namespace Gateway.Stamping;

/// <summary>What a detached signature proves, before anybody asked whom to trust.</summary>
/// <param name="Signers">Certificates whose signatures over the content are right; each certificate once.</param>
/// <param name="Faults">What is wrong with the rest, for a person; empty when every signer is right.</param>
internal sealed record CadesVerdict(IReadOnlyList<CadesSigner> Signers, IReadOnlyList<string> Faults)
{
    internal static CadesVerdict Unreadable { get; } = new([], ["the signature cannot be read"]);

    /// <summary>True when there is a signer and nothing is wrong with any. Trust is still to be asked.</summary>
    internal bool IsSound => Signers.Count > 0 && Faults.Count == 0;
}

/// <summary>One signer whose signature is right.</summary>
/// <param name="SigningTime">As the signer claims it.</param>
internal sealed record CadesSigner(X509Certificate2 Certificate, DateTimeOffset SigningTime)
{
    /// <summary>When an authority says that the signature was there; null: none was asked.</summary>
    internal TimestampedAt? Timestamp { get; init; }

    /// <summary>As of when the signer's certificate is to be judged: the authority's time where there is one.</summary>
    internal DateTimeOffset Time => Timestamp?.Time ?? SigningTime;

    internal bool IsSameCertificate(CadesSigner other) =>
        Certificate.RawDataMemory.Span.SequenceEqual(other.Certificate.RawDataMemory.Span);
}
