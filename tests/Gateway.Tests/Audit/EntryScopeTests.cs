using System.Collections.Frozen;
using Gateway.Audit;
using Gateway.Audit.Taps;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Tests.Ledger;

namespace Gateway.Tests.Audit;

/// <summary>
/// What may be seen, as one table for both ways of reading: each row is an entry, each column a scope, each cell asked of
/// a reader at the desk and of the receiver of a tap.
/// </summary>
public sealed class EntryScopeTests
{
    // The ledger stands in CN. 'x' is seen.
    private const string Table =
        """
        entry                                   | all | CN | HK | MO | CN+HK | gz | cdd | nobody | nothing
        release  gz>hk cdd                      |  x  | x  |    |    |   x   | x  |  x  |        |
        release  gz>hk ack                      |  x  | x  |    |    |   x   | x  |     |        |
        release  hk>gz cdd                      |  x  |    | x  |    |   x   |    |     |        |
        release  old-gz>hk cdd                  |  x  | x  |    |    |   x   |    |  x  |        |
        release  old-hk>gz cdd                  |  x  |    |    |    |       |    |     |        |
        request  route=pull asker=clinic        |  x  | x  |    |    |   x   |    |     |        |
        request  route=push asker=gz            |  x  | x  |    |    |   x   | x  |     |        |
        refusal  route=push asker=gz cdd        |  x  | x  |    |    |   x   | x  |  x  |        |
        refusal  route=push leg=request cdd     |  x  | x  |    |    |   x   |    |  x  |        |
        refusal  route=push leg=response cdd    |  x  |    | x  |    |   x   |    |     |        |
        refusal  route=pull leg=response        |  x  | x  |    |    |   x   |    |     |        |
        refusal  route=pull asker=clinic        |  x  | x  |    |    |   x   |    |     |        |
        refusal  route=removed asker=gz         |  x  |    |    |    |       |    |     |        |
        refusal  asker=gz                       |  x  | x  |    |    |   x   | x  |     |        |
        refusal  asker=clinic                   |  x  |    | x  |    |   x   |    |     |        |
        refusal  asker=removed                  |  x  |    |    |    |       |    |     |        |
        refusal                                 |  x  |    |    |    |       |    |     |        |
        hold     route=push leg=request cdd     |  x  | x  |    |    |   x   |    |  x  |        |
        outcome                                 |  x  |    |    |    |       |    |     |        |
        outcome  known                          |  x  | x  | x  | x  |   x   | x  |  x  |   x    |    x
        tick                                    |  x  | x  |    |    |   x   | x  |  x  |   x    |
        seal                                    |  x  | x  |    |    |   x   | x  |  x  |   x    |
        recover                                 |  x  | x  |    |    |   x   | x  |  x  |   x    |
        read     asker=gz                       |  x  |    |    |    |       |    |     |        |
        trace    asker=gz                       |  x  |    |    |    |       |    |     |        |
        erase    asker=gz                       |  x  |    |    |    |       |    |     |        |
        declaration asker=gz                    |  x  |    |    |    |       |    |     |        |
        consent  asker=gz                       |  x  |    |    |    |       |    |     |        |
        """;

    private static readonly Dictionary<string, ReadScope?> Scopes = new()
    {
        ["all"] = new([Zone.CN, Zone.HK, Zone.MO], ["*"], ["*"]),
        ["CN"] = new([Zone.CN], ["*"], ["*"]),
        ["HK"] = new([Zone.HK], ["*"], ["*"]),
        ["MO"] = new([Zone.MO], ["*"], ["*"]),
        ["CN+HK"] = new([Zone.CN, Zone.HK], ["*"], ["*"]),
        ["gz"] = new([Zone.CN], ["gz"], ["*"]),
        ["cdd"] = new([Zone.CN], ["*"], ["cdd"]),
        ["nobody"] = new([Zone.CN], [], ["*"]),
        ["nothing"] = null,
    };

    public static TheoryData<string, string, bool> Cells()
    {
        var lines = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var scopes = lines[0].Split('|', StringSplitOptions.TrimEntries)[1..];
        var cells = new TheoryData<string, string, bool>();
        foreach (var row in lines[1..].Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            for (var i = 0; i < scopes.Length; i++)
            {
                cells.Add(row[0], scopes[i], row[i + 1] == "x");
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_reader_and_a_tap_see_the_same(string entry, string scope, bool isSeen)
    {
        var (outline, isKnown) = Read(entry);
        var bundle = Bundle(Scopes[scope]);
        Assert.Equal(isSeen, new EntryScope(Scopes[scope], bundle, Zone.CN).Sees(IndexFacet.Of(outline), isKnown));
        if (isKnown)
        {
            // What a tap was shown before is its own to remember.
            return;
        }

        Assert.Equal(isSeen, new TapScope(Zone.HK, TestLedger.Party("regulator"), Zone.CN, () => bundle).Sees(outline));
    }

    [Fact]
    public void The_table_has_every_scope_and_only_those() =>
        Assert.Equal(Scopes.Keys, Table.Split('\n')[0].Split('|', StringSplitOptions.TrimEntries)[1..]);

    [Fact]
    public void Every_kind_of_entry_is_seen_by_a_reader_of_everything_and_none_by_a_reader_of_nothing() =>
        Assert.All(Enum.GetValues<EntryKind>(), kind =>
        {
            var facet = IndexFacet.Of(Of(kind));
            Assert.True(new EntryScope(Scopes["all"], Bundle(null), null).Sees(facet));
            Assert.True(EntryScope.Everything.Sees(facet));
            Assert.False(new EntryScope(null, Bundle(null), Zone.CN).Sees(facet));
            Assert.False(EntryScope.Nothing.Sees(facet, isKnown: false));
        });

    [Fact]
    public void Where_the_ledger_stands_is_not_said_its_own_entries_are_nobodys_but_a_reader_of_everything() =>
        Assert.False(new EntryScope(Scopes["CN"], Bundle(null), home: null).Sees(IndexFacet.Of(Of(EntryKind.Tick))));

    [Theory]
    [InlineData("all")]
    [InlineData("CN")]
    public void A_scope_without_one_of_its_three_parts_is_not_everything(string name)
    {
        var scope = Scopes[name]!;
        foreach (var less in new[]
        {
            scope with { Zones = [Zone.CN, Zone.HK] }, scope with { Parties = ["gz"] }, scope with { Categories = ["cdd"] },
        })
        {
            Assert.False(new EntryScope(less, Bundle(less), Zone.CN).SeesAll);
        }

        Assert.Equal(name == "all", new EntryScope(scope, Bundle(scope), Zone.CN).SeesAll);
    }

    [Fact]
    public void The_operators_own_tap_in_its_own_zone_sees_everything_and_asks_no_bundle() =>
        Assert.All(Enum.GetValues<EntryKind>(), kind => Assert.True(Operators(Zone.CN, Zone.CN).Sees(Of(kind))));

    [Theory]
    [InlineData(Zone.HK, Zone.CN)]
    [InlineData(Zone.MO, Zone.CN)]
    [InlineData(Zone.CN, null)]
    public void A_tap_into_another_zone_or_from_one_that_is_not_said_sees_nothing_without_a_regulator(Zone zone, Zone? home) =>
        Assert.All(Enum.GetValues<EntryKind>(), kind => Assert.False(Operators(zone, home).Sees(Of(kind))));

    [Fact]
    public void A_regulator_whose_scope_names_no_zone_reads_its_own_at_both()
    {
        var own = new ReadScope([], ["*"], ["*"]);
        var bundle = Bundle(own);
        var release = Read("release  hk>gz cdd").Entry;

        Assert.Equal([Zone.HK], bundle.Parties[TestLedger.Party("regulator")].Reads!.Zones);
        Assert.True(new TapScope(Zone.HK, TestLedger.Party("regulator"), Zone.CN, () => bundle).Sees(release));
        Assert.False(new TapScope(Zone.HK, TestLedger.Party("regulator"), Zone.CN, () => bundle).Sees(Read("release  gz>hk cdd").Entry));
    }

    [Fact]
    public void Who_is_no_regulator_of_the_taps_zone_in_the_bundle_in_force_sees_nothing()
    {
        var release = Read("release  hk>gz cdd").Entry;
        bool Sees(Zone zone, string party, PolicyBundle bundle) =>
            new TapScope(zone, TestLedger.Party(party), Zone.CN, () => bundle).Sees(release);

        Assert.True(Sees(Zone.HK, "regulator", Bundle(Scopes["HK"])));
        Assert.False(Sees(Zone.CN, "regulator", Bundle(Scopes["HK"])));
        Assert.False(Sees(Zone.HK, "regulator", Bundle(Scopes["HK"], PartyRole.Recipient)));
        Assert.False(Sees(Zone.HK, "regulator", Bundle(null)));
        Assert.False(Sees(Zone.HK, "gone", Bundle(Scopes["HK"])));
    }

    [Fact]
    public void An_outcome_is_seen_where_a_decision_before_it_was_and_not_before_it()
    {
        var transfer = Guid.CreateVersion7();
        var (release, outcome) = (Read("release  hk>gz cdd").Entry with { Transfer = transfer }, Of(EntryKind.Outcome) with { Transfer = transfer });
        var hidden = Read("release  gz>hk cdd").Entry with { Transfer = transfer };
        var bundle = Bundle(Scopes["HK"]);
        var tap = new TapScope(Zone.HK, TestLedger.Party("regulator"), Zone.CN, () => bundle);

        Assert.Equal(
            [false, false, true, true, false],
            new[] { hidden, outcome, release, outcome, outcome with { Transfer = Guid.CreateVersion7() } }.Select(tap.Sees));
        var scope = new EntryScope(Scopes["HK"], bundle, null);
        var story = new[] { hidden, outcome, release, outcome }.Select((entry, i) => new IndexedEntry(
            new LedgerCursor(2026, i), entry.Time, entry.Transfer, IndexFacet.Of(entry), 1, 0, 0, null)).ToList();
        Assert.Equal(story[2..], scope.Visible(story));
    }

    [Fact]
    public void Under_another_bundle_a_tap_forgets_what_it_was_shown()
    {
        var transfer = Guid.CreateVersion7();
        var bundle = Bundle(Scopes["HK"]);
        var tap = new TapScope(Zone.HK, TestLedger.Party("regulator"), Zone.CN, () => bundle);
        Assert.True(tap.Sees(Read("release  hk>gz cdd").Entry with { Transfer = transfer }));

        bundle = Bundle(Scopes["MO"]);

        Assert.False(tap.Sees(Of(EntryKind.Outcome) with { Transfer = transfer }));
    }

    private static TapScope Operators(Zone zone, Zone? home) =>
        new(zone, null, home, () => throw new InvalidOperationException("no bundle is asked"));

    private static EntryOutline Of(EntryKind kind) => new() { Kind = kind, Time = DateTimeOffset.UnixEpoch };

    // "kind [exporter>recipient] [name=value]… [category] [known]"
    private static (EntryOutline Entry, bool IsKnown) Read(string row)
    {
        var words = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var entry = Of(Enum.GetValues<EntryKind>().Single(kind => kind.Wire() == words[0]));
        foreach (var word in words[1..])
        {
            entry = word.Split('=', '>') switch
            {
                ["known"] => entry,
                ["route", var id] => entry with { Route = id },
                ["leg", var leg] => entry with { Leg = leg },
                ["asker", var asker] => entry with { Asker = asker },
                [var from, var to] => entry with
                {
                    Exporter = from,
                    Recipient = to,
                    Direction = from.EndsWith("gz", StringComparison.Ordinal) ? "N2S" : "S2N",
                },
                _ => entry with { Category = word },
            };
        }

        return (entry, words.Contains("known"));
    }

    private static PolicyBundle Bundle(ReadScope? scope, PartyRole role = PartyRole.Regulator)
    {
        var parties = new[]
        {
            Party("gz", Zone.CN, PartyRole.Exporter, null), Party("hk", Zone.HK, PartyRole.Exporter, null),
            Party("hospital", Zone.CN, PartyRole.Exporter, null), Party("clinic", Zone.HK, PartyRole.Recipient, null),
            Party("regulator", Zone.HK, role, scope),
        };
        return new PolicyBundle(
            "test", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, new string('a', 64),
            parties.ToFrozenDictionary(party => party.Id), FrozenDictionary<OfficerId, Officer>.Empty,
            FrozenDictionary<Gateway.Policies.Purposes.PurposeId, Gateway.Policies.Purposes.Purpose>.Empty,
            FrozenDictionary<Gateway.Policies.Catalogue.CategoryId, Gateway.Policies.Catalogue.Category>.Empty, [],
            [Route("push", "gz", "hk", CallerSide.North, isPush: true), Route("pull", "hospital", "clinic", CallerSide.South, isPush: false)]);
    }

    private static RouteDefinition Route(string id, string north, string south, CallerSide caller, bool isPush)
    {
        Assert.True(RouteId.TryParse(id, out var route));
        var cargo = new Cargo(default, default);
        return new RouteDefinition(
            route, null!, [], [], [], TestLedger.Party(north), TestLedger.Party(south), caller, [],
            isPush ? cargo : null, isPush ? null : cargo, RouteMode.Transfer, default);
    }

    private static Party Party(string id, Zone zone, PartyRole role, ReadScope? scope) => new(
        TestLedger.Party(id), zone, new Titles(id, null, null), "", null, null, false, false,
        new HashSet<PartyRole> { role }, [], scope, default);
}
