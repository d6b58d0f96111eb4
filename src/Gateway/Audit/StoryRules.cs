using System.Globalization;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Purposes;
using Gateway.Policies.Routes;

namespace Gateway.Audit;

/// <summary>What the bundle that an entry names says about it: titles, the rule, the instrument.</summary>
internal static class StoryRules
{
    internal static Category? CategoryOf(StoryEntry entry) =>
        entry.Bundle is { } bundle
        && CategoryId.TryParse(entry.Text("category") ?? entry.Statement?.TextOf("category"), out var id)
            ? bundle.Categories.GetValueOrDefault(id)
            : null;

    internal static Purpose? PurposeOf(StoryEntry entry) =>
        entry.Bundle is { } bundle && PurposeId.TryParse(entry.Statement?.TextOf("purpose"), out var id)
            ? bundle.Purposes.GetValueOrDefault(id)
            : null;

    /// <summary>The rule that refused; null where no single rule did, or the bundle is not at hand.</summary>
    internal static FieldRule? RuleOf(StoryEntry entry) => entry.Text("rule") is { } path
        ? CategoryOf(entry)?.AllFields.FirstOrDefault(rule => rule.Path == path)
        : null;

    /// <summary>The rules of the category that do not leave a value as it is, in file order.</summary>
    internal static IEnumerable<FieldRule> Changing(StoryEntry entry) =>
        CategoryOf(entry)?.AllFields.Where(rule => rule.Action is not FieldAction.Keep) ?? [];

    /// <summary>
    /// Why room 4 said no, worked out again: the same bundle at the same moment gives the same answer. Null where
    /// another room refused.
    /// </summary>
    internal static Titles? PermitDetail(StoryEntry entry)
    {
        if (entry.Bundle is not { } bundle || RouteOf(entry, bundle) is not { } route)
        {
            return null;
        }

        foreach (var leg in new[] { Leg.Request, Leg.Response }.Where(leg => route.CargoOf(leg) is not null))
        {
            if (!InstrumentSelection.Decide(bundle, route, leg, entry.Time).TryPass(out _, out var turnBack)
                && turnBack.Code.Wire == entry.Text("code"))
            {
                return (turnBack as Refusal)?.Words ?? new Titles(turnBack.Detail, null, null);
            }
        }

        return null;
    }

    /// <summary>An action as a person writes it into a bundle, for example "mask keepFirst 1".</summary>
    internal static string Words(FieldAction action)
    {
        var words = action switch
        {
            FieldAction.Mask mask => $"keepFirst {mask.KeepFirst}, keepLast {mask.KeepLast}",
            FieldAction.Hash hash => $"key {hash.Key}",
            FieldAction.Tokenise tokenise => $"key {tokenise.Key}",
            FieldAction.Generalise { To: { } to } => $"to {to}",
            FieldAction.Shift shift => $"key {shift.Key}",
            FieldAction.Encrypt encrypt => $"to {encrypt.To}",
            FieldAction.Truncate truncate => string.Create(CultureInfo.InvariantCulture, $"to {truncate.To}"),
            _ => "",
        };
        return words.Length == 0 ? action.Name : $"{action.Name} ({words})";
    }

    private static RouteDefinition? RouteOf(StoryEntry entry, PolicyBundle bundle) =>
        bundle.Routes.FirstOrDefault(route => route.Id.ToString() == entry.Text("route"));
}
