using System.Collections.Frozen;
using Gateway.Audit.Taps;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Tests.Ledger;

namespace Gateway.Tests.Taps;

/// <summary>What the receiver of a tap may see, by where it stands and under whose scope it reads.</summary>
public sealed class TapSightTests
{
    private static readonly EntryOutline Tick = new() { Kind = EntryKind.Tick, Time = DateTimeOffset.UnixEpoch };

    [Fact]
    public void The_operators_own_tap_in_its_own_zone_sees_everything() =>
        Assert.All(Enum.GetValues<EntryKind>(), kind => Assert.True(Sight(Zone.CN, null).Sees(Tick with { Kind = kind })));

    [Theory]
    [InlineData(Zone.HK)]
    [InlineData(Zone.MO)]
    public void A_tap_into_another_zone_without_a_regulator_sees_nothing(Zone zone) =>
        Assert.All(Enum.GetValues<EntryKind>(), kind => Assert.False(Sight(zone, null).Sees(Tick with { Kind = kind })));

    [Fact]
    public void Where_the_gateways_own_zone_is_not_known_nothing_is_seen() =>
        Assert.False(new TapSight(Zone.CN, null, null, () => Bundle(Own)).Sees(Tick));

    [Fact]
    public void A_regulator_sees_what_left_a_zone_that_its_scope_names_and_nothing_that_left_another()
    {
        var sight = Sight(Zone.HK, Own);

        Assert.True(sight.Sees(Release("bank-hk", "bank-gz")));
        Assert.False(sight.Sees(Release("bank-gz", "bank-hk")));
        Assert.True(Sight(Zone.HK, Own with { Zones = [Zone.HK, Zone.CN] }).Sees(Release("bank-gz", "bank-hk")));
    }

    [Fact]
    public void A_regulator_sees_only_the_parties_and_categories_of_its_scope()
    {
        Assert.True(Sight(Zone.HK, Own with { Parties = ["bank-gz"] }).Sees(Release("bank-hk", "bank-gz")));
        Assert.False(Sight(Zone.HK, Own with { Parties = ["other"] }).Sees(Release("bank-hk", "bank-gz")));
        Assert.True(Sight(Zone.HK, Own with { Categories = ["BK.cdd"] }).Sees(Release("bank-hk", "bank-gz")));
        Assert.False(Sight(Zone.HK, Own with { Categories = ["MD.x"] }).Sees(Release("bank-hk", "bank-gz")));
        Assert.False(
            Sight(Zone.HK, Own with { Categories = ["BK.cdd"] }).Sees(Release("bank-hk", "bank-gz") with { Category = null }));
    }

    [Fact]
    public void A_refusal_that_names_nobody_has_no_zone_and_is_not_seen()
    {
        var refusal = Tick with { Kind = EntryKind.Refusal };

        Assert.False(Sight(Zone.HK, Own).Sees(refusal));
        Assert.True(Sight(Zone.HK, Own).Sees(refusal with { Parties = ["bank-hk"] }));
        Assert.False(Sight(Zone.HK, Own).Sees(refusal with { Parties = ["bank-gz"] }));
    }

    [Fact]
    public void An_outcome_is_seen_where_its_transfer_was_and_not_before_it()
    {
        var sight = Sight(Zone.HK, Own);
        var transfer = Guid.CreateVersion7();
        var outcome = Tick with { Kind = EntryKind.Outcome, Transfer = transfer };

        Assert.False(sight.Sees(outcome));
        Assert.True(sight.Sees(Release("bank-hk", "bank-gz") with { Transfer = transfer }));
        Assert.True(sight.Sees(outcome));
        Assert.False(sight.Sees(outcome with { Transfer = Guid.CreateVersion7() }));
    }

    [Fact]
    public void The_logs_own_entries_are_seen_where_the_scope_names_the_logs_zone()
    {
        Assert.False(Sight(Zone.HK, Own).Sees(Tick));
        Assert.True(Sight(Zone.HK, Own with { Zones = [Zone.HK, Zone.CN] }).Sees(Tick));
    }

    [Theory]
    [InlineData(nameof(EntryKind.Read))]
    [InlineData(nameof(EntryKind.Trace))]
    [InlineData(nameof(EntryKind.Erase))]
    [InlineData(nameof(EntryKind.Consent))]
    public void What_names_people_who_look_is_for_the_operator_alone(string kind) =>
        Assert.False(Sight(Zone.HK, Own with { Zones = [Zone.HK, Zone.CN] }).Sees(
            Tick with { Kind = Enum.Parse<EntryKind>(kind), Parties = ["bank-hk"] }));

    [Fact]
    public void Who_is_no_regulator_of_the_taps_zone_in_the_bundle_in_force_sees_nothing()
    {
        var release = Release("bank-hk", "bank-gz");

        Assert.False(Sight(Zone.CN, Own).Sees(release));
        Assert.False(Sight(Zone.HK, Own, PartyRole.Recipient).Sees(release));
        Assert.False(Sight(Zone.HK, null, party: "regulator-hk").Sees(release));
        Assert.False(Sight(Zone.HK, Own, party: "gone").Sees(release));
    }

    private static ReadScope Own { get; } = new([Zone.HK], ["*"], ["*"]);

    private static TapSight Sight(Zone zone, ReadScope? scope, PartyRole role = PartyRole.Regulator, string? party = null)
    {
        var reader = party ?? (scope is null ? null : "regulator-hk");
        return new TapSight(
            zone, reader is null ? null : TestLedger.Party(reader), Zone.CN, () => Bundle(scope, role));
    }

    private static EntryOutline Release(string exporter, string recipient) => Tick with
    {
        Kind = EntryKind.Release,
        Exporter = exporter,
        Recipient = recipient,
        Parties = [exporter, recipient],
        Category = "BK.cdd",
    };

    private static PolicyBundle Bundle(ReadScope? scope, PartyRole role = PartyRole.Regulator)
    {
        var parties = new[]
        {
            Party("bank-gz", Zone.CN, PartyRole.Exporter, null),
            Party("bank-hk", Zone.HK, PartyRole.Exporter, null),
            Party("regulator-hk", Zone.HK, role, scope),
        };
        return new PolicyBundle(
            "test", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, new string('a', 64),
            parties.ToFrozenDictionary(party => party.Id), FrozenDictionary<OfficerId, Officer>.Empty,
            FrozenDictionary<Gateway.Policies.Purposes.PurposeId, Gateway.Policies.Purposes.Purpose>.Empty,
            FrozenDictionary<Gateway.Policies.Catalogue.CategoryId, Gateway.Policies.Catalogue.Category>.Empty, [], []);
    }

    private static Party Party(string id, Zone zone, PartyRole role, ReadScope? scope) => new(
        TestLedger.Party(id), zone, new Titles(id, null, null), "", null, null, false, false,
        new HashSet<PartyRole> { role }, [], scope, default);
}
