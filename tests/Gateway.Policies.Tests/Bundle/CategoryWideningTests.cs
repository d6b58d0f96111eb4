using Gateway.Policies.Bundle;
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

    // Two detectors of one name are equal as names: what they look for is compared on its own.
    [Theory]
    [InlineData("id: prc-id, threshold: 0.5", "id: prc-id, threshold: 0.9")]
    [InlineData("threshold: 0.6", "threshold: 0.7")]
    [InlineData("score: 0.8", "score: 0.7")]
    [InlineData("[稀土, gallium]", "[稀土]")]
    [InlineData("[稀土, gallium]", "[稀土, germanium]")]
    [InlineData("S[0-9]{6}", "S[0-9]{7}")]
    [InlineData("S[0-9]{6}", "S[0-9]{5,6}")]
    [InlineData("pattern: \"S[0-9]{6}\"", "words: [S]")]
    [InlineData("context: [staff, 工号]", "context: [staff]")]
    [InlineData("list: minerals, raises: important", "list: minerals")]
    public void A_detector_that_finds_less_widens_every_pinned_category_that_asks_it(string old, string now)
    {
        var faults = CheckDetectors(old, now, "general");

        Assert.Contains(faults, fault => fault.Path == "categories[0].screen");
        Assert.All(faults, fault => Assert.Equal("category.widened", fault.Code));
    }

    [Theory]
    [InlineData("id: prc-id, threshold: 0.5", "id: prc-id, threshold: 0.3")]
    [InlineData("threshold: 0.6", "threshold: 0.4")]
    [InlineData("score: 0.8", "score: 0.9")]
    [InlineData("[稀土, gallium]", "[稀土, gallium, germanium]")]
    [InlineData("context: [staff, 工号]", "context: [staff, 工号, 员工]")]
    [InlineData(", context: [staff, 工号]", "")]
    [InlineData("pattern: \"S[0-9]{6}\"", "raises: important, pattern: \"S[0-9]{6}\"")]
    public void A_detector_that_finds_no_less_is_no_widening(string old, string now) =>
        Assert.Empty(CheckDetectors(old, now, "general"));

    [Fact]
    public void A_detector_of_one_rule_counts_like_the_categorys()
    {
        var faults = CheckDetectors("id: prc-id, threshold: 0.5", "id: prc-id, threshold: 0.9", "general");

        Assert.Equal(
            ["categories[0].screen", "categories[0].fields[5]", "categories[1].screen", "categories[1].fields[0]"],
            faults.Select(fault => fault.Path));
    }

    [Fact]
    public void A_detector_that_begins_to_raise_the_grade_is_asked_no_more_where_data_is_important()
    {
        var fault = Assert.Single(CheckDetectors(
            "pattern: \"S[0-9]{6}\"", "raises: important, pattern: \"S[0-9]{6}\"", "important"));

        Assert.Equal("categories[0].onFinding", fault.Path);
    }

    private static IReadOnlyList<Fault> CheckDetectors(string old, string now, string grade)
    {
        const string Detectors = """
            lists: [ { id: minerals, words: [稀土, gallium] } ]
            detectors:
              - { id: ore, list: minerals, raises: important, threshold: 0.6, score: 0.8 }
              - { id: staff, pattern: "S[0-9]{6}", context: [staff, 工号] }
              - { id: prc-id, threshold: 0.5 }

            """;
        Assert.Contains(old, Detectors, StringComparison.Ordinal);
        var changed = Detectors.Replace(old, now, StringComparison.Ordinal);
        return [.. CategoryWidening.Check(With(Detectors, grade), With(changed, grade)).Where(fault => fault.File == Bank)];
    }

    private static PolicyBundle With(string detectors, string grade)
    {
        var files = BundleFolder.ValidBut(Bank, "prc-id, hkid, bank-card", "prc-id, ore, staff, bank-card");
        var bank = files.FindIndex(file => file.Path == Bank);
        var text = System.Text.Encoding.UTF8.GetString(files[bank].Bytes.Span)
            .Replace("grade: general\n    sensitive", $"grade: {grade}\n    sensitive", StringComparison.Ordinal);
        files[bank] = BundleFolder.Text(Bank, text);
        return BundleFolder.Read([.. files, BundleFolder.Text("detectors.yaml", detectors)]);
    }

    private static IReadOnlyList<Fault> Check(string old, string now)
    {
        var files = BundleFolder.ValidBut(Bank, old, now);
        var running = BundleFolder.Read(BundleFolder.Valid());
        return CategoryWidening.Check(running, BundleFolder.Read(files));
    }
}
