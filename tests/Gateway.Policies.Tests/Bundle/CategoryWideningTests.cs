using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Bundle;

public sealed class CategoryWideningTests
{
    private const string Bank = "catalogue/bank.yaml";

    [Fact]
    public void The_same_rules_are_no_widening() =>
        Assert.Empty(CategoryWidening.Check(BundleFolder.Read(BundleFolder.Valid()), BundleFolder.Read(BundleFolder.Valid())));

    [Theory]
    [InlineData("keepFirst: 1", "keepFirst: 2", "categories[0].fields[0]")]
    [InlineData("keepLast: 4", "keepLast: 5", "categories[0].fields[2]")]
    [InlineData("minHidden: 4", "minHidden: 3", "categories[0].fields[2]")]
    [InlineData("keepLast: 4", "keepLast: 2", "categories[0].fields[2]")]
    [InlineData("do: hash, key: cdd", "do: keep", "categories[0].fields[1]")]
    [InlineData("do: hash, key: cdd", "do: hash, key: other", "categories[0].fields[1]")]
    [InlineData("do: hash, key: cdd", "do: hash, key: cdd, length: 64", "categories[0].fields[1]")]
    [InlineData("do: hash, key: cdd", "do: mask, keepFirst: 1", "categories[0].fields[1]")]
    [InlineData("sensitive: [SP08] ", "", "categories[0].fields[1]")]
    [InlineData("do: redact, mismatch: redact", "do: mask, keepFirst: 1, mismatch: redact", "categories[0].fields[3]")]
    [InlineData("do: drop", "do: redact", "categories[0].fields[6]")]
    [InlineData("deep: true, screen: [prc-id]", "deep: true, screen: []", "categories[0].fields[5]")]
    [InlineData("      - { path: \"$.customers[*].name\", do: mask, keepFirst: 1 }\n", "", "categories[0].fields[0]")]
    [InlineData("    cases:", "      - { path: $.new, do: keep }\n    cases:", "categories[0].fields[7]")]
    [InlineData("kind: \"urn:bank\"", "kind: \"urn:other\"", "categories[0].fields[4]")]
    [InlineData("do: mask, keepFirst: 1 }", "do: mask, keepFirst: 1, mismatch: redact }", "categories[0].fields[0]")]
    [InlineData("prc-id, hkid, bank-card", "prc-id, bank-card", "categories[0].screen")]
    [InlineData("prc-id: refuse", "prc-id: mask", "categories[0].onFinding")]
    [InlineData("sensitive: [SP05]", "sensitive: []", "categories[0].sensitive")]
    [InlineData("media: [application/json]", "media: [application/json, text/json]", "categories[0].media")]
    [InlineData("records: $.customers[*]", "records: $.customers", "categories[0].records")]
    [InlineData("subject: $.customers[*].idNumber", "subject: $.customers[*].name", "categories[0].subject")]
    public void A_pinned_category_may_not_let_more_through_under_the_same_version(string old, string now, string path)
    {
        var fault = Assert.Single(Check(old, now));

        Assert.Equal((Bank, path, "category.widened"), (fault.File, fault.Path, fault.Code));
        Assert.True(fault.Line > 0);
    }

    [Theory]
    [InlineData("keepFirst: 1", "keepFirst: 0")]
    [InlineData("keepLast: 4, minHidden: 4", "keepLast: 2, minHidden: 6")]
    [InlineData("do: hash, key: cdd", "do: hash, key: cdd, length: 16")]
    [InlineData("do: hash, key: cdd", "do: redact")]
    [InlineData("do: hash, key: cdd", "do: drop")]
    [InlineData("unlisted: drop", "unlisted: refuse")]
    [InlineData("deep: true, screen: [prc-id]", "deep: true, screen: [prc-id, hkid]")]
    [InlineData("do: keep, deep: true, screen: [prc-id]", "do: mask, keepLast: 1")]
    [InlineData("default: mask", "default: refuse")]
    [InlineData("consent: none", "consent: separate")]
    [InlineData("grade: general", "grade: important")]
    [InlineData("      - { path: \"$.customers[*].password\", do: drop }\n", "")]
    [InlineData("mismatch: redact", "mismatch: refuse")]
    [InlineData("version: 3", "version: 4")]
    public void A_narrower_rule_or_a_new_version_is_no_widening(string old, string now) => Assert.Empty(Check(old, now));

    [Fact]
    public void A_laxer_rule_for_unlisted_members_is_a_widening()
    {
        var running = BundleFolder.Read(BundleFolder.ValidBut(Bank, "unlisted: drop", "unlisted: refuse"));

        var fault = Assert.Single(CategoryWidening.Check(running, BundleFolder.Read(BundleFolder.Valid())));
        Assert.Equal("categories[0].unlisted", fault.Path);
    }

    private static IReadOnlyList<Fault> Check(string old, string now)
    {
        var files = BundleFolder.ValidBut(Bank, old, now);
        var running = BundleFolder.Read(BundleFolder.Valid());
        return CategoryWidening.Check(running, BundleFolder.Read(files));
    }
}
