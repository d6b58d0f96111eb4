namespace Gateway.Policies.Formats;

/// <summary>The address of a value in its segment; all counted from 1.</summary>
internal readonly record struct Er7Place(int Field, int Repetition, int Component, int Subcomponent)
{
    /// <summary>The number that tells siblings apart: of fields (0), components (1) or subcomponents (2).</summary>
    internal int At(int level) => level switch { 0 => Field, 1 => Component, _ => Subcomponent };

    /// <summary>True where nothing below that level is separated: the value is all of it.</summary>
    internal bool IsFirstBelow(int level) => (level > 0 || Component == 1) && (level > 1 || Subcomponent == 1);
}

/// <summary>One value that is there: an empty one is not.</summary>
internal readonly record struct Er7Leaf(int Start, int End, Er7Place Place, bool Escaped);

/// <summary>One segment: where its name stands, which values are its, and where its carriage return is.</summary>
internal readonly record struct Er7Segment(int Start, int First, int Last, int End);

/// <summary>The values of one message, in order. Owned by one inspection at a time.</summary>
internal sealed class Er7Tape
{
    internal PooledList<Er7Segment> Segments { get; } = new(wipes: false);

    internal PooledList<Er7Leaf> Leaves { get; } = new(wipes: false);

    internal void Return()
    {
        Segments.Return();
        Leaves.Return();
    }
}
