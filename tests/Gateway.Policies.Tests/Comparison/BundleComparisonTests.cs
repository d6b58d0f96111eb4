using Gateway.Policies.Comparison;
using Gateway.Policies.Tests.Bundle;

namespace Gateway.Policies.Tests.Comparison;

/// <summary>What a new bundle widens and what it narrows.</summary>
public sealed class BundleComparisonTests
{
    private const string Bank = "catalogue/bank.yaml";
    private const string Remark = "      - { path: \"$.customers[*].remark\", do: redact, mismatch: redact }\n";
    private const string Password = "      - { path: \"$.customers[*].password\", do: drop }\n";
    private const string City = "      - { path: \"$.customers[*].city\", do: keep, deep: true, screen: [prc-id] }\n";

    [Fact]
    public void The_same_bundle_has_no_difference() =>
        Assert.Empty(BundleComparison.Compare(BundleFolder.Read(BundleFolder.Valid()), BundleFolder.Read(BundleFolder.Valid())));

    [Theory]
    [InlineData("keepFirst: 1", "keepFirst: 2", "$.customers[*].name")]
    [InlineData("do: hash, key: cdd", "do: keep", "$.customers[*].idNumber")]
    [InlineData("do: hash, key: cdd", "do: hash, key: other", "$.customers[*].idNumber")]
    [InlineData("sensitive: [SP08] ", "", "$.customers[*].idNumber")]
    [InlineData("screen: [prc-id] }", "screen: [] }", "$.customers[*].city")]
    public void A_rule_that_shows_more_or_cannot_be_shown_to_show_less_is_wider(string old, string now, string path)
    {
        var (forth, back) = BothWays(Bank, old, now);

        Assert.Equal((ChangeEffect.Wider, ChangedThing.Field, ChangeKind.Changed, path), (forth.Effect, forth.Thing, forth.Kind, forth.Member));
        Assert.Equal((ChangedThing.Field, ChangeKind.Changed, path), (back.Thing, back.Kind, back.Member));
    }

    [Theory]
    [InlineData("keepFirst: 1", "keepFirst: 0")]
    [InlineData("do: hash, key: cdd", "do: drop")]
    [InlineData("mismatch: redact", "mismatch: refuse")]
    public void A_rule_that_shows_less_is_narrower_and_the_way_back_is_wider(string old, string now)
    {
        var (forth, back) = BothWays(Bank, old, now);

        Assert.Equal((ChangeEffect.Narrower, ChangeEffect.Wider), (forth.Effect, back.Effect));
        Assert.Equal((forth.Then, forth.Now), (back.Now, back.Then));
    }

    [Theory]
    [InlineData("unlisted: drop", "unlisted: refuse", "unlisted")]
    [InlineData("screen: [prc-id, hkid, bank-card, cn-mobile, email]\n", "screen: [prc-id, hkid, bank-card, cn-mobile, email, iban]\n", "screen")]
    [InlineData("default: mask", "default: hold", "onFinding")]
    [InlineData("grade: general\n", "grade: important\n", "grade")]
    [InlineData("consent: none", "consent: separate", "consent")]
    public void A_member_of_a_category_is_narrower_one_way_and_wider_the_other(string old, string now, string member)
    {
        var (forth, back) = BothWays(Bank, old, now);

        Assert.Equal((ChangeEffect.Narrower, ChangedThing.Category, member), (forth.Effect, forth.Thing, forth.Member));
        Assert.Equal(ChangeEffect.Wider, back.Effect);
    }

    [Fact]
    public void A_kept_field_that_is_added_is_wider_and_taken_out_narrower()
    {
        var (forth, back) = BothWays(Bank, City, City + "      - { path: $.batch, do: keep }\n");

        Assert.Equal((ChangeEffect.Wider, ChangeKind.Added, "keep"), (forth.Effect, forth.Kind, forth.Now));
        Assert.Equal((ChangeEffect.Narrower, ChangeKind.Removed, "keep"), (back.Effect, back.Kind, back.Then));
    }

    [Fact]
    public void A_drop_whose_values_fall_to_nobody_changes_nothing_and_one_before_a_keep_lets_more_through()
    {
        Assert.Equal(ChangeEffect.Other, One(Bank, Password, "").Effect);
        Assert.Equal(ChangeEffect.Wider, One(
            Bank, City, "      - { path: \"$.customers[*].city.zip\", do: drop }\n" + City, isBack: true).Effect);
    }

    [Fact]
    public void A_drop_where_the_member_was_refused_lets_the_message_cross()
    {
        var refusing = BundleFolder.ValidBut(Bank, "unlisted: drop", "unlisted: refuse");
        var with = Replace(refusing, Bank, Password, Password + "      - { path: $.new, do: drop }\n");

        var change = Assert.Single(BundleComparison.Compare(BundleFolder.Read(refusing), BundleFolder.Read(with)));

        Assert.Equal((ChangeEffect.Wider, ChangeKind.Added, "$.new"), (change.Effect, change.Kind, change.Member));
    }

    [Fact]
    public void Rules_that_share_no_value_may_change_places_and_others_may_not()
    {
        Assert.Empty(Compare(BundleFolder.Valid(), BundleFolder.ValidBut(Bank, Remark + System(), System() + Remark)));

        var open = BundleFolder.ValidBut(Bank, Password, "      - { path: $.x..b, do: drop }\n      - { path: $..y.b, do: mask }\n");
        var turned = BundleFolder.ValidBut(Bank, Password, "      - { path: $..y.b, do: mask }\n      - { path: $.x..b, do: drop }\n");
        var moved = Compare(open, turned);
        Assert.All(moved, change => Assert.Equal(ChangeKind.Moved, change.Kind));
        Assert.Contains(moved, change => change.Effect == ChangeEffect.Wider);
    }

    [Theory]
    [InlineData("routes.yaml", "methods: [POST]", "methods: [POST, PUT]", ChangedThing.Route, "match.methods")]
    [InlineData("instruments/gba.yaml", "purposes: [referral]", "purposes: [referral, account-opening]", ChangedThing.Instrument, "purposes")]
    [InlineData("parties.yaml", "roles: [exporter]", "roles: [exporter, recipient]", ChangedThing.Party, "roles")]
    public void More_of_a_route_an_instrument_or_a_party_is_wider_and_less_narrower(
        string file, string old, string now, ChangedThing thing, string member)
    {
        var (forth, back) = BothWays(file, old, now);

        Assert.Equal((ChangeEffect.Wider, thing, member), (forth.Effect, forth.Thing, forth.Member));
        Assert.Equal((ChangeEffect.Narrower, thing, member), (back.Effect, back.Thing, back.Member));
    }

    [Fact]
    public void A_new_version_and_new_dates_alone_are_neither()
    {
        var changes = Compare(BundleFolder.Valid(), BundleFolder.ValidBut(Bank, "    version: 3\n", "    version: 4\n"));

        Assert.All(changes, change => Assert.Equal(ChangeEffect.Other, change.Effect));
        Assert.NotEmpty(changes);
    }

    [Fact]
    public void A_higher_threshold_finds_less_and_is_wider_and_a_lower_one_narrower()
    {
        var then = BundleFolder.Read(BundleFolder.Valid());
        var now = then with
        {
            Detectors = [.. then.Detectors.Select(kind => kind.Name == "email" ? kind with { Threshold = 0.9 } : kind)],
        };

        var forth = Assert.Single(BundleComparison.Compare(then, now));
        var back = Assert.Single(BundleComparison.Compare(now, then));

        Assert.Equal((ChangeEffect.Wider, ChangedThing.Detector, "email"), (forth.Effect, forth.Thing, forth.Id));
        Assert.Equal(ChangeEffect.Narrower, back.Effect);
    }

    // Whatever is not wider one way lets through no more: no change may be narrower, or neither, in both directions.
    [Theory]
    [InlineData("keepLast: 4, minHidden: 4", "keepLast: 2, minHidden: 4")]
    [InlineData("do: constant, value: \"core-1\"", "do: keep")]
    [InlineData("kind: \"urn:bank\"", "kind: \"urn:other\"")]
    [InlineData("records: $.customers[*]", "records: $.customers")]
    [InlineData("deep: true, screen: [prc-id]", "deep: true, screen: [hkid]")]
    public void No_change_of_what_may_leave_is_harmless_in_both_directions(string old, string now)
    {
        var (then, next) = (BundleFolder.Valid(), BundleFolder.ValidBut(Bank, old, now));

        Assert.Contains(Compare(then, next).Concat(Compare(next, then)), change => change.Effect == ChangeEffect.Wider);
    }

    private static string System() =>
        "      - { path: \"$.customers[*].system\", do: constant, value: \"core-1\", where: { kind: \"urn:bank\" } }\n";

    private static (BundleChange Forth, BundleChange Back) BothWays(string file, string old, string now) =>
        (One(file, old, now), One(file, old, now, isBack: true));

    private static BundleChange One(string file, string old, string now, bool isBack = false)
    {
        var (then, next) = (BundleFolder.Valid(), BundleFolder.ValidBut(file, old, now));
        return Assert.Single(isBack ? Compare(next, then) : Compare(then, next));
    }

    private static IReadOnlyList<BundleChange> Compare(
        IReadOnlyList<Policies.Bundle.BundleFile> then, IReadOnlyList<Policies.Bundle.BundleFile> now) =>
        BundleComparison.Compare(BundleFolder.Read(then), BundleFolder.Read(now));

    private static List<Policies.Bundle.BundleFile> Replace(
        List<Policies.Bundle.BundleFile> files, string path, string old, string now)
    {
        files = [.. files];
        var at = files.FindIndex(file => file.Path == path);
        var text = global::System.Text.Encoding.UTF8.GetString(files[at].Bytes.Span);
        files[at] = BundleFolder.Text(path, text.Replace(old, now, StringComparison.Ordinal));
        return files;
    }
}
