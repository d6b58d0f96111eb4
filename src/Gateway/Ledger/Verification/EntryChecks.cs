using Gateway.Ledger.Entries;

namespace Gateway.Ledger.Verification;

/// <summary>
/// What must hold over the entries of all shards, in their order: salts are fresh, every release ends in an outcome,
/// every annex is there and is the one its entry names.
/// </summary>
internal sealed class EntryChecks(string sideFolder, Findings findings)
{
    private readonly SaltSieve _salts = new();
    private readonly Dictionary<Guid, (int Year, long Index)> _open = [];
    private readonly Dictionary<Sha256Digest, (int Year, long Index)> _missing = [];
    private readonly List<SealFacts> _seals = [];
    private readonly Dictionary<string, long> _minima = new(StringComparer.Ordinal);
    private readonly List<(string Origin, long End, string Where)> _gone = [];
    private (int Year, long Index) _lastStart;

    /// <summary>What the <c>seal</c> entries say, in their order.</summary>
    internal IReadOnlyList<SealFacts> Seals => _seals;

    /// <summary>
    /// The folder is one year by itself: what came before it, and what was erased after it, is not there to ask.
    /// </summary>
    internal bool IsArchive { get; init; }

    /// <summary>An entry bundle is not there; a <c>prune</c> entry may say why.</summary>
    /// <param name="end">The index after its last entry.</param>
    internal void NoteGone(string origin, long end, string where) => _gone.Add((origin, end, where));

    /// <summary>Up to where the entries of a shard were ordered to go.</summary>
    internal long MinimumOf(string origin) => _minima.GetValueOrDefault(origin);

    internal void Take(int year, long index, in EntryFacts facts, AnnexState annex)
    {
        _salts.Add(facts.Salt);
        switch (facts.Kind)
        {
            case EntryKind.Release:
                _open[facts.TransferId] = (year, index);
                if (annex == AnnexState.Missing)
                {
                    _missing[facts.Annex!.Value] = (year, index);
                }

                break;
            case EntryKind.Outcome:
                _open.Remove(facts.TransferId);
                break;
            case EntryKind.Prune when facts.Prune is { } prune:
                _minima[prune.Origin] = Math.Max(MinimumOf(prune.Origin), prune.Minimum);
                break;
            case EntryKind.Seal when facts.Seal is { } seal:
                _seals.Add(seal);
                break;
            case EntryKind.Start:
                _lastStart = (year, index);
                break;
            case EntryKind.Erase when facts.Annex is { } erased:
                _missing.Remove(erased);
                break;
            default:
                break;
        }

        if (annex == AnnexState.Changed)
        {
            findings.AtEntry("annex.mismatch", year, index, "what lies beside it is not the annex it names");
        }
    }

    /// <summary>The file of annexes beside one entry bundle, null where there is none; any thread.</summary>
    internal FileBytes? OpenAnnexes(int year, long bundle) =>
        FileBytes.TryRead(AnnexBundle.PathOf(sideFolder, year, bundle));

    /// <summary>Holds what lies beside an entry against what it says; any thread.</summary>
    internal static AnnexState CheckAnnex(in EntryFacts facts, ReadOnlySpan<byte> annex) =>
        facts.Kind != EntryKind.Release ? annex.IsEmpty ? AnnexState.Sound : AnnexState.Changed
        : annex.IsEmpty ? AnnexState.Missing
        : Sha256Digest.Of(annex) == facts.Annex ? AnnexState.Sound
        : AnnexState.Changed;

    /// <summary>What can only be said at the end.</summary>
    /// <param name="again">Every entry once more, in order; asked for only where a salt may have come twice.</param>
    internal void Finish(Func<IEnumerable<(int Year, long Index, UInt128 Salt)>> again)
    {
        if (_salts.Suspects.Count > 0)
        {
            CheckSuspects(again());
        }

        // A release of the current run may still be under way; one of an earlier run got its outcome at the start.
        foreach (var place in _open.Values.Where(place => place.CompareTo(_lastStart) < 0).Order())
        {
            findings.AtEntry("release.outcome", place.Year, place.Index, "a release of an earlier run has no outcome");
        }

        foreach (var (_, _, where) in _gone.Where(bundle => bundle.End > MinimumOf(bundle.Origin)))
        {
            findings.Add("bundle.missing", where, "the entries cannot be read, and no prune entry says so");
        }

        foreach (var (annex, place) in (IsArchive ? [] : _missing).OrderBy(missing => missing.Value))
        {
            findings.AtEntry("annex.missing", place.Year, place.Index,
                $"annex '{annex}' is gone and no erase entry says so");
        }
    }

    private void CheckSuspects(IEnumerable<(int Year, long Index, UInt128 Salt)> entries)
    {
        var seen = new HashSet<UInt128>();
        foreach (var (year, index, salt) in entries)
        {
            if (_salts.Suspects.Contains(salt) && !seen.Add(salt))
            {
                findings.AtEntry("entry.salt", year, index, "the salt is that of another entry");
            }
        }
    }
}

/// <summary>How an annex was found.</summary>
internal enum AnnexState
{
    Missing,
    Changed,
    Sound,
}
