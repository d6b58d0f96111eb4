using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Explaining;

/// <content>HL7 version 2: segments, fields, components, subcomponents (docs/formats/hl7v2.md).</content>
public sealed partial class CategoryRulings
{
    private const int LastLevel = 2;

    private IReadOnlyList<Ruling> OfMessage(ReadOnlyMemory<byte> document)
    {
        _rulings.Clear();
        var segments = SegmentText.ReadAll(document) ?? [];
        for (var i = 0; i < segments.Count; i++)
        {
            DecideSegment(segments, i);
        }

        return [.. _rulings];
    }

    private void DecideSegment(IReadOnlyList<SegmentText> segments, int at)
    {
        var segment = segments[at];
        var state = Named(_root, segment.Name, out var isSpelled);

        // INVARIANT: the name of a segment that no path spells out is its position: it may be data.
        var name = isSpelled ? segment.Name + PositionOf(segments, at) : $"<{Number(at + 1)}>";
        var repeats = segment.Values.GroupBy(value => (value.Place.Field, value.Place.Repetition));
        foreach (var one in repeats.Where(one => at > 0 || one.Key.Field != Er7Scanner.CharacterSet))
        {
            var (field, repetition) = one.Key;
            var isRepeated = segment.Values.Any(
                value => value.Place.Field == field && value.Place.Repetition != repetition);
            var place = $"{name}-{Number(field)}{(isRepeated ? $"[{Number(repetition)}]" : "")}";
            var part = new Er7Part(0, [.. one], segment.Values, place);
            Decide(Named(state, Number(field), out _), part, PathState.None);
        }
    }

    // Which of several of one name, counted from 1.
    private static string PositionOf(IReadOnlyList<SegmentText> segments, int at)
    {
        var alike = segments.Where(segment => segment.Name == segments[at].Name).ToList();
        return alike.Count == 1 ? "" : $"[{Number(alike.IndexOf(segments[at]) + 1)}]";
    }

    private void Decide(PathState state, Er7Part part, int taken)
    {
        if (part.IsValue)
        {
            DecideValue(state, part, taken);
            return;
        }

        var own = FirstOf(state, part);
        if (own >= taken)
        {
            if (taken == PathState.None && state.IsDead)
            {
                Note(part.Path, taken, RulingKind.Unlisted, "");
            }
            else
            {
                DecideInside(state, part, taken);
            }

            return;
        }

        switch (RuleAt(own).Action)
        {
            case FieldAction.Keep { Deep: true }:
                DecideInside(state, part, own);
                break;
            case FieldAction.Drop when Way(state, isObject: true) < own:
                DecideInside(state, part, own);
                break;
            case var action:
                Note(part.Path, own, RuleCoverage.TakesWhole(action) ? RulingKind.Rule : RulingKind.Shape, "");
                break;
        }
    }

    private void DecideInside(PathState state, Er7Part part, int taken)
    {
        var level = part.Level + 1;
        foreach (var one in part.Values.GroupBy(value => value.Place.At(level)))
        {
            var inside = new Er7Part(level, [.. one], part.Values, $"{part.Path}.{Number(one.Key)}");
            Decide(Named(state, Number(one.Key), out _), inside, taken);
        }
    }

    // Without separators a field is its first component, and that its first subcomponent: paths of each decide it.
    private void DecideValue(PathState state, Er7Part part, int taken)
    {
        var rule = taken;
        for (var at = part; ; at = at with { Level = at.Level + 1, Beside = part.Values })
        {
            rule = Math.Min(rule, FirstOf(state, at));
            if (at.Level == LastLevel)
            {
                break;
            }

            state = Named(state, "1", out _);
        }

        Note(part.Path, rule, rule == taken ? RulingKind.TakenWhole : RulingKind.Rule, part.Values[0].Text);
    }

    private int FirstOf(PathState state, Er7Part part) => state.Rules.FirstOrDefault(
        rule => Where(rule).All(pair => part.IsBeside(pair.Key, pair.Value)), PathState.None);

    /// <summary>A field, component or subcomponent.</summary>
    /// <param name="Level">0, 1 or 2.</param>
    /// <param name="Beside">The values of the container it stands in, itself among them.</param>
    private sealed record Er7Part(
        int Level, IReadOnlyList<Er7Value> Values, IReadOnlyList<Er7Value> Beside, string Path)
    {
        /// <summary>Nothing in it is separated.</summary>
        internal bool IsValue => Values is [var value] && value.Place.IsFirstBelow(Level);

        /// <summary>One part of that number stands beside it, undivided and not repeated, and says that.</summary>
        internal bool IsBeside(string number, string text)
        {
            var parts = Beside.Where(value => Number(value.Place.At(Level)) == number).ToList();
            return parts is [var part] && part.Text == text && part.Place.IsFirstBelow(Level)
                && (Level > 0 || part.Place.Repetition == 1);
        }
    }
}
