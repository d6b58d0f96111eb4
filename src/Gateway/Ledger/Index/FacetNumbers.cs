namespace Gateway.Ledger.Index;

/// <summary>The facets of one ledger and their numbers, which its one writer gives.</summary>
internal sealed class FacetNumbers(IndexTables tables)
{
    // Owned by the writer; null: to be read again.
    private Dictionary<IndexFacet, int>? _known;
    private HashSet<int> _decisions = [];

    /// <summary>The number of a facet; a new one is written in the transaction that is open.</summary>
    internal int IdOf(IndexFacet facet)
    {
        var known = Known();
        if (!known.TryGetValue(facet, out var id))
        {
            Take(facet, id = known.Count + 1);
            tables.AddFacet(id, facet);
        }

        return id;
    }

    /// <summary>Whether entries with that facet decide about a transfer.</summary>
    internal bool IsDecision(int id)
    {
        _ = Known();
        return _decisions.Contains(id);
    }

    /// <summary>A transaction was rolled back, and facets may have gone with it.</summary>
    internal void Forget() => _known = null;

    private Dictionary<IndexFacet, int> Known()
    {
        if (_known is null)
        {
            (_known, _decisions) = ([], []);
            foreach (var (id, facet) in tables.Facets(_ => true))
            {
                Take(facet, id);
            }
        }

        return _known;
    }

    private void Take(IndexFacet facet, int id)
    {
        _known![facet] = id;
        if (facet.IsDecision)
        {
            _decisions.Add(id);
        }
    }
}
