using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting;
using Gateway.Policies.Screening;
using Gateway.Policies.Selectors;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Explaining;

/// <summary>
/// Which rule of a category decides a path, or each value of a document, and why: the engine's decisions, made again
/// slowly and in the open. What leaves in the end is the engine's to say; this says by which rule.
/// </summary>
public sealed class CategoryRulings
{
    private const int MaxDepth = 64;

    private readonly Category _category;
    private readonly PathState _root;
    private readonly List<Ruling> _rulings = [];
    private readonly List<Finding> _findings = [];

    private CategoryRulings(Category category, IEnumerable<TrackedPath> paths)
    {
        _category = category;
        _root = new PathAutomaton(paths).Root;
    }

    /// <summary>Null with a fault where this build does not read the category's format, or a rule's path.</summary>
    public static CategoryRulings? For(Category category, ICollection<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(category);
        ArgumentNullException.ThrowIfNull(faults);
        if (BodyForm.Of(category) is not { } form)
        {
            faults.Add(category.Mark.Fault(
                CategoryEngine.NotEnforced, $"this build does not read format '{category.Format.Wire()}'"));
            return null;
        }

        var paths = new List<TrackedPath>();
        for (var i = 0; i < category.Fields.Count; i++)
        {
            if (form.TryParse(category.Fields[i].Path, out var path, out _))
            {
                paths.Add(new TrackedPath(path, PathRole.Rule, i, category.Fields[i].Where.Count > 0));
            }
        }

        return new CategoryRulings(category, paths);
    }

    /// <summary>What decides the values at a path; null with a fault where the path cannot be read.</summary>
    public Ruling? OfPath(string text, ICollection<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (!BodyForm.Of(_category)!.TryParse(text, out var path, out var error))
        {
            faults.Add(new Fault("--path", 0, 0, "$", "rule.path", $"'{text}': {error}"));
            return null;
        }

        var (state, taken) = (_root, PathState.None);
        for (var i = 0; ; i++)
        {
            var matched = state.Rules.FirstOrDefault(rule => Where(rule).Count == 0, PathState.None);
            var unless = state.Rules.Where(rule => rule < Math.Min(matched, taken)).Select(RuleAt).ToList();
            if (i == path.Steps.Count)
            {
                return At(text, state, matched, taken, unless);
            }

            taken = matched < taken && RuleCoverage.TakesWhole(RuleAt(matched).Action) ? matched : taken;
            state = Step(state, path.Steps[i]);
        }
    }

    /// <summary>What decides each value of a JSON document, in its order. No value and no undeclared name.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public IReadOnlyList<Ruling> OfJson(ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = MaxDepth });
        _rulings.Clear();
        Walk(json.RootElement, null, _root, PathState.None, "$");
        return [.. _rulings];
    }

    private Ruling At(string place, PathState state, int matched, int taken, List<FieldRule> unless)
    {
        var kind = matched < taken ? RulingKind.Rule
            : taken != PathState.None ? RulingKind.TakenWhole
            : IsOnTheWay(state) ? RulingKind.OnTheWay
            : RulingKind.Unlisted;
        var rule = Math.Min(matched, taken);
        return new Ruling(place, kind, rule == PathState.None ? null : RuleAt(rule), unless, []);
    }

    private static bool IsOnTheWay(PathState state) =>
        Way(state, isObject: true) != PathState.None || Way(state, isObject: false) != PathState.None;

    private static int Way(PathState state, bool isObject) =>
        Math.Min(state.Ways.Definite(isObject), state.Ways.Loose(isObject));

    private static PathState Step(PathState state, PathStep step)
    {
        switch (step.Kind)
        {
            case StepKind.Member or StepKind.Descendant:
                return Named(state, step.Name, out _);
            case StepKind.Element when step.Index <= int.MaxValue:
                return state.Element((int)step.Index);
            default:
                return state.OtherElement();
        }
    }

    private void Walk(JsonElement value, JsonElement? holder, PathState state, int taken, string place)
    {
        var matched = state.Rules.FirstOrDefault(rule => IsFulfilled(rule, holder), PathState.None);
        var rule = Math.Min(matched, taken);
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            Note(place, rule, rule == matched ? RulingKind.Rule : RulingKind.TakenWhole, value);
            return;
        }

        var isObject = value.ValueKind == JsonValueKind.Object;
        var way = Way(state, isObject);
        if (rule == PathState.None)
        {
            if (way == PathState.None)
            {
                Note(place, rule, RulingKind.Unlisted, value);
                return;
            }
        }
        else if (!RuleCoverage.TakesWhole(RuleAt(rule).Action))
        {
            Note(place, rule, RulingKind.Shape, value);
            return;
        }
        else if (RuleAt(rule).Action is not FieldAction.Keep && way >= rule)
        {
            // Whole, at once: nothing inside has a say of its own.
            Note(place, rule, rule == matched ? RulingKind.Rule : RulingKind.TakenWhole, value);
            return;
        }

        WalkInside(value, state, rule, place);
    }

    private void WalkInside(JsonElement value, PathState state, int taken, string place)
    {
        var position = 0;
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray())
            {
                Walk(element, null, state.Element(position), taken, $"{place}[{Number(position)}]");
                position++;
            }

            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            position++;
            var next = Named(state, member.Name, out var isSpelled);
            // INVARIANT: a name that the bundle does not spell out is its position: it may be data.
            var step = isSpelled ? PathText.Member(member.Name) : $".<{Number(position)}>";
            Walk(member.Value, value, next, taken, place + step);
        }
    }

    private void Note(string place, int rule, RulingKind kind, JsonElement value)
    {
        var decided = rule == PathState.None ? null : RuleAt(rule);
        _rulings.Add(decided is null
            ? new Ruling(place, RulingKind.Unlisted, null, [], [])
            : new Ruling(place, kind, decided, [], Find(decided, value)));
    }

    // What leaves in clear text is screened: texts unescaped, numbers as they stand.
    private IReadOnlyList<DetectorKind> Find(FieldRule rule, JsonElement value)
    {
        if (rule.Action is not FieldAction.Keep keep
            || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return [];
        }

        var kinds = keep.Screen ?? _category.Screen;
        _findings.Clear();
        if (kinds.Count > 0)
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            Screener.For(kinds, rule.Path).Screen(Encoding.UTF8.GetBytes(text), _findings);
        }

        return [.. _findings.Select(finding => finding.Kind).Distinct()];
    }

    private bool IsFulfilled(int rule, JsonElement? holder) => Where(rule).All(pair =>
        holder is { ValueKind: JsonValueKind.Object } siblings
        && siblings.TryGetProperty(pair.Key, out var sibling)
        && sibling.ValueKind == JsonValueKind.String && sibling.ValueEquals(pair.Value));

    private static PathState Named(PathState state, string name, out bool isSpelled)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var slot = state.Names.Count == 0 ? -1 : state.Names.Find(NameKey.Of(bytes, 0, bytes.Length), bytes);
        isSpelled = slot >= 0;
        return isSpelled ? state.Named(slot) : state.OtherName();
    }

    private FieldRule RuleAt(int rule) => _category.Fields[rule];

    private IReadOnlyDictionary<string, string> Where(int rule) => _category.Fields[rule].Where;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
