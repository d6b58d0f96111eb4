using Gateway.Ledger.Entries;

namespace Gateway.Ledger.Verification;

/// <summary>
/// What must hold over the entries of all shards, in their order: salts are fresh, every release ends in an outcome,
/// every annex is there and is the one its entry names.
/// </summary>
internal sealed class EntryChecks(string sideFolder, Findings findings)
{
    private readonly HashSet<UInt128> _salts = [];
    private readonly Dictionary<Guid, (int Year, long Index)> _open = [];
    private readonly Dictionary<Sha256Digest, (int Year, long Index)> _missing = [];
    private (int Year, long Index) _lastStart;

    internal void Take(int year, long index, in EntryFacts facts, AnnexState annex)
    {
        if (!_salts.Add(facts.Salt))
        {
            findings.AtEntry("entry.salt", year, index, "the salt is that of another entry");
        }

        switch (facts.Kind)
        {
            case EntryKind.Release:
                _open[facts.TransferId] = (year, index);
                Annex(year, index, facts.Annex!.Value, annex);
                break;
            case EntryKind.Outcome:
                _open.Remove(facts.TransferId);
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
    }

    /// <summary>Reads the annex of a release; any thread.</summary>
    internal AnnexState CheckAnnex(in EntryFacts facts)
    {
        if (facts.Kind != EntryKind.Release)
        {
            return AnnexState.Sound;
        }

        try
        {
            return Sha256Digest.Of(File.ReadAllBytes(SideName.Of(sideFolder, facts.Annex!.Value))) == facts.Annex
                ? AnnexState.Sound
                : AnnexState.Changed;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return AnnexState.Missing;
        }
    }

    /// <summary>What can only be said at the end.</summary>
    internal void Finish()
    {
        // A release of the current run may still be under way; one of an earlier run got its outcome at the start.
        foreach (var place in _open.Values.Where(place => place.CompareTo(_lastStart) < 0).Order())
        {
            findings.AtEntry("release.outcome", place.Year, place.Index, "a release of an earlier run has no outcome");
        }

        foreach (var (annex, place) in _missing.OrderBy(missing => missing.Value))
        {
            findings.AtEntry("annex.missing", place.Year, place.Index,
                $"annex '{annex}' is gone and no erase entry says so");
        }
    }

    private void Annex(int year, long index, Sha256Digest digest, AnnexState state)
    {
        if (state == AnnexState.Missing)
        {
            _missing[digest] = (year, index);
        }
        else if (state == AnnexState.Changed)
        {
            findings.AtEntry("annex.mismatch", year, index, $"annex '{digest}' is not the one that was sealed");
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
