using System.Text.Json.Nodes;
using Gateway.Commands.Dev;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Cases;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Tests.Config;

/// <summary>
/// What ships in config/policy: the eight public-service categories of the 2023 plan and the pilot sectors, each with
/// cases that show what crosses and what does not, for as long as the example may be looked at.
/// </summary>
public sealed class ExampleBundleTests
{
    // law.md, section 1: eight of the plan; banking, credit referencing, employment.
    private static readonly string[] Sectors = ["BK", "CR", "EC", "ED", "EN", "HH", "HR", "MB", "MD", "SS", "TR"];

    private static readonly DateOnly LastDay = new(2099, 12, 31);

    public static TheoryData<string> CategoryIds =>
        [.. ExampleBundle.Bundle.Categories.Keys.Select(id => id.ToString()).Order(StringComparer.Ordinal)];

    [Fact]
    public void It_has_neither_a_fault_nor_a_warning() =>
        Assert.Empty(ExampleBundle.Reading.Faults.Concat(EnforcementCheck.Check(ExampleBundle.Bundle)));

    [Fact]
    public void Every_sector_of_the_plan_and_of_the_pilots_is_there() => Assert.Equal(
        Sectors,
        ExampleBundle.Bundle.Categories.Keys.Select(id => id.ToString().Split('.')[0]).Distinct()
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(CategoryIds))]
    public void Every_case_comes_out_as_told(string id) => Assert.All(
        ExampleBundle.Run(ExampleBundle.Files, id),
        verdict => Assert.True(verdict.Result == CaseResult.AsTold, $"{verdict.Category} {verdict.Case.Name}"));

    [Theory]
    [MemberData(nameof(CategoryIds))]
    public void Every_category_shows_what_crosses_and_what_is_refused(string id)
    {
        var category = Of(id);

        Assert.Contains(category.Cases, one => one.Expect is not null);
        Assert.Contains(category.Cases, one => one.Refused is not null);
    }

    [Theory]
    [MemberData(nameof(CategoryIds))]
    public void A_tampered_expectation_fails(string id)
    {
        foreach (var one in Of(id).Cases)
        {
            var files = one.Expect is { } expect
                ? ExampleBundle.With(expect, text => expect.EndsWith(".xml", StringComparison.Ordinal)
                    ? text.Replace(">TRF<", ">tampered<", StringComparison.Ordinal)
                    : expect.EndsWith(".hl7", StringComparison.Ordinal)
                    ? text.Replace("|13.2|", "|tampered|", StringComparison.Ordinal)
                    : !expect.EndsWith(".json", StringComparison.Ordinal)
                    ? text.Replace("C-0001", "tampered", StringComparison.Ordinal)
                    : Tampered(ExampleBundle.Json(expect)))
                : ExampleBundle.With(Of(id).Mark.File, text =>
                    text.Replace(one.Refused!, "stamp.missing", StringComparison.Ordinal));

            var verdict = ExampleBundle.Run(files, id).Single(verdict => verdict.Case.Name == one.Name);

            Assert.Equal((one.Name, CaseResult.NotAsTold), (verdict.Case.Name, verdict.Result));
        }
    }

    [Theory]
    [MemberData(nameof(CategoryIds))]
    public void A_rule_that_lets_more_out_makes_a_case_fail(string id)
    {
        var rules = Of(id).Fields.Where(rule => rule.Action is FieldAction.Hash or FieldAction.Mask).ToList();
        foreach (var rule in rules)
        {
            var files = ExampleBundle.With(rule.Mark.File, text => Weakened(text, rule));

            Assert.True(
                ExampleBundle.Run(files, id).Any(verdict => verdict.Result == CaseResult.NotAsTold),
                $"'{rule.Path}' may be kept and no case notices");
        }
    }

    [Fact]
    public void Every_document_belongs_to_a_case_and_nothing_else_lies_about()
    {
        var used = ExampleBundle.Cases.SelectMany(pair => new[] { pair.Case.Input, pair.Case.Expect }).OfType<string>();
        var there = ExampleBundle.Files.Select(file => file.Path)
            .Where(path => !path.EndsWith(".yaml", StringComparison.Ordinal));

        Assert.Equal(used.Distinct().Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_title_stands_in_three_languages() => Assert.All(AllTitles(), titles =>
    {
        Assert.False(string.IsNullOrWhiteSpace(titles.En));
        Assert.False(string.IsNullOrWhiteSpace(titles.ZhHans), titles.En);
        Assert.False(string.IsNullOrWhiteSpace(titles.ZhHant), titles.En);
    });

    // Pairs of characters, simplified and traditional, that the other script does not use.
    [Fact]
    public void No_title_mixes_the_two_scripts()
    {
        const string pairs =
            "东東业業产產亲親医醫单單历歷员員学學审審实實广廣开開户戶护護报報据據无無机機权權汇匯济濟状狀环環电電" +
            "积積种種称稱税稅维維结結统統编編职職药藥营營规規观觀计計认認证證评評试試详詳语語请請课課调調质質购購" +
            "贷貸费費资資车車转轉运運进進迁遷选選银銀险險际際项項领領频頻额額驾駕养養动動务務参參龙龍门門庆慶会會" +
            "长長顾顧厅廳区區馆館红紅疗療记記";
        var simplified = pairs.Where((_, i) => i % 2 == 0).ToHashSet();
        var traditional = pairs.Where((_, i) => i % 2 == 1).ToHashSet();

        Assert.All(AllTitles(), titles =>
        {
            Assert.DoesNotContain(titles.ZhHant!, simplified.Contains);
            Assert.DoesNotContain(titles.ZhHans!, traditional.Contains);
        });
        Assert.Contains(AllTitles(), titles => titles.ZhHans!.Any(simplified.Contains));
    }

    [Fact]
    public void It_never_rots()
    {
        Assert.Equal(LastDay, DateOnly.FromDateTime(ExampleBundle.Bundle.Expires.UtcDateTime));
        Assert.All(ExampleBundle.Bundle.Instruments, instrument => Assert.Equal(LastDay, instrument.ValidTo));
    }

    [Theory]
    [InlineData("2025-06-30")]
    [InlineData("2099-12-30")]
    public void Every_carrying_leg_has_a_valid_instrument_from_the_first_year_to_the_last(string day)
    {
        var now = new DateTimeOffset(DateOnly.Parse(day, null), TimeOnly.MinValue, TimeSpan.Zero);

        Assert.All(CarryingLegs(), leg =>
        {
            var decision = InstrumentSelection.Decide(ExampleBundle.Bundle, leg.Route, leg.Leg, now);
            Assert.True(decision.TryPass(out _, out var no), $"{leg.Route.Id} {leg.Leg}: {no?.Detail}");
        });
    }

    [Fact]
    public void Data_goes_both_ways_pushed_and_pulled()
    {
        var ways = CarryingLegs().Where(leg => IsMain(leg.Route, leg.Leg))
            .Select(leg => (leg.Route.DirectionOf(leg.Leg), leg.Leg)).Distinct();

        Assert.Equal(4, ways.Count());
    }

    [Fact]
    public void What_the_law_wants_consent_or_a_mere_answer_for_is_complete_and_has_no_route()
    {
        var routed = CarryingLegs().Select(leg => leg.Route.CargoOf(leg.Leg)!.Category.ToString()).ToHashSet();
        string[] unrouted = ["BK.application", "BK.customers", "BK.payments", "CR.report", "ED.degree", "HH.residence", "MB.birth", "MB.marriage", "MD.referral", "MD.result", "SS.insured"];

        Assert.Equal(unrouted, CategoryIds.Select(row => row.Data).Except(routed).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["CR.report written", "ED.degree separate", "MB.birth guardian", "MB.marriage separate"],
            ExampleBundle.Bundle.Categories.Values.Where(category => category.Consent != ConsentKind.None)
                .Select(category => $"{category.Id} {category.Consent.Wire()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_mainland_city_of_the_bay_has_somebody()
    {
        string[] nine = ["440100", "440300", "440400", "440600", "440700", "441200", "441300", "441900", "442000"];

        Assert.Subset(ExampleBundle.Bundle.Parties.Values.Select(party => party.City!).ToHashSet(), nine.ToHashSet());
    }

    // GB 32100: digits 3 to 8 name the region of registration; a district's code begins as its city's does.
    [Fact]
    public void A_mainland_registration_is_of_the_partys_own_city() => Assert.All(
        ExampleBundle.Bundle.Parties.Values.Where(party => party.Zone == Zone.CN),
        party => Assert.Equal(party.City![..4], party.Registration[2..6]));

    [Fact]
    public void Throw_away_certificates_are_made_for_everybody_it_names()
    {
        var made = DevParties.All.ToDictionary(party => party.Id);
        Assert.All(ExampleBundle.Bundle.Parties.Values, party =>
        {
            var dev = made[party.Id.ToString()];
            Assert.Equal((dev.Zone, dev.Registration, dev.City), (party.Zone, party.Registration, party.City));
            Assert.Equal(dev.Name, party.Name);
            Assert.All(party.Certificates, one => Assert.Equal(dev.Registration, one.Match["organizationIdentifier"]));
        });
        Assert.Equal(
            DevParties.Officers.Select(officer => officer.Id).Order(StringComparer.Ordinal),
            ExampleBundle.Bundle.Officers.Keys.Select(id => id.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_exporter_of_a_route_endorses_the_throw_away_stamping_key()
    {
        var exporters = CarryingLegs().Select(leg =>
            leg.Route.DirectionOf(leg.Leg) == Direction.NorthToSouth ? leg.Route.North : leg.Route.South);

        Assert.Empty(exporters.Select(id => id.ToString()).Except(DevParties.Exporters.Select(party => party.Id)));
    }

    private static Category Of(string id) =>
        ExampleBundle.Bundle.Categories.Values.Single(category => category.Id.ToString() == id);

    private static IEnumerable<(RouteDefinition Route, Leg Leg)> CarryingLegs() => ExampleBundle.Bundle.Routes
        .SelectMany(route => new[] { Leg.Request, Leg.Response }.Select(leg => (route, leg)))
        .Where(pair => pair.route.CargoOf(pair.leg) is not null);

    // An answer to a push is an acknowledgement; what a route is there for is the request, or where it carries nothing,
    // the answer.
    private static bool IsMain(RouteDefinition route, Leg leg) => leg == Leg.Request || route.Request is null;

    private static IEnumerable<Titles> AllTitles() =>
    [
        .. ExampleBundle.Bundle.Categories.Values.Select(category => category.Title),
        .. ExampleBundle.Bundle.Purposes.Values.Select(purpose => purpose.Title),
        .. ExampleBundle.Bundle.Parties.Values.Select(party => party.Name),
        .. ExampleBundle.Bundle.Officers.Values.Select(officer => officer.Name),
    ];

    private static string Tampered(JsonNode expected)
    {
        var first = expected.AsObject().First();
        expected.AsObject()[first.Key] = "tampered";
        return expected.ToJsonString();
    }

    // The rule of this line keeps instead.
    private static string Weakened(string text, FieldRule rule)
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, rule.Mark.Line - 1, line => line.Contains("do: ", StringComparison.Ordinal));
        if (rule.Where.Count > 0)
        {
            lines[at] = lines[at].Replace("do: hash", "do: keep", StringComparison.Ordinal);
            lines[at + 1] = "";
        }
        else
        {
            lines[at] = $"      - {{ path: \"{rule.Path}\", do: keep, screen: [] }}";
        }

        return string.Join('\n', lines);
    }
}
