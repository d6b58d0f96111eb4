using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Trust;

/// <summary>
/// A certificate under one recognised entry: its path, and what holds of it at any time. What depends on the time
/// is asked again for each request (<see cref="ShortfallAt"/>): dates, the entry's force, revocation.
/// </summary>
internal sealed class CertificatePath
{
    private readonly Link[] _links;
    private readonly Shortfall? _lasting;

    private CertificatePath(RecognisedEntry entry, Link[] links, IReadOnlyList<string> policies, Shortfall? lasting)
    {
        Entry = entry;
        _links = links;
        _lasting = lasting;
        Policies = policies;
        Fingerprints = [.. links.Select(link => link.Sha256)];
    }

    internal RecognisedEntry Entry { get; }

    /// <summary>From the certificate to the anchor.</summary>
    internal IReadOnlyList<string> Fingerprints { get; }

    /// <summary>The policy identifiers of the certificate that the entry accepts.</summary>
    internal IReadOnlyList<string> Policies { get; }

    /// <summary>The path by signatures, or null where the entry's signing CA did not issue the certificate.</summary>
    internal static CertificatePath? Build(
        X509Certificate2 leaf, RecognisedEntry entry, TrustUse use, PeerRole role, DateTimeOffset now)
    {
        try
        {
            var path = Below(entry.Own, leaf);
            if (!IsIssued(leaf, entry.Own, path.Length, now))
            {
                return null;
            }

            var policies = CertificateProfile.Policies(leaf)
                .Where(policy => PolicyArcs.HasVersion(policy, entry.Own.PolicyOid, entry.AcceptVersions))
                .Where(policy => IsPassedOn(policy, path))
                .ToList();
            var lasting = LastingShortfall(path, entry, use, role, policies);
            return new CertificatePath(entry, [.. path.Select(Link.Of)], policies, lasting);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            // What cannot be read cannot be trusted.
            return null;
        }
    }

    /// <summary>The first hurdle the certificate falls at, now; null when it passes all.</summary>
    internal Shortfall? ShortfallAt(IRevocationSource revocation, DateTimeOffset now)
    {
        if (!Entry.IsInForce(now))
        {
            return new Shortfall(Hurdle.Path, _links[0].Sha256, "the lists do not recognise, now, the signing CA of");
        }

        Link? unknown = null;
        for (var i = 0; i < _links.Length - 1; i++)
        {
            var answer = revocation.Ask(_links[i + 1].Sha256, _links[i].Serial, Entry.MaxCrlAge, now);
            if (answer == RevocationAnswer.Revoked)
            {
                return new Shortfall(Hurdle.Revoked, _links[i].Sha256, "its CA revoked");
            }

            unknown ??= answer == RevocationAnswer.Good ? null : _links[i];
        }

        return OutOfDate(now)
            ?? _lasting
            ?? (unknown is null
                ? null
                : new Shortfall(Hurdle.RevocationUnknown, unknown.Sha256, "no current CRL tells about"));
    }

    private Shortfall? OutOfDate(DateTimeOffset now)
    {
        foreach (var link in _links)
        {
            if (now < link.NotBefore)
            {
                return new Shortfall(Hurdle.NotYetValid, link.Sha256, "not yet valid:");
            }
        }

        foreach (var link in _links)
        {
            if (now > link.NotAfter)
            {
                return new Shortfall(Hurdle.Expired, link.Sha256, "expired:");
            }
        }

        return null;
    }

    // One CA between the anchor and the certificate, or none: the entry names them, nobody brings others along.
    private static X509Certificate2[] Below(TrustEntry entry, X509Certificate2 leaf) =>
        entry.Anchor.RawDataMemory.Span.SequenceEqual(entry.Issuer.RawDataMemory.Span)
            ? [leaf, entry.Anchor]
            : [leaf, entry.Issuer, entry.Anchor];

    // One store per entry, so that one CA's policy identifier cannot vouch for another CA's certificate. Nothing is
    // fetched: the address would be the stranger's choice.
    private static bool IsIssued(X509Certificate2 leaf, TrustEntry entry, int length, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(entry.Anchor);
        chain.ChainPolicy.ExtraStore.Add(entry.Issuer);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.Build(leaf);
        var elements = chain.ChainElements;
        try
        {
            // Dates are ours to judge, on each request; unknown extensions, weak signatures have codes of their own.
            const X509ChainStatusFlags JudgedElsewhere = X509ChainStatusFlags.NotTimeValid
                | X509ChainStatusFlags.HasNotSupportedCriticalExtension
                | X509ChainStatusFlags.HasWeakSignature;
            return elements.Count == length
                && elements.SelectMany(element => element.ChainElementStatus)
                    .All(status => (status.Status & ~JudgedElsewhere) == 0)
                && IsSame(elements[1].Certificate, entry.Issuer)
                && IsSame(elements[^1].Certificate, entry.Anchor);
        }
        finally
        {
            foreach (var element in elements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    private static bool IsSame(X509Certificate2 one, X509Certificate2 other) =>
        one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);

    // RFC 5280 section 6.1.3 (d), for an explicit policy and no mapping: each CA between must assert it, or any.
    private static bool IsPassedOn(string policy, X509Certificate2[] path) =>
        path.Length == 2
        || CertificateProfile.Policies(path[1]).Any(own => own == policy || own == PolicyArcs.AnyPolicy);

    private static Shortfall? LastingShortfall(
        X509Certificate2[] path, RecognisedEntry entry, TrustUse use, PeerRole role, List<string> policies)
    {
        var leaf = path[0];
        if (CertificateProfile.UsageFault(leaf, use, role) is { } usage)
        {
            return new Shortfall(Hurdle.Usage, Fingerprint.Of(leaf), usage);
        }

        foreach (var authority in path[1..^1])
        {
            if (CertificateProfile.ExtensionFault(authority) is { } fault)
            {
                return new Shortfall(Hurdle.Usage, Fingerprint.Of(authority), fault);
            }
        }

        return WeakLink(path, entry)
            ?? OfType(leaf, entry)
            ?? (policies.Count > 0
                ? null
                : new Shortfall(Hurdle.Policy, Fingerprint.Of(leaf), "no accepted policy identifier in"));
    }

    private static Shortfall? WeakLink(X509Certificate2[] path, RecognisedEntry entry)
    {
        // The anchor's own signature proves nothing, so it is not asked; its key is. The entry names the algorithm
        // of what its CA signs; for what is above, the floor is enough.
        for (var i = 0; i < path.Length; i++)
        {
            var scheme = SignatureScheme.Of(path[i]);
            var isSignedWell = i == path.Length - 1
                || (scheme is not null && (i > 0 || entry.Algorithms.Contains(scheme.Name, StringComparer.Ordinal)));
            if (!isSignedWell || !CertificateProfile.HasStrongKey(path[i]))
            {
                return new Shortfall(
                    Hurdle.Algorithm, Fingerprint.Of(path[i]), "key or signature algorithm not accepted:");
            }
        }

        return null;
    }

    private static Shortfall? OfType(X509Certificate2 leaf, RecognisedEntry entry)
    {
        var subject = new SubjectAttributes(leaf.SubjectName);
        return entry.TypeMatches.All(match => subject.HasOnce(match.Attribute, match.Value))
            ? null
            : new Shortfall(
                Hurdle.Type, Fingerprint.Of(leaf), "the subject does not name the entry's certificate type:");
    }

    /// <summary>
    /// What is remembered of one certificate of the path, so that the certificate itself need not be kept.
    /// </summary>
    private sealed record Link(string Sha256, string Serial, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
    {
        internal static Link Of(X509Certificate2 certificate) => new(
            Fingerprint.Of(certificate),
            SerialNumber.Of(certificate),
            certificate.NotBefore.ToUniversalTime(),
            certificate.NotAfter.ToUniversalTime());
    }
}
