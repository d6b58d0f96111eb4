using System.Globalization;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Catalogue;

/// <summary>
/// One member of a category beside its rules, and whether one value of it provably lets through no more than another.
/// </summary>
/// <param name="Member">As the file spells it.</param>
/// <param name="Laxer">What a value is called that cannot be shown to let through no more.</param>
/// <param name="IsNoLaxer">True where the first category, by this member, lets through no more than the second.</param>
/// <param name="Spell">The value, for a person to read.</param>
internal sealed record CategoryAspect(
    string Member, string Laxer, Func<Category, Category, bool> IsNoLaxer, Func<Category, string> Spell)
{
    // Laxer than masking: nothing is done about what is found.
    private const int Unasked = 3;

    internal static IReadOnlyList<CategoryAspect> All { get; } =
    [
        new("grade", "a lower grade", (now, then) => now.Grade >= then.Grade, category => category.Grade.Wire()),
        new(
            "sensitive", "fewer sensitive classes",
            (now, then) => then.Sensitive.All(now.Sensitive.Contains), category => List(category.Sensitive)),
        new(
            "consent", "another consent",
            (now, then) => IsConsentNoLess(now.Consent, then.Consent), category => category.Consent.Wire()),
        new("format", "another format", (now, then) => now.Format == then.Format, category => category.Format.Wire()),
        new(
            "media", "a new media type",
            (now, then) => now.Media.All(then.Media.Contains), category => List(category.Media)),
        new("charset", "another charset", (now, then) => now.Charset == then.Charset, category => category.Charset),
        new(
            "namespaces", "other namespaces",
            (now, then) => Spelled(now.Namespaces) == Spelled(then.Namespaces),
            category => Spelled(category.Namespaces)),
        new(
            "signature", "a laxer rule for a signature over what changes",
            (now, then) => now.Signature == then.Signature || now.Signature == SignatureRule.Refuse,
            category => WireNames.SignatureRules.NameOf(category.Signature)),
        new(
            "records", "other records",
            (now, then) => now.Records == then.Records, category => category.Records ?? "-"),
        new(
            "subject", "other subjects",
            (now, then) => Spelled(now.Subjects) == Spelled(then.Subjects), category => Spelled(category.Subjects)),
        new(
            "unlisted", "a laxer rule",
            (now, then) => now.Unlisted == then.Unlisted || now.Unlisted == UnlistedRule.Refuse,
            category => WireNames.UnlistedRules.NameOf(category.Unlisted)),
        new(
            "screen", "fewer detectors",
            (now, then) => ActionStrength.Covers(now.Screen, then.Screen),
            category => List(category.Screen.Select(kind => kind.Name))),
        new("onFinding", "a laxer rule for findings", AreFindingsNoLaxer, SpellFindings),
        new("kAnonymity", "smaller groups", AreGroupsNoSmaller, SpellGroups),
        new(
            "opaque", "longer bodies, or bodies that nobody looks at",
            (now, then) => now.Opaque.IsNoLaxer(then.Opaque), category => Spelled(category.Opaque)),
        new(
            "parts", "other parts",
            (now, then) => now.Parts.All(part => then.Parts.Any(old => old.Spelled == part.Spelled)),
            category => category.Parts.Count == 0 ? "-" : List(category.Parts.Select(part => part.Spelled))),
    ];

    internal static bool IsConsentNoLess(ConsentKind now, ConsentKind then) =>
        now == then
        || then == ConsentKind.None
        || (then, now) is (ConsentKind.Separate, ConsentKind.Written);

    // Refuse lets nothing through, hold what a person lets through, mask the rest of the message at once.
    private static int Laxity(FindingRule rule) => rule switch
    {
        FindingRule.Refuse => 0,
        FindingRule.Hold => 1,
        _ => 2,
    };

    private static bool AreFindingsNoLaxer(Category now, Category then)
    {
        var kinds = Detectors(now).Concat(now.FindingOverrides.Keys).Concat(then.FindingOverrides.Keys).Distinct();
        return Laxity(now.OnFinding) <= Laxity(then.OnFinding)
            && kinds.All(kind => LaxityOf(now, kind) <= LaxityOf(then, kind));
    }

    // A detector that raises the grade decides for itself (Docket.MustRefuse): elsewhere what it finds refuses, in a
    // category of important data it belongs there and is let through.
    private static int LaxityOf(Category category, DetectorKind name)
    {
        var kind = Detectors(category).FirstOrDefault(kind => kind == name) ?? name;
        var isOverridden = category.FindingOverrides.TryGetValue(kind, out var rule);
        var own = Laxity(isOverridden ? rule : category.OnFinding);
        if (kind.Own is not { RaisesGrade: true })
        {
            return own;
        }

        return category.Grade == Grade.Important
            ? isOverridden ? own : Unasked
            : rule == FindingRule.Mask ? own : Laxity(FindingRule.Refuse);
    }

    // The category's own and those of single rules. Two of one name are equal, whatever they look for.
    private static IEnumerable<DetectorKind> Detectors(Category category) => category.Screen.Concat(
        category.Fields.SelectMany(rule => (rule.Action as FieldAction.Keep)?.Screen ?? []));

    // One more quasi-identifier only splits groups, so that fewer of them are large enough.
    private static bool AreGroupsNoSmaller(Category now, Category then) =>
        then.KAnonymity is not { } old
        || (now.KAnonymity is { } gate && gate.K >= old.K && gate.Below <= old.Below
            && old.Quasi.All(gate.Quasi.Contains));

    private static string SpellGroups(Category category) => category.KAnonymity is { } gate
        ? $"{gate.K} of {List(gate.Quasi)}, below: {WireNames.SmallGroupRules.NameOf(gate.Below)}"
        : "-";

    private static string SpellFindings(Category category) => List(category.FindingOverrides
        .OrderBy(pair => pair.Key.Name, StringComparer.Ordinal)
        .Select(pair => $"{pair.Key.Name}: {WireNames.FindingRules.NameOf(pair.Value)}")
        .Prepend(WireNames.FindingRules.NameOf(category.OnFinding)));

    private static string Spelled(OpaqueRule opaque) => opaque == OpaqueRule.Strict
        ? "-"
        : $"maxBytes: {opaque.MaxBytes?.ToString(CultureInfo.InvariantCulture) ?? "-"}, "
            + $"release: {(opaque.Release ? "true" : "false")}";

    private static string Spelled(IReadOnlyDictionary<string, string> namespaces) => List(namespaces
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{pair.Key}: {pair.Value}"));

    private static string Spelled(IReadOnlyList<SubjectPath> subjects) => List(subjects.Select(subject =>
        $"{subject.Path}{(subject.Role is { } role ? " " + role : "")}{(subject.Counted ? "" : " uncounted")}"));

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";
}
