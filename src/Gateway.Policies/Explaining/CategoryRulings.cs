using System.Globalization;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Selectors;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Explaining;

/// <summary>
/// Which rule of a category decides a path, or each value of a document, and why: the engine's decisions, made again
/// slowly and in the open. What leaves in the end is the engine's to say; this says by which rule.
/// </summary>
public sealed partial class CategoryRulings
{
    private readonly Category _category;
    private readonly BodyForm _form;
    private readonly PathState _root;
    private readonly List<Ruling> _rulings = [];
    private readonly List<Finding> _findings = [];

    private CategoryRulings(Category category, BodyForm form, IEnumerable<TrackedPath> paths)
    {
        _category = category;
        _form = form;
        _root = new PathAutomaton(paths, form.ImpliesArrays).Root;
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

        paths.AddRange(form.Ways.Select(way => new TrackedPath(way, PathRole.Way, 0, false)));
        return new CategoryRulings(category, form, paths);
    }

    /// <summary>What decides the values at a path; null with a fault where the path cannot be read.</summary>
    public Ruling? OfPath(string text, ICollection<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (!_form.TryParse(text, out var path, out var error))
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

    /// <summary>
    /// What decides each value of a document, in its order; no value, no undeclared name. Nothing of multipart and
    /// opaque bodies, and of what is not of its format: what the engine says stands alone then.
    /// </summary>
    /// <exception cref="System.Text.Json.JsonException">It should be JSON and is not.</exception>
    public IReadOnlyList<Ruling> OfDocument(ReadOnlyMemory<byte> document) => _category.Format switch
    {
        BodyFormat.Json => OfJson(document),
        BodyFormat.Csv => OfRows(document),
        BodyFormat.Xml => OfXml(document),
        BodyFormat.Form => OfForm(document),
        BodyFormat.Ndjson => OfLines(document),
        BodyFormat.Fhir => OfFhir(document),
        BodyFormat.Hl7v2 => OfMessage(document),
        _ => [],
    };

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

    // What leaves in clear text is screened.
    private IReadOnlyList<DetectorKind> Find(FieldRule rule, ReadOnlySpan<byte> text)
    {
        IReadOnlyList<DetectorKind> kinds;
        switch (rule.Action)
        {
            case FieldAction.Keep keep:
                kinds = keep.Screen ?? _category.Screen;
                break;
            case FieldAction.Truncate truncate:
                kinds = _category.Screen;
                text = new TruncateAction(truncate).Shorten(text);
                break;
            default:
                return [];
        }

        _findings.Clear();
        if (kinds.Count > 0)
        {
            Screener.For(kinds, rule.Path).Screen(text, _findings);
        }

        return [.. _findings.Select(finding => finding.Kind).Distinct()];
    }

    // A value that is text, in its UTF-8.
    private void Note(string place, int rule, RulingKind kind, string text)
    {
        var decided = rule == PathState.None ? null : RuleAt(rule);
        _rulings.Add(decided is null
            ? new Ruling(place, RulingKind.Unlisted, null, [], [])
            : new Ruling(place, kind, decided, [], Find(decided, Encoding.UTF8.GetBytes(text))));
    }

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
