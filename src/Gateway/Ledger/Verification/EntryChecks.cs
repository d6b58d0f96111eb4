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
    private readonly List<GoneEntries> _gone = [];
    private (int Year, long Index) _lastStart;

    /// <summary>What the <c>seal</c> entries say, in their order.</summary>
    internal IReadOnlyList<SealFacts> Seals => _seals;

    /// <summary>
    /// The folder is one year by itself: what came before it, and what was erased after it, is not there to ask.
    /// </summary>
    internal bool IsArchive { get; init; }

    /// <summary>The folder is a mirror's copy: annexes and seals are never in one.</summary>
    internal bool IsCopy { get; init; }

    /// <summary>Of a copy: the mirror was not to copy entries. Those that are there are looked at like any.</summary>
    internal bool IsWithoutEntries { get; init; }

    /// <summary>It may begin with any year, and its annexes are not there to ask.</summary>
    internal bool IsPart => IsArchive || IsCopy;

    /// <summary>An entry bundle is not there; a <c>prune</c> entry, or the mark of a copy, may say why.</summary>
    internal void NoteGone(GoneEntries gone) => _gone.Add(gone);

    /// <summary>What was not there to be looked at, and need not be.</summary>
    internal IReadOnlyList<LedgerLack> NotHeld()
    {
        var lacks = new List<LedgerLack>();
        var ranges = _gone.Where(IsExcused).OrderBy(gone => (gone.Year, gone.First)).ToList();
        for (var i = 0; i < ranges.Count;)
        {
            var (year, first, end) = (ranges[i].Year, ranges[i].First, ranges[i].End);
            for (i++; i < ranges.Count && ranges[i].Year == year && ranges[i].First == end; i++)
            {
                end = ranges[i].End;
            }

            lacks.Add(new LedgerLack("entries", $"{Findings.Cursor(year, first)}-{end - 1}"));
        }

        return IsCopy ? [.. lacks, new LedgerLack("annexes", ""), new LedgerLack("seals", "")] : lacks;
    }

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
        // Where entries are missing from a copy, its outcome may be among them.
        var isWhole = !(IsWithoutEntries && _gone.Count > 0);
        foreach (var place in _open.Values.Where(place => isWhole && place.CompareTo(_lastStart) < 0).Order())
        {
            findings.AtEntry("release.outcome", place.Year, place.Index, "a release of an earlier run has no outcome");
        }

        foreach (var gone in _gone.Where(gone => !IsExcused(gone)))
        {
            findings.Add("bundle.missing", gone.Where, "the entries cannot be read, and no prune entry says so");
        }

        foreach (var (annex, place) in (IsPart ? [] : _missing).OrderBy(missing => missing.Value))
        {
            findings.AtEntry("annex.missing", place.Year, place.Index,
                $"annex '{annex}' is gone and no erase entry says so");
        }
    }

    private bool IsExcused(GoneEntries gone) => IsWithoutEntries || gone.End <= MinimumOf(gone.Origin);

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

/// <summary>Entries whose bundle is not there.</summary>
/// <param name="End">The index after the last.</param>
internal sealed record GoneEntries(string Origin, int Year, long First, long End, string Where);

/// <summary>How an annex was found.</summary>
internal enum AnnexState
{
    Missing,
    Changed,
    Sound,
}
