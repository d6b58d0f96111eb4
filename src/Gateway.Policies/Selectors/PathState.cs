namespace Gateway.Policies.Selectors;

/// <summary>
/// One state of the automaton of all paths of a category: how far each of them has come at one place of a document.
/// Thread-safe: everything is fixed at construction except the targets, which are filled in when first asked for;
/// two threads that race there store equal states.
/// </summary>
internal sealed class PathState
{
    /// <summary>No rule: later than every rule.</summary>
    internal const int None = int.MaxValue;

    private readonly PathAutomaton _automaton;
    private readonly string[] _nameTexts;
    private readonly long[] _indexes;
    private readonly PathState?[] _named;
    private readonly PathState?[] _indexed;
    private PathState? _otherName;
    private PathState? _otherElement;

    internal PathState(PathAutomaton automaton, int[] items)
    {
        _automaton = automaton;
        Items = items;
        _nameTexts = automaton.NamesOf(items);
        _indexes = automaton.IndexesOf(items);
        Names = new NameTable(_nameTexts);
        _named = new PathState?[_nameTexts.Length];
        _indexed = new PathState?[_indexes.Length];

        Rules = automaton.Ended(items, PathRole.Rule);
        Subjects = automaton.Ended(items, PathRole.Subject);
        IsRecord = automaton.Ended(items, PathRole.Record).Length > 0;
        IsMarked = IsRecord || Subjects.Length > 0;
        Tracks = automaton.TracksBelow(items);
        HasConditions = Rules.Any(automaton.HasWhere);
        First = Rules.Length > 0 ? Rules[0] : None;
        Ways = automaton.WaysOf(items);
    }

    /// <summary>Sorted positions in the automaton; the state's identity.</summary>
    internal int[] Items { get; }

    /// <summary>The rules whose path ends here, in file order.</summary>
    internal int[] Rules { get; }

    /// <summary>The first of them, or <see cref="None"/>; its own <c>where</c> still to be asked.</summary>
    internal int First { get; }

    /// <summary>True where one of <see cref="Rules"/> has a <c>where</c>.</summary>
    internal bool HasConditions { get; }

    /// <summary>The subject paths that end here.</summary>
    internal int[] Subjects { get; }

    internal bool IsRecord { get; }

    /// <summary>True where a record or subject path ends here.</summary>
    internal bool IsMarked { get; }

    /// <summary>
    /// True where a record or subject path goes on below, so that even a dropped container is followed.
    /// </summary>
    internal bool Tracks { get; }

    /// <summary>What a container here is on the way to.</summary>
    internal PathWays Ways { get; }

    /// <summary>The names spelled out by a path at this place.</summary>
    internal NameTable Names { get; }

    internal string NameAt(int slot) => _nameTexts[slot];

    /// <summary>Where this and another state of one automaton have come to.</summary>
    internal PathState With(PathState other) => _automaton.Union(Items, other.Items);

    internal int IndexCount => _indexes.Length;

    internal bool IsDead => Items.Length == 0;

    internal PathState Named(int slot) =>
        Volatile.Read(ref _named[slot]) ?? Remember(ref _named[slot], _automaton.AfterName(Items, _nameTexts[slot]));

    internal PathState OtherName() =>
        Volatile.Read(ref _otherName) ?? Remember(ref _otherName, _automaton.AfterName(Items, null));

    internal PathState Element(int position)
    {
        if (_indexes.Length > 0)
        {
            var slot = Array.BinarySearch(_indexes, position);
            if (slot >= 0)
            {
                return Indexed(slot);
            }
        }

        return OtherElement();
    }

    internal PathState Indexed(int slot) =>
        Volatile.Read(ref _indexed[slot])
            ?? Remember(ref _indexed[slot], _automaton.AfterElement(Items, _indexes[slot]));

    internal PathState OtherElement() =>
        Volatile.Read(ref _otherElement) ?? Remember(ref _otherElement, _automaton.AfterElement(Items, null));

    // A state beyond the automaton's limit is used once and forgotten: slower, but memory stays bounded.
    private static PathState Remember(ref PathState? slot, PathState state)
    {
        if (state.IsShared)
        {
            Volatile.Write(ref slot, state);
        }

        return state;
    }

    /// <summary>True where the automaton keeps this state. Set once, before the state is handed out.</summary>
    internal bool IsShared { get; init; }
}

/// <summary>
/// The first rule (in file order) that a container at one place is on the way to. Definite: every step so far was
/// spelled out, so the container is emitted even if empty. Loose: reached through '..', so it is opened only when
/// something inside it is emitted.
/// </summary>
/// <param name="Conditional">The first rule with a <c>where</c> that may match a direct member here.</param>
internal readonly record struct PathWays(
    int DefiniteObject, int DefiniteArray, int LooseObject, int LooseArray, int Conditional)
{
    internal int Definite(bool isObject) => isObject ? DefiniteObject : DefiniteArray;

    internal int Loose(bool isObject) => isObject ? LooseObject : LooseArray;
}
