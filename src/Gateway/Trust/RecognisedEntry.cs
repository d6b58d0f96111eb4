using Gateway.Policies.Parties;

namespace Gateway.Trust;

/// <summary>
/// An authority that both sides recognise: its entry on its own zone's list, and the one on the other zone's list
/// with equal issuer, certificate type, policy and use (FORMATS.md 3). What both accept holds; the stricter age holds.
/// </summary>
internal sealed class RecognisedEntry
{
    private readonly TrustEntry _own;
    private readonly TrustEntry _other;
    private readonly DateTimeOffset _stale;

    private RecognisedEntry(TrustList ownList, TrustEntry own, TrustList otherList, TrustEntry other)
    {
        _own = own;
        _other = other;
        _stale = ownList.NextUpdate < otherList.NextUpdate ? ownList.NextUpdate : otherList.NextUpdate;
        RecognisedBy = otherList.Zone;
        AcceptVersions = [.. own.AcceptVersions.Intersect(other.AcceptVersions, StringComparer.Ordinal)];
        Algorithms = [.. own.Algorithms.Intersect(other.Algorithms, StringComparer.Ordinal)];
        TypeMatches = own.TypeMatch == other.TypeMatch ? [own.TypeMatch] : [own.TypeMatch, other.TypeMatch];
        MaxCrlAge = own.MaxCrlAge < other.MaxCrlAge ? own.MaxCrlAge : other.MaxCrlAge;
    }

    /// <summary>The entry on its own zone's list; parties name its id.</summary>
    internal TrustEntry Own => _own;

    /// <summary>The zone whose list confirms it.</summary>
    internal Zone RecognisedBy { get; }

    internal IReadOnlyList<string> AcceptVersions { get; }

    internal IReadOnlyList<string> Algorithms { get; }

    internal TimeSpan MaxCrlAge { get; }

    /// <summary>The type attribute both lists ask for; both, where they differ.</summary>
    internal IReadOnlyList<TypeMatch> TypeMatches { get; }

    /// <summary>The end of the earlier of both entries; the lists' own ends are told apart from it.</summary>
    internal DateTimeOffset NotAfter => _own.To < _other.To ? _own.To : _other.To;

    /// <summary>Fingerprints of the CAs whose CRLs are asked for certificates under this entry.</summary>
    internal IReadOnlyList<string> Authorities =>
        [.. new[] { Fingerprint.Of(_own.Anchor), Fingerprint.Of(_own.Issuer) }.Distinct(StringComparer.Ordinal)];

    internal bool IsUnder(string authority) => Authorities.Contains(authority, StringComparer.Ordinal);

    /// <summary>Both entries are in force and neither list is stale, at this moment.</summary>
    internal bool IsInForce(DateTimeOffset now) =>
        now <= _stale && _own.IsInForce(now) && _other.IsInForce(now);

    /// <summary>
    /// Joins the lists. North is one side, Hong Kong and Macao the other; the south sides do not confirm each
    /// other.
    /// </summary>
    internal static IReadOnlyList<RecognisedEntry> Join(IReadOnlyList<TrustList> lists)
    {
        var joined = new List<RecognisedEntry>();
        foreach (var ownList in lists)
        {
            foreach (var own in ownList.Entries.Where(entry => entry.Zone == ownList.Zone && entry.IsGranted))
            {
                joined.AddRange(
                    from otherList in lists
                    where (ownList.Zone == Zone.CN) != (otherList.Zone == Zone.CN)
                    from other in otherList.Entries
                    where IsSameAuthority(own, other)
                    select new RecognisedEntry(ownList, own, otherList, other));
            }
        }

        return [.. joined.Where(entry => entry.AcceptVersions.Count > 0 && entry.Algorithms.Count > 0)];
    }

    private static bool IsSameAuthority(TrustEntry own, TrustEntry other) =>
        other.IsGranted
        && other.Zone == own.Zone
        && other.Use == own.Use
        && other.CertType == own.CertType
        && string.Equals(other.PolicyOid, own.PolicyOid, StringComparison.Ordinal)
        && other.Issuer.RawDataMemory.Span.SequenceEqual(own.Issuer.RawDataMemory.Span);
}
