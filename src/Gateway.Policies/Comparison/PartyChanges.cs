using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;

namespace Gateway.Policies.Comparison;

/// <summary>Who may take part, and how they are known.</summary>
internal static class PartyChanges
{
    internal static void Compare(PolicyBundle then, PolicyBundle now, List<BundleChange> changes)
    {
        var parties = BundleComparison.Pairs(then.Parties.Values, now.Parties.Values, party => party.Id.ToString());
        foreach (var (id, old, current) in parties)
        {
            var list = new ChangeList(changes, ChangedThing.Party, id, (current ?? old)!.Mark);
            if (old is null || current is null)
            {
                // A party that no route names carries nothing; a route that names it is a change of its own. One with
                // a scope reads the ledger.
                var reads = current?.Scope is not null;
                list.Add(
                    old is not null ? ChangeEffect.Narrower : reads ? ChangeEffect.Wider : ChangeEffect.Other,
                    old is null ? ChangeKind.Added : ChangeKind.Removed, null, null, null);
                continue;
            }

            Compare(old, current, list);
        }

        CompareOfficers(then, now, changes);
    }

    private static void Compare(Party then, Party now, ChangeList list)
    {
        list.Text("zone", then.Zone.Wire(), now.Zone.Wire(), ChangeEffect.Wider);
        list.Text("registration", then.Registration, now.Registration, ChangeEffect.Wider);
        list.Text("branchOf", then.BranchOf?.ToString(), now.BranchOf?.ToString(), ChangeEffect.Wider);
        list.Text("city", then.City, now.City, ChangeEffect.Wider);
        list.Ordered("ciio", !then.Ciio, !now.Ciio, isFree => isFree ? "false" : "true");
        list.Text("stateOrgan", then.StateOrgan.ToString(), now.StateOrgan.ToString(), ChangeEffect.Other);
        list.Text("name", BundleComparison.Spell(then.Name), BundleComparison.Spell(now.Name), ChangeEffect.Other);
        list.Set("roles", then.Roles.Select(role => role.Wire()), now.Roles.Select(role => role.Wire()));
        list.Set("certificates", then.Certificates.Select(Spell), now.Certificates.Select(Spell));
        list.Set("scope", Spell(then.Scope), Spell(now.Scope));
    }

    private static void CompareOfficers(PolicyBundle then, PolicyBundle now, List<BundleChange> changes)
    {
        var officers = BundleComparison.Pairs(
            then.Officers.Values, now.Officers.Values, officer => officer.Id.ToString());
        foreach (var (id, old, current) in officers)
        {
            var list = new ChangeList(changes, ChangedThing.Officer, id, (current ?? old)!.Mark);
            if (old is null || current is null)
            {
                list.Add(
                    old is null ? ChangeEffect.Wider : ChangeEffect.Narrower,
                    old is null ? ChangeKind.Added : ChangeKind.Removed, null, null, null);
                continue;
            }

            list.Set("roles", old.Roles.Select(role => role.Wire()), current.Roles.Select(role => role.Wire()));
            list.Set("certificates", old.Certificates.Select(Spell), current.Certificates.Select(Spell));
            list.Text(
                "name", BundleComparison.Spell(old.Name), BundleComparison.Spell(current.Name), ChangeEffect.Other);
        }
    }

    private static string Spell(CertificateMatch match) => match.Sha256 is { } sha256
        ? $"sha256 {sha256}"
        : $"entry {match.Entry}, {string.Join(", ", match.Match.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key} {pair.Value}"))}";

    private static IEnumerable<string> Spell(ReadScope? scope) => scope is null
        ? []
        : scope.Zones.Select(zone => $"zone {zone.Wire()}")
            .Concat(scope.Parties.Select(party => $"party {party}"))
            .Concat(scope.Categories.Select(category => $"category {category}"));
}
