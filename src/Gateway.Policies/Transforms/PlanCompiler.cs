using System.Collections.Frozen;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>Makes a plan of a category, or gathers every reason why this build cannot enforce it.</summary>
internal sealed class PlanCompiler(Category category, IFieldKeys keys)
{
    private const string NotEnforced = CategoryEngine.NotEnforced;

    private readonly List<Fault> _faults = [];
    private readonly BodyForm? _form = BodyForm.Of(category);

    internal IReadOnlyList<Fault> Faults => _faults;

    internal CategoryPlan? Compile()
    {
        if (_form?.Takes(category.Charset) != true)
        {
            var form = $"'{category.Format.Wire()}' in {category.Charset}";
            _faults.Add(category.Mark.Fault(NotEnforced, $"this build does not enforce rules for {form}"));
            return null;
        }

        _faults.AddRange(_form.Check(category).Where(fault => !fault.IsWarning)
            .Select(fault => MarkOf(fault).Fault(fault.Code, fault.Message)));
        var paths = Paths();
        var conditions = new WhereConditions(category.Fields.Select(rule => rule.Where));
        var rules = category.Fields.Select(rule => Compile(rule, conditions)).ToArray();
        if (category.KAnonymity is { } gate)
        {
            _faults.AddRange(gate.Faults(category).Select(fault => gate.Mark.Fault("category.kanonymity", fault)));
        }

        var parts = category.Parts.Select(Compile).OfType<CategoryPlan>().ToList();
        if (_faults.Count > 0)
        {
            return null;
        }

        var automaton = new PathAutomaton(paths, _form.ImpliesArrays);
        return new CategoryPlan(
            _form,
            rules!,
            automaton.Root,
            new PathAutomaton([]).Root,
            conditions,
            category.Unlisted,
            ScreenerFor(category.Screen, ""),
            category.OnFinding,
            category.FindingOverrides.ToFrozenDictionary())
        {
            IsImportant = category.Grade == Grade.Important,
            KAnonymity = category.KAnonymity,
            Commits = category.Commit != CommitRule.None,
            Parts = parts,
        };
    }

    private CategoryPlan? Compile(PartRule part)
    {
        if (part.Of is not { Format: not BodyFormat.Multipart } inner)
        {
            _faults.Add(part.Mark.Fault("category.parts", $"'{part.Category}' is no category that a part can have"));
            return null;
        }

        var compiler = new PlanCompiler(inner, keys);
        var plan = compiler.Compile();
        _faults.AddRange(compiler.Faults);
        return plan;
    }

    private List<TrackedPath> Paths()
    {
        var paths = new List<TrackedPath>();
        for (var i = 0; i < category.Fields.Count; i++)
        {
            Add(paths, category.Fields[i].Path, PathRole.Rule, i,
                category.Fields[i].Where.Count > 0, category.Fields[i].Mark);
        }

        for (var i = 0; i < category.Subjects.Count; i++)
        {
            Add(paths, category.Subjects[i].Path, PathRole.Subject, i, false, category.Subjects[i].Mark);
        }

        Add(paths, category.Records ?? _form!.DefaultRecords, PathRole.Record, 0, false, category.Mark);
        paths.AddRange(_form!.Ways.Select(way => new TrackedPath(way, PathRole.Way, 0, false)));
        return paths;
    }

    private void Add(List<TrackedPath> paths, string text, PathRole role, int index, bool hasWhere, Mark mark)
    {
        if (!_form!.TryParse(text, out var path, out var error))
        {
            _faults.Add(mark.Fault("rule.path", $"'{text}': {error}"));
        }
        else if (hasWhere && !path.EndsInName)
        {
            _faults.Add(mark.Fault("rule.where", $"'{text}' does not end in a name, so it takes no 'where'"));
        }
        else
        {
            paths.Add(new TrackedPath(path, role, index, hasWhere));
        }
    }

    private CompiledRule? Compile(FieldRule rule, WhereConditions conditions)
    {
        var plain = new CompiledRule(
            rule.Path, RuleOp.Keep, false, null, [], [], null, rule.Mismatch, conditions.Row(rule.Where))
        {
            Quasi = category.KAnonymity?.Quasi.ToList().IndexOf(rule.Path) ?? -1,
        };
        switch (rule.Action)
        {
            case FieldAction.Keep keep:
                var screener = ScreenerFor(keep.Screen ?? category.Screen, rule.Path);
                return plain with { Deep = keep.Deep, Screener = screener };
            case FieldAction.Drop:
                return plain with { Op = RuleOp.Drop };
            case FieldAction.Redact redact:
                return Fixed(plain, RuleOp.Redact, redact.With);
            case FieldAction.Constant constant:
                return Fixed(plain, RuleOp.Constant, constant.Value);
            default:
                return new ActionCompiler(category, keys, _faults).Compile(rule) is { } action
                    ? plain with
                    {
                        Op = RuleOp.Rewrite,
                        Action = action,
                        Screener = action.MakesClearText ? ScreenerFor(category.Screen, rule.Path) : null,
                    }
                    : null;
        }
    }

    private static CompiledRule Fixed(CompiledRule plain, RuleOp op, string text) =>
        plain with { Op = op, Text = Encoding.UTF8.GetBytes(text), Literal = JsonText.Quote(text) };

    private Mark MarkOf(RuleFault fault) => fault.Rule >= 0 ? category.Fields[fault.Rule].Mark : category.Mark;

    private Screener? ScreenerFor(IReadOnlyList<DetectorKind> kinds, string field) =>
        kinds.Count == 0 || _faults.Count > 0 ? null : Screener.For(kinds, field);
}
