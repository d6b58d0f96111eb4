using Gateway.Policies.Selectors;

namespace Gateway.Policies.Formats;

/// <summary>
/// One member of a remembered object: where its quoted name stands and where the rules are behind it.
/// </summary>
/// <param name="Tight">
/// One bit for each byte of comma, name and colon, where they stand without white space and in one register; else 0.
/// </param>
internal readonly record struct ShapeMember(
    ulong Key, int Start, int Length, PathState Next, bool IsSpelled, uint Tight);

/// <summary>
/// The member names of one object, in order. The names were found to be distinct, so an object that has spelled the
/// same ones so far, byte for byte, has none twice either, and the rules stand where they stood.
/// </summary>
internal sealed class Shape
{
    internal const int MaxMembers = 16;

    private readonly ShapeMember[] _members = new ShapeMember[MaxMembers];

    /// <summary>The state of the object the names were learnt from; null: nothing is remembered.</summary>
    internal PathState? State { get; private set; }

    internal int Count { get; private set; }

    internal int TimesLearnt { get; private set; }

    /// <summary>
    /// The open objects that are read along this shape. While there is one it must not be learnt anew: an object
    /// inside it may fall on the same slot, and the outer one would go on with names that are not its own.
    /// </summary>
    internal int Readers { get; set; }

    internal ref readonly ShapeMember this[int index] => ref _members[index];

    internal void Learn(PathState state)
    {
        State = state;
        Count = 0;
        TimesLearnt++;
    }

    internal void Add(in ShapeMember member) => _members[Count++] = member;

    /// <summary>What was learnt last is of no use.</summary>
    internal void Abandon()
    {
        State = null;
        Count = 0;
    }

    internal void Forget()
    {
        Array.Clear(_members);
        State = null;
        Count = 0;
        TimesLearnt = 0;
        Readers = 0;
    }
}

/// <summary>
/// The shapes met in one document, by the place they were met at. Records repeat, so most objects look like the one
/// before at the same place; where they do not, only the short cut is lost.
/// </summary>
internal sealed class Shapes
{
    private const int Slots = 256;
    private const int MaxTimesLearnt = 4;

    private readonly Shape?[] _shapes = new Shape?[Slots];
    private readonly List<int> _used = [];

    /// <summary>What is expected at that place, or null; who takes it counts as its reader.</summary>
    internal Shape? Find(int place, PathState state)
    {
        var shape = _shapes[place & (Slots - 1)];
        if (shape is null || !ReferenceEquals(shape.State, state))
        {
            return null;
        }

        shape.Readers++;
        return shape;
    }

    /// <summary>
    /// A shape to fill; null where one is being read, or documents change their mind too often for it to pay.
    /// </summary>
    internal Shape? Learn(int place, PathState state)
    {
        var slot = place & (Slots - 1);
        var shape = _shapes[slot] ??= new Shape();
        if (shape.Readers > 0 || shape.TimesLearnt == MaxTimesLearnt || !state.IsShared)
        {
            return null;
        }

        if (shape.TimesLearnt == 0)
        {
            _used.Add(slot);
        }

        shape.Learn(state);
        return shape;
    }

    /// <summary>Forgets the document.</summary>
    internal void Clear()
    {
        foreach (var slot in _used)
        {
            _shapes[slot]!.Forget();
        }

        _used.Clear();
    }
}
