using System.Collections.Frozen;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Routes;
using Gateway.Policies.Transforms;
using Gateway.Settings;

namespace Gateway.Permit;

/// <summary>Makes a policy snapshot of a bundle and the keys its rules name. All faults are gathered.</summary>
internal static class PolicyCompiler
{
    /// <summary>Null where a rule cannot be enforced with these keys, or not at this moment.</summary>
    internal static PolicySnapshot? Compile(
        SignedBundle signed, KeyRing keys, DateTimeOffset now, ICollection<Fault> faults)
    {
        var engines = new Dictionary<CategoryId, CategoryEngine>();
        var ends = new Dictionary<CategoryId, DateTimeOffset>();
        var isGood = true;
        foreach (var category in Routed(signed.Bundle))
        {
            isGood &= CheckTerms(category, keys, now, ends, faults)
                & CheckCustodians(signed.Bundle, category, keys, ends, faults);
            if (Compile(category, keys, faults) is { } engine)
            {
                engines[category.Id] = engine;
            }
            else
            {
                isGood = false;
            }
        }

        return isGood
            ? new PolicySnapshot(
                signed.Bundle, engines.ToFrozenDictionary(), signed.Signers, ends.ToFrozenDictionary())
            : null;
    }

    /// <summary>
    /// For a bundle that cannot be served anyway: what its rules lack in these keys is told in the same run.
    /// </summary>
    internal static void Check(PolicyBundle readable, KeyRing keys, DateTimeOffset now, ICollection<Fault> faults)
    {
        // What cannot be enforced does not compile either: said once is enough.
        var unenforced = EnforcementCheck.Check(readable);
        var ends = new Dictionary<CategoryId, DateTimeOffset>();
        foreach (var category in Routed(readable).Where(category => !unenforced.Any(fault => IsOf(category, fault))))
        {
            _ = CheckTerms(category, keys, now, ends, faults);
            _ = CheckCustodians(readable, category, keys, ends, faults);
            _ = Compile(category, keys, faults);
        }
    }

    private static bool IsOf(Category category, Fault fault) =>
        fault.File == category.Mark.File
        && fault.Path.StartsWith(category.Mark.Path + ".", StringComparison.Ordinal);

    private static CategoryEngine? Compile(Category category, KeyRing keys, ICollection<Fault> faults)
    {
        var engine = CategoryEngine.Compile(category, keys, out var wrong);
        wrong.ToList().ForEach(faults.Add);
        return engine;
    }

    private static IEnumerable<Category> Routed(PolicyBundle bundle) => bundle.Routes
        .SelectMany(route => new[] { route.Request, route.Response })
        .OfType<Cargo>()
        .Select(cargo => cargo.Category)
        .Distinct()
        .Select(id => bundle.Categories.GetValueOrDefault(id))
        .OfType<Category>();

    // A key whose 'to' has passed, or whose 'from' has not come, is no key: what needs it does not leave.
    private static bool CheckTerms(
        Category category,
        KeyRing keys,
        DateTimeOffset now,
        Dictionary<CategoryId, DateTimeOffset> ends,
        ICollection<Fault> faults)
    {
        var isGood = true;
        foreach (var rule in category.AllFields)
        {
            if (KeyOf(rule.Action) is not { } key || keys.TermOf(rule.Action.Name, key) is not { } term)
            {
                continue;
            }

            if (now < term.From || now >= term.To)
            {
                faults.Add(rule.Mark.Fault("rule.key", $"key '{key}' for '{rule.Action.Name}' is not in force now"));
                isGood = false;
            }
            else if (term.To is { } end)
            {
                Shorten(ends, category.Id, end);
            }
        }

        return isGood;
    }

    // A half of the key that nobody could open would make the originals unreadable: such a category does not leave.
    private static bool CheckCustodians(
        PolicyBundle bundle,
        Category category,
        KeyRing keys,
        Dictionary<CategoryId, DateTimeOffset> ends,
        ICollection<Fault> faults)
    {
        if (category.Commit != CommitRule.Originals)
        {
            return true;
        }

        if (CustodianCheck.Check(bundle, category, keys, faults) is not { } end)
        {
            return false;
        }

        Shorten(ends, category.Id, end);
        return true;
    }

    private static void Shorten(Dictionary<CategoryId, DateTimeOffset> ends, CategoryId id, DateTimeOffset end) =>
        ends[id] = ends.TryGetValue(id, out var first) && first < end ? first : end;

    private static string? KeyOf(FieldAction action) => action switch
    {
        FieldAction.Hash hash => hash.Key,
        FieldAction.Tokenise tokenise => tokenise.Key,
        FieldAction.Shift shift => shift.Key,
        _ => null,
    };
}
