namespace Gateway.Policies.Transforms;

/// <summary>Where each edit of a script was written to. Kept only for a category that commits to its values.</summary>
internal sealed class ScriptTrail
{
    private readonly (long Start, long End)[] _written;
    private readonly (int Start, int End, int Edit)[] _places;

    /// <param name="edits">The whole script.</param>
    internal ScriptTrail(ReadOnlySpan<Edit> edits)
    {
        _written = new (long, long)[edits.Length];
        Array.Fill(_written, (-1, -1));
        _places = new (int, int, int)[edits.Length];
        for (var i = 0; i < edits.Length; i++)
        {
            // What replaces a container has no length, or that of its bracket: it stands where the container begins.
            _places[i] = (edits[i].Start, edits[i].Start + Math.Max(1, edits[i].Length), i);
        }

        // In the order of the body; the script may take a member out of its turn.
        Array.Sort(_places);
    }

    internal void Note(int edit, long start, long end) => _written[edit] = (start, end);

    internal (long Start, long End) WrittenAt(int edit) => _written[edit];

    /// <summary>The first edit in the order of the body that ends behind a place; -1 where none does.</summary>
    internal int FirstBehind(int place)
    {
        var (low, high) = (0, _places.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _places[middle].End <= place ? (middle + 1, high) : (low, middle);
        }

        return low < _places.Length ? low : -1;
    }

    /// <summary>The edits that touch a stretch of the body, as indexes into the script.</summary>
    internal IEnumerable<int> Touching(int start, int end)
    {
        for (var i = FirstBehind(start); i >= 0 && i < _places.Length && _places[i].Start < end; i++)
        {
            yield return _places[i].Edit;
        }
    }
}
