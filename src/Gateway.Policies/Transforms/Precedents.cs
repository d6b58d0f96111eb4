using System.Runtime.InteropServices;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>What a value must be like for the decision about another one to hold for it too.</summary>
/// <param name="Value">Which value of the container.</param>
/// <param name="Rule">The rule that decided; -1 where it is only read as a subject's name.</param>
/// <param name="Subject">Which subject path, or -1.</param>
/// <param name="IsBlank">The other one was null or empty.</param>
internal readonly record struct PrecedentTerm(int Value, int Rule, int Subject, bool IsBlank);

/// <summary>A place in a container: so many bytes behind the end of so many values (its beginning for none).</summary>
internal readonly record struct PrecedentPlace(int Values, int Offset);

/// <summary>One call that an edit script is made by.</summary>
/// <param name="Rule">As in <see cref="Edit"/>.</param>
/// <param name="Value">Which value is replaced, or -1.</param>
internal readonly record struct PrecedentStep(PrecedentPlace From, PrecedentPlace To, int Rule, int Value);

/// <summary>How one container was decided: for which rules, on what terms, and what came of it.</summary>
internal struct Precedent
{
    /// <summary>Where the rules stood, and the rule that takes the container whole.</summary>
    internal PathState State;
    internal int Rule;

    internal bool IsInRecord;

    internal int FirstTerm;
    internal int Terms;
    internal int FirstStep;
    internal int Steps;

    /// <summary>What was counted in it.</summary>
    internal FieldTally Tally;
}

/// <summary>
/// How elements of this document's arrays were decided, and how they were written. One that is written like an earlier
/// one, at the same place of the rules, and whose values are on the same terms, is decided alike: the script of the
/// earlier one is made again around its values.
/// </summary>
internal sealed class Precedents
{
    private readonly List<Precedent> _all = [];
    private readonly PooledList<PrecedentTerm> _terms = new(wipes: false);
    private readonly PooledList<PrecedentStep> _steps = new(wipes: false);

    // Of the element that is being read.
    private Precedent _next;
    private int _edits;
    private int _runStart;
    private int _runEnd;
    private int _records;

    internal Skeletons Skeletons { get; } = new();

    internal ref readonly Precedent this[int number] => ref CollectionsMarshal.AsSpan(_all)[number];

    internal ReadOnlySpan<PrecedentTerm> TermsOf(in Precedent precedent) =>
        _terms.Span(precedent.FirstTerm, precedent.Terms);

    internal ReadOnlySpan<PrecedentStep> StepsOf(in Precedent precedent) =>
        _steps.Span(precedent.FirstStep, precedent.Steps);

    /// <summary>An element is decided and its opening bracket is in the script.</summary>
    internal void Begin(in Frame frame, in Docket docket)
    {
        _next = new Precedent
        {
            State = frame.State,
            Rule = frame.Rule,
            IsInRecord = docket.Record >= 0,
            FirstTerm = _terms.Count,
            FirstStep = _steps.Count,
            Tally = docket.Tally,
        };
        _edits = docket.Buffers.Edits.Count;
        _runStart = docket.RunStart;
        _runEnd = docket.RunEnd;
        _records = docket.Buffers.Records.Count;
    }

    internal void Add(in PrecedentTerm term) => _terms.Add(term);

    /// <summary>The element is read; its closing bracket is in the script.</summary>
    /// <param name="start">Where the element begins.</param>
    /// <returns>Its number, or -1 where it cannot speak for another.</returns>
    internal int Complete(int start, ReadOnlySpan<NotedValue> values, in Docket docket)
    {
        // What was decided about records inside belongs to each of them.
        if (docket.Refusal is not null || docket.Buffers.Records.Count != _records
            || !TryAddSteps(start, values, docket))
        {
            Abandon();
            return -1;
        }

        _next.Terms = _terms.Count - _next.FirstTerm;
        _next.Steps = _steps.Count - _next.FirstStep;
        var before = _next.Tally;
        _next.Tally = docket.Tally;
        FieldTally.Subtract(ref _next.Tally, before);
        _all.Add(_next);
        return _all.Count - 1;
    }

    internal void Abandon()
    {
        _terms.Truncate(_next.FirstTerm);
        _steps.Truncate(_next.FirstStep);
    }

    /// <summary>Forgets the document.</summary>
    internal void Clear()
    {
        Skeletons.Clear();
        _all.Clear();
        _terms.Truncate(0);
        _steps.Truncate(0);
        _next = default;
    }

    /// <summary>The same, for the next owner.</summary>
    internal void Empty()
    {
        Clear();
        Skeletons.Empty();
        _terms.Empty();
        _steps.Empty();
    }

    // What the script has more than it had, as the calls that added it.
    private bool TryAddSteps(int start, ReadOnlySpan<NotedValue> values, in Docket docket)
    {
        var edits = docket.Buffers.Edits;
        var first = 0;
        for (var i = _edits; i < edits.Count; i++)
        {
            var edit = edits[i];
            var isOldRun = i == _edits && _runEnd >= 0 && edit.Rule == Edit.Copy && edit.Start == _runStart;
            var from = isOldRun ? _runEnd : edit.Start;
            if (!TryAddStep(from, edit.Start + edit.Length, edit.Rule, start, values, ref first))
            {
                return false;
            }
        }

        var isSame = edits.Count == _edits && _runEnd >= 0 && docket.RunStart == _runStart;
        return docket.RunEnd < 0
            || TryAddStep(isSame ? _runEnd : docket.RunStart, docket.RunEnd, Edit.Copy, start, values, ref first);
    }

    private bool TryAddStep(
        int from, int to, int rule, int start, ReadOnlySpan<NotedValue> values, ref int first)
    {
        if (from == to && rule == Edit.Copy)
        {
            return true;
        }

        var end = first;
        if (!TryFind(from, start, values, ref first, out var begin)
            || !TryFind(to, start, values, ref end, out var stop))
        {
            return false;
        }

        var isValue = first < values.Length && values[first].Start == from && values[first].End == to;
        _steps.Add(new PrecedentStep(begin, stop, rule, isValue ? first : -1));
        return true;
    }

    // A place is named by the value before it: it must not be inside of one, nor before the element.
    private static bool TryFind(
        int at, int start, ReadOnlySpan<NotedValue> values, ref int count, out PrecedentPlace place)
    {
        while (count < values.Length && values[count].End <= at)
        {
            count++;
        }

        place = new PrecedentPlace(count, at - (count == 0 ? start : values[count - 1].End));
        return place.Offset >= 0 && (count == values.Length || at <= values[count].Start);
    }
}
