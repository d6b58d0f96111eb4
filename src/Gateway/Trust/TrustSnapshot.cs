using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Trust;

/// <summary>
/// What configuration says about trust: the lists with their pinned signers, and the folder of CRLs.
/// </summary>
/// <param name="CrlFolder">Null: no CRL, so every certificate is "revocation_unknown".</param>
internal sealed record TrustFiles(IReadOnlyList<TrustListFile> Lists, string? CrlFolder)
{
    /// <summary>
    /// CRLs from elsewhere, by the name that faults shall give. They prove themselves: one that no listed authority
    /// signed counts for nothing.
    /// </summary>
    internal IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> MoreCrls { get; init; } = [];
}

/// <summary>
/// Whom both sides recognise, and what is revoked, at one moment of reading. Immutable but for a cache of verdicts
/// that lives and dies with it; swapped whole. Thread-safe.
/// </summary>
internal sealed class TrustSnapshot
{
    private const int MostVerdicts = 4096;

    private readonly FrozenDictionary<(string Issuer, TrustUse Use), RecognisedEntry[]> _entries;
    private readonly IRevocationSource _revocation;

    // Holds only certificates that a recognised CA did issue, so that strangers cannot fill it. Emptied when full.
    private readonly ConcurrentDictionary<(string Sha256, TrustUse Use, PeerRole Role), JudgedPaths> _paths = new();

    private TrustSnapshot(IReadOnlyList<TrustList> lists, IRevocationSource revocation)
    {
        _revocation = revocation;
        Sources = lists;
        Lists = [.. lists.Select(list => list.State)];
        Entries = RecognisedEntry.Join(lists);
        _entries = Entries
            .GroupBy(entry => (NameKey(entry.Own.Issuer.SubjectName), entry.Own.Use))
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
        Digest = DigestOf(Lists, revocation.Evidence);
    }

    /// <summary>The lists in force, in configured order.</summary>
    internal IReadOnlyList<TrustListState> Lists { get; }

    /// <summary>The same lists, whole.</summary>
    internal IReadOnlyList<TrustList> Sources { get; }

    /// <summary>The authorities both sides grant; whether they are in date is asked for each request.</summary>
    internal IReadOnlyList<RecognisedEntry> Entries { get; }

    /// <summary>
    /// Some authority for the connections of either side is recognised and in date, as its list is.
    /// </summary>
    internal bool RecognisesBothSides(DateTimeOffset now) =>
        Recognises(now, zone => zone == Zone.CN) && Recognises(now, zone => zone != Zone.CN);

    /// <summary>SHA-256 of each CRL that counts, lower-case hex.</summary>
    internal IReadOnlyList<string> RevocationEvidence => _revocation.Evidence;

    /// <summary>Lower-case hex of SHA-256 over the whole trust state: lists and CRLs.</summary>
    internal string Digest { get; }

    /// <summary>Reads everything; adds every fault.</summary>
    /// <param name="lastAccepted">Per list name, from the ledger's "trust" entries.</param>
    /// <returns>Null when a fault that is no warning was found: the running snapshot stays.</returns>
    internal static TrustSnapshot? Read(
        TrustFiles files,
        IReadOnlyDictionary<string, (long Sequence, string Sha256)> lastAccepted,
        DateTimeOffset now,
        ICollection<Fault> faults)
    {
        var found = new List<Fault>();
        var lists = new List<TrustList>();
        foreach (var file in files.Lists)
        {
            if (TrustListReader.Read(file, lastAccepted, now, found) is { } list)
            {
                RefuseSecond(list, lists, Path.GetFileName(file.Path), found);
                lists.Add(list);
            }
        }

        if (files.Lists.Count == 0)
        {
            found.Add(new Fault("", 0, 0, "Trust", "trust.none", "no trust list is configured: nobody could connect"));
        }

        var revocation = CrlFolder.Read(files.CrlFolder, files.MoreCrls, Authorities(lists), found);
        found.ForEach(faults.Add);
        return found.TrueForAll(fault => fault.IsWarning) ? new TrustSnapshot(lists, revocation) : null;
    }

    /// <summary>A snapshot of lists and a revocation source that are there already.</summary>
    internal static TrustSnapshot Create(IReadOnlyList<TrustList> lists, IRevocationSource revocation) =>
        new(lists, revocation);

    /// <summary>
    /// Until when the newest CRL of each recognised authority counts: its own next update, or the age that the lists
    /// allow.
    /// </summary>
    internal IReadOnlyList<(string File, DateTimeOffset NotAfter)> RevocationEnds() =>
    [
        .. from list in _revocation.Newest
           let ages = Entries.Where(entry => entry.IsUnder(list.Issuer)).Select(entry => entry.MaxCrlAge).ToList()
           where ages.Count > 0
           let oldest = list.ThisUpdate + ages.Min()
           let next = list.NextUpdate ?? list.ThisUpdate
           group next < oldest ? next : oldest by list.File into ends
           select (ends.Key, ends.Min()),
    ];

    /// <summary>Ids of recognised entries with an authority that no CRL speaks for: all theirs are refused.</summary>
    internal IReadOnlyList<string> EntriesWithoutRevocation()
    {
        var known = _revocation.Newest.Select(list => list.Issuer).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Entries.Where(entry => !entry.Authorities.All(known.Contains))
                .Select(entry => entry.Own.Id)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The verdict on a TLS client, or on a signer, operator or timestamp outside a connection.</summary>
    internal CertificateVerdict Judge(X509Certificate2 certificate, TrustUse use, DateTimeOffset now) =>
        Judge(certificate, use, use == TrustUse.TlsPeer ? PeerRole.Client : PeerRole.None, now);

    /// <summary>The verdict, from the certificate alone: what a peer sent beside it is not looked at.</summary>
    internal CertificateVerdict Judge(X509Certificate2 certificate, TrustUse use, PeerRole role, DateTimeOffset now)
    {
        var sha256 = Fingerprint.Of(certificate);
        if (!_paths.TryGetValue((sha256, use, role), out var paths))
        {
            paths = new JudgedPaths(Build(certificate, use, role, now));
            if (paths.Paths.Length == 0)
            {
                return new Shortfall(Hurdle.Path, sha256, "no authority that both sides recognise issued")
                    .ToVerdict(sha256);
            }

            Remember((sha256, use, role), paths);
        }

        return Judge(sha256, paths, now);
    }

    private bool Recognises(DateTimeOffset now, Func<Zone, bool> isSide) => Entries.Any(entry =>
        entry.Own.Use == TrustUse.TlsPeer && isSide(entry.Own.Zone) && entry.IsInForce(now));

    private CertificateVerdict Judge(string sha256, JudgedPaths judged, DateTimeOffset now)
    {
        Shortfall? furthest = null;
        List<CertificatePath>? passed = null;
        for (var i = 0; i < judged.Paths.Length; i++)
        {
            var path = judged.Paths[i];
            if (path.ShortfallAt(_revocation, now) is not { } shortfall)
            {
                passed?.Add(path);
                continue;
            }

            passed ??= [.. judged.Paths[..i]];
            furthest = furthest is null || shortfall.Hurdle > furthest.Hurdle ? shortfall : furthest;
        }

        // Every path passes nearly always, and then the verdict is the one of the last time.
        return passed is null ? judged.Whole ??= Trust(sha256, judged.Paths)
            : passed.Count == 0 ? furthest!.ToVerdict(sha256)
            : Trust(sha256, passed);
    }

    private static CertificateVerdict.Trusted Trust(string sha256, IReadOnlyList<CertificatePath> passed)
    {
        var first = passed[0];
        return new CertificateVerdict.Trusted(
            sha256,
            [.. passed.Select(path => path.Entry.Own.Id).Distinct(StringComparer.Ordinal)],
            first.Entry.Own.Zone,
            first.Entry.Own.CertType,
            first.Fingerprints,
            [.. passed.SelectMany(path => path.Policies).Distinct(StringComparer.Ordinal)]);
    }

    private CertificatePath[] Build(X509Certificate2 certificate, TrustUse use, PeerRole role, DateTimeOffset now) =>
    [
        .. _entries.GetValueOrDefault((NameKey(certificate.IssuerName), use), [])
            .Select(entry => CertificatePath.Build(certificate, entry, use, role, now))
            .OfType<CertificatePath>(),
    ];

    private void Remember((string Sha256, TrustUse Use, PeerRole Role) key, JudgedPaths paths)
    {
        if (_paths.Count >= MostVerdicts)
        {
            _paths.Clear();
        }

        _paths[key] = paths;
    }

    /// <summary>The paths of one certificate, and the verdict while all of them pass.</summary>
    private sealed class JudgedPaths(CertificatePath[] paths)
    {
        internal CertificatePath[] Paths { get; } = paths;

        internal CertificateVerdict.Trusted? Whole { get; set; }
    }

    private static string NameKey(X500DistinguishedName name) => Convert.ToHexString(name.RawData);

    // An id names one authority: parties refer to it, and the other side's operator must not be able to take it over.
    private static void RefuseSecond(TrustList list, List<TrustList> before, string file, List<Fault> faults)
    {
        if (before.Exists(other => other.Zone == list.Zone || other.State.List == list.State.List))
        {
            faults.Add(new Fault(file, 0, 0, "zone", "trust.twice", "another list has this zone or this name"));
        }

        var taken = before.SelectMany(OwnIds).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < list.Entries.Count; i++)
        {
            if (list.Entries[i].Zone == list.Zone && taken.Contains(list.Entries[i].Id))
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"entries[{i}].id");
                faults.Add(new Fault(file, 0, 0, path, "trust.twice", "an authority of another list has this id"));
            }
        }
    }

    private static IEnumerable<string> OwnIds(TrustList list) =>
        list.Entries.Where(entry => entry.Zone == list.Zone).Select(entry => entry.Id);

    private static List<X509Certificate2> Authorities(List<TrustList> lists) =>
    [
        .. lists.SelectMany(list => list.Entries)
            .SelectMany(entry => new[] { entry.Anchor, entry.Issuer })
            .DistinctBy(Fingerprint.Of),
    ];

    private static string DigestOf(IReadOnlyList<TrustListState> lists, IReadOnlyList<string> evidence)
    {
        var lines = lists
            .Select(list => string.Create(
                CultureInfo.InvariantCulture, $"list {list.List} {list.Sequence} {list.Sha256}\n"))
            .Concat(evidence.Select(sha256 => $"crl {sha256}\n"))
            .Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }
}
