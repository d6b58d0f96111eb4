using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Policies.Bundle;
using Gateway.Policies.Instruments;

namespace Gateway.Policies.Tests.Bundle;

public sealed partial class InstrumentSelectionTests
{
    private const string Gba = "instruments/gba.yaml";
    private const string Bank = "catalogue/bank.yaml";
    private const string Parties = "parties.yaml";

    [Fact]
    public void A_leg_under_a_valid_instrument_may_cross()
    {
        Assert.True(Decide(BundleFolder.Valid()).TryPass(out var permission, out _));

        Assert.Equal("gba-2024-0001", permission.Instrument.Id.ToString());
        Assert.Equal(("bank-gz", "bank-hk"), (permission.Exporter.Id.ToString(), permission.Recipient.Id.ToString()));
        Assert.Equal(Direction.NorthToSouth, permission.Direction);
        Assert.Equal("BK.cdd", permission.Category.Id.ToString());
    }

    [Fact]
    public void The_answer_leaves_the_other_side_and_needs_an_instrument_of_its_own()
    {
        Assert.True(Decide(BundleFolder.Valid(), leg: Leg.Response).TryPass(out var permission, out _));

        Assert.Equal("hkout-1", permission.Instrument.Id.ToString());
        Assert.Equal(("bank-hk", "bank-gz"), (permission.Exporter.Id.ToString(), permission.Recipient.Id.ToString()));
        Assert.Equal(Direction.SouthToNorth, permission.Direction);
    }

    [Theory]
    [InlineData(Bank, "grade: general\n    sensitive", "grade: core\n    sensitive", "grade.core")]
    [InlineData(Bank, "grade: general\n    sensitive", "grade: important\n    sensitive", "grade.important")]
    [InlineData(Gba, "exporter: bank-gz\n    recipient: bank-hk\n    categories: [BK.cdd@3]", "exporter: bank-gz-nansha\n    recipient: bank-hk\n    categories: [BK.cdd@3]", "category.not_covered")]
    [InlineData(Gba, "categories: [BK.cdd@3]", "categories: [BK.cdd@2]", "category.not_covered")]
    [InlineData(Gba, "categories: [BK.cdd@3]\n    purposes: [account-opening]", "categories: [BK.cdd@3]\n    purposes: [referral]", "purpose.not_covered")]
    [InlineData(Gba, "validTo: 2027-02-28", "validTo: 2026-11-19", "instrument.expired")]
    [InlineData(Gba, "effective: 2024-03-01\n    filings:", "effective: 2026-11-21\n    filings:", "instrument.not_yet")]
    [InlineData(Gba, "means: api", "means: courier", "instrument.envelope")]
    [InlineData(Gba, "storagePlace: HK", "storagePlace: MO", "instrument.envelope")]
    [InlineData(Gba, "number: HK-2024-9, ", "", "instrument.filing")]
    [InlineData(Gba, "      - { zone: HK, number: HK-2024-9, date: 2024-03-06, due: 2024-03-14 }\n", "", "instrument.filing")]
    [InlineData(Gba, "number: GD-2024-17, date: 2024-03-05", "number: GD-2024-17, date: 2026-11-21", "instrument.filing")]
    [InlineData(Gba, "    pia: { id: pia-7, date: 2024-02-01 }\n", "", "instrument.pia")]
    [InlineData(Gba, "date: 2024-02-01 }", "date: 2026-11-21 }", "instrument.pia")]
    [InlineData(Parties, "ciio: false", "ciio: true", "instrument.missing")]
    [InlineData(Gba, "GBA-HK", "DUTY", "category.not_covered")]
    public void Each_way_to_fail_has_its_code(string file, string old, string now, string code)
    {
        Assert.False(Decide(BundleFolder.ValidBut(file, old, now)).TryPass(out _, out var turnBack));
        Assert.Equal(code, turnBack.Code.Wire);
        SaysWhyInThreeLanguages(turnBack);
    }

    [Theory]
    [InlineData("number: HK-2024-9, date: 2024-03-06, due: 2024-03-14", "due: 2026-11-20")]
    [InlineData("validTo: 2027-02-28", "validTo: 2026-11-20")]
    [InlineData("effective: 2024-03-01\n    filings:", "effective: 2026-11-20\n    filings:")]
    public void The_last_day_and_the_first_day_count(string old, string now) =>
        Assert.True(Decide(BundleFolder.ValidBut(Gba, old, now)).TryPass(out _, out _));

    [Fact]
    public void Without_any_instrument_between_the_parties_the_code_is_missing()
    {
        var bundle = BundleFolder.Read(BundleFolder.Valid()) with { Instruments = [] };

        Assert.False(Decide(bundle, Leg.Request).TryPass(out _, out var turnBack));
        Assert.Equal(RefusalCode.InstrumentMissing, turnBack.Code);
        SaysWhyInThreeLanguages(turnBack);
    }

    [Fact]
    public void A_party_without_the_role_is_refused_even_if_the_bundle_was_not_checked()
    {
        var bundle = BundleFolder.Read(BundleFolder.Valid());
        var swapped = bundle.Routes[0] with { North = bundle.Parties.Keys.Single(id => id.ToString() == "regulator-gd") };

        Assert.False(InstrumentSelection.Decide(bundle, swapped, Leg.Request, Now).TryPass(out _, out var turnBack));
        Assert.Equal(RefusalCode.PartyRole, turnBack.Code);
        SaysWhyInThreeLanguages(turnBack);
    }

    [Fact]
    public void A_category_that_is_not_in_the_catalogue_is_refused()
    {
        var bundle = BundleFolder.Read(BundleFolder.Valid());
        var without = bundle with
        {
            Categories = System.Collections.Frozen.FrozenDictionary<Policies.Catalogue.CategoryId, Policies.Catalogue.Category>.Empty,
        };

        Assert.False(Decide(without, Leg.Request).TryPass(out _, out var turnBack));
        Assert.Equal(RefusalCode.CategoryUnknown, turnBack.Code);
        SaysWhyInThreeLanguages(turnBack);
    }

    [Fact]
    public void A_branch_acts_under_its_legal_entitys_instrument()
    {
        var files = BundleFolder.ValidBut("routes.yaml", "responseHeaders: [x-batch]\n    north: bank-gz", "responseHeaders: []\n    north: bank-gz-nansha");
        var at = files.FindIndex(file => file.Path == "routes.yaml");
        var text = System.Text.Encoding.UTF8.GetString(files[at].Bytes.Span);
        files[at] = BundleFolder.Text("routes.yaml", text.Replace("    response: { category: BK.ack, purpose: account-opening }\n", "", StringComparison.Ordinal));

        Assert.True(Decide(files).TryPass(out var permission, out _));
        Assert.Equal("bank-gz-nansha", permission.Exporter.Id.ToString());
        Assert.Equal("bank-gz", permission.Instrument.Exporter.ToString());
    }

    [Theory]
    [InlineData("number: CAC-1, date: 2024-01-01", "envelope: { means: api }", "2024-03-01", null)]
    [InlineData("number: CAC-1, date: 2024-01-01", "envelope: { means: api }", "2023-11-20", "instrument.expired")]
    [InlineData("number: CAC-1, date: 2024-01-01", "envelope: { means: api }", "2023-11-21", null)]
    [InlineData("number: CAC-1, date: 2024-01-01", "validTo: 2030-01-01", "2024-03-01", "instrument.envelope")]
    [InlineData("due: 2027-01-01", "envelope: { means: api }", "2024-03-01", "instrument.filing")]
    public void Important_data_crosses_only_under_a_complete_assessment(string filing, string more, string effective, string? code)
    {
        var files = BundleFolder.ValidBut(Bank, "grade: general\n    sensitive", "grade: important\n    sensitive");
        files.Add(BundleFolder.Text("instruments/assess.yaml", $$"""
            instruments:
              - id: assess-1
                mechanism: ASSESS
                exporter: bank-gz
                recipient: bank-hk
                categories: [BK.cdd@3]
                purposes: [account-opening]
                effective: {{effective}}
                filings: [ { zone: CN, {{filing}} } ]
                {{more}}
            """));

        var passed = Decide(files).TryPass(out var permission, out var turnBack);

        Assert.Equal(code, turnBack?.Code.Wire);
        Assert.Equal(passed ? "assess-1" : null, permission?.Instrument.Id.ToString());
    }

    [Fact]
    public void Of_several_valid_instruments_the_first_in_file_order_is_used()
    {
        var files = BundleFolder.Valid();
        var gba = files.Single(file => file.Path == Gba);
        var text = System.Text.Encoding.UTF8.GetString(gba.Bytes.Span);
        var copy = text[..text.IndexOf("  - id: hkout-1", StringComparison.Ordinal)].Replace("gba-2024-0001", "earlier", StringComparison.Ordinal);
        files.Add(BundleFolder.Text("a.yaml", copy));

        Assert.True(Decide(files).TryPass(out var permission, out _));
        Assert.Equal("earlier", permission.Instrument.Id.ToString());
    }

    [Fact]
    public void Of_several_that_fail_the_code_is_that_of_the_one_that_came_furthest()
    {
        var files = BundleFolder.ValidBut(Gba, "    pia: { id: pia-7, date: 2024-02-01 }\n", "");
        var gba = files.Single(file => file.Path == Gba);
        var text = System.Text.Encoding.UTF8.GetString(gba.Bytes.Span);
        var copy = text[..text.IndexOf("  - id: hkout-1", StringComparison.Ordinal)].Replace("gba-2024-0001", "earlier", StringComparison.Ordinal);
        files.Add(BundleFolder.Text("a.yaml", copy.Replace("validTo: 2027-02-28", "validTo: 2025-02-28", StringComparison.Ordinal)));

        Assert.False(Decide(files).TryPass(out _, out var turnBack));
        Assert.Equal(RefusalCode.InstrumentPia, turnBack.Code);
    }

    [Fact]
    public void A_leg_that_carries_nothing_is_not_a_question()
    {
        var bundle = BundleFolder.Read(BundleFolder.Valid());

        Assert.Throws<ArgumentException>(() => InstrumentSelection.Decide(bundle, bundle.Routes[1], Leg.Request, Now));
    }

    // The names and dates of the English stand in the Chinese too, and nothing else of it but codes.
    private static void SaysWhyInThreeLanguages(TurnBack turnBack)
    {
        var words = Assert.IsType<Refusal>(turnBack).Words;
        Assert.NotNull(words);
        Assert.Equal(turnBack.Detail, words.En);
        foreach (var chinese in new[] { words.ZhHans, words.ZhHant })
        {
            Assert.NotNull(chinese);
            Assert.DoesNotMatch("[a-z]{2,} [a-z]{2,}", chinese);
            Assert.All(Names().Matches(words.En), name => Assert.Contains(name.Value, chinese, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex(@"'[^']+'|\d{4}-\d{2}-\d{2}")]
    private static partial Regex Names();

    private static DateTimeOffset Now { get; } = DateTimeOffset.Parse("2026-11-20T12:00:00Z", CultureInfo.InvariantCulture);

    private static Outcome<Permission> Decide(List<BundleFile> files, Leg leg = Leg.Request) =>
        Decide(BundleFolder.Read(files), leg);

    private static Outcome<Permission> Decide(PolicyBundle bundle, Leg leg) =>
        InstrumentSelection.Decide(bundle, bundle.Routes.Single(route => route.Id.ToString() == "cdd-push"), leg, Now);
}
