using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Gateway.Policies.Parties;
using Gateway.Trust;

namespace Gateway.Identity;

/// <summary>The certificate matches of all parties, or officers, by fingerprint and by trust-list entry.</summary>
internal sealed class CertificateIndex<T>
    where T : class
{
    private readonly FrozenDictionary<string, T[]> _byFingerprint;
    private readonly FrozenDictionary<string, (T Owner, CertificateMatch Match)[]> _byEntry;

    internal CertificateIndex(IEnumerable<(T Owner, IReadOnlyList<CertificateMatch> Matches)> owners)
    {
        var all = owners.SelectMany(owner => owner.Matches.Select(match => (owner.Owner, Match: match))).ToList();
        _byFingerprint = all.Where(pair => pair.Match.Sha256 is not null)
            .GroupBy(pair => pair.Match.Sha256!.ToLowerInvariant(), pair => pair.Owner)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

        // An entry without an attribute would make every certificate of a CA one party's: it matches nothing.
        _byEntry = all.Where(pair => pair.Match is { Sha256: null, Entry: not null, Match.Count: > 0 })
            .GroupBy(pair => pair.Match.Entry!)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Everybody whose certificate it is, each once.</summary>
    internal IReadOnlyCollection<T> Find(CertificateVerdict.Trusted verdict, X509Certificate2 certificate)
    {
        var found = new HashSet<T>(ReferenceEqualityComparer.Instance);
        if (_byFingerprint.TryGetValue(verdict.Sha256, out var owners))
        {
            found.UnionWith(owners);
        }

        var subject = new SubjectAttributes(certificate.SubjectName);
        foreach (var entry in verdict.Entries)
        {
            if (_byEntry.TryGetValue(entry, out var candidates))
            {
                found.UnionWith(candidates
                    .Where(candidate => candidate.Match.Match.All(pair => subject.HasOnce(pair.Key, pair.Value)))
                    .Select(candidate => candidate.Owner));
            }
        }

        return found;
    }
}
