using System.Collections.Frozen;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Comparison;
using Gateway.Policies.Parties;

namespace Gateway.Policies.Tests.Bundle;

/// <summary>How long records are kept, and what a category's releases commit to: read strictly, and never less.</summary>
public sealed class RecordRetentionTests
{
    private const string Header = "version: 12,";
    private const string Bank = "catalogue/bank.yaml";

    [Theory]
    [InlineData("P3Y", 36)]
    [InlineData("P5Y", 60)]
    [InlineData("P3Y6M", 42)]
    [InlineData("P36M", 36)]
    public void Records_are_kept_as_long_as_the_bundle_says(string text, int months) =>
        Assert.Equal(months, With(text).KeepRecords.Months);

    [Fact]
    public void Where_the_bundle_says_nothing_it_is_three_years()
    {
        var kept = BundleFolder.Read(BundleFolder.Valid()).KeepRecords;
        var now = new DateTimeOffset(2026, 2, 28, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal((36, now.AddYears(-3)), (kept.Months, kept.CutOff(now)));
    }

    [Theory]
    [InlineData("P2Y")]
    [InlineData("P35M")]
    [InlineData("P0Y")]
    [InlineData("P")]
    [InlineData("3Y")]
    [InlineData("P3Y1D")]
    [InlineData("P1095D")]
    [InlineData("for ever")]
    public void Less_than_three_years_or_no_duration_is_a_fault(string text)
    {
        var reading = BundleReader.Read(BundleFolder.ValidBut("bundle.yaml", Header, $"{Header} keepRecords: {text},"));
        Assert.Equal(("bundle.retention", "bundle.keepRecords"), (reading.Faults.Single().Code, reading.Faults.Single().Path));
    }

    [Fact]
    public void Keeping_them_shorter_is_wider_and_longer_is_narrower()
    {
        var changes = BundleComparison.Compare(With("P5Y"), With("P4Y"));
        Assert.Equal((ChangeEffect.Wider, "keepRecords", "P60M", "P48M"), Tell(Assert.Single(changes)));
        Assert.Equal(ChangeEffect.Narrower, Assert.Single(BundleComparison.Compare(With("P4Y"), With("P5Y"))).Effect);
    }

    [Fact]
    public void A_category_commits_to_its_values_only_where_it_says_so_and_stopping_is_a_widening()
    {
        var plain = BundleFolder.Read(BundleFolder.Valid());
        var committing = BundleFolder.Read(BundleFolder.ValidBut(Bank, "consent: none", "consent: none\n    commit: fields"));
        Assert.Equal(
            [CommitRule.None, CommitRule.Fields],
            new[] { plain, committing }.Select(bundle => bundle.Categories.Values.Single(one => one.Id.ToString() == "BK.cdd").Commit));

        Assert.Contains(CategoryWidening.Check(committing, plain), fault => fault.Path == "categories[0].commit");
        Assert.Empty(CategoryWidening.Check(plain, committing));
    }

    [Fact]
    public void Originals_want_two_custodians_whose_certificates_the_bundle_names_by_their_fingerprints()
    {
        var bundle = BundleFolder.Read(BundleFolder.ValidBut(Bank, "consent: none", "consent: none\n    commit: originals"));
        var fault = Assert.Single(EnforcementCheck.Check(bundle));
        Assert.Equal(("category.custodians", "categories[0].commit"), (fault.Code, fault.Path));

        IReadOnlyList<Fault> With(params Officer[] officers) => EnforcementCheck.Check(
            bundle with { Officers = officers.ToFrozenDictionary(officer => officer.Id) });
        Assert.Empty(With(Person("a", OfficerRole.Custodian, true), Person("b", OfficerRole.Custodian, true)));
        Assert.Single(With(Person("a", OfficerRole.Custodian, true), Person("b", OfficerRole.Officer, true)));
        Assert.Single(With(Person("a", OfficerRole.Custodian, true), Person("b", OfficerRole.Custodian, false)));
        Assert.Single(With(Person("a", OfficerRole.Custodian, true)));
    }

    [Fact]
    public void Keeping_originals_as_well_is_no_widening_and_stopping_is_one()
    {
        var committing = BundleFolder.Read(BundleFolder.ValidBut(Bank, "consent: none", "consent: none\n    commit: fields"));
        var keeping = BundleFolder.Read(BundleFolder.ValidBut(Bank, "consent: none", "consent: none\n    commit: originals"));
        Assert.Empty(CategoryWidening.Check(committing, keeping));
        Assert.Contains(CategoryWidening.Check(keeping, committing), fault => fault.Path == "categories[0].commit");
    }

    private static Officer Person(string name, OfficerRole role, bool hasFingerprint)
    {
        Assert.True(OfficerId.TryParse(name, out var id));
        var match = hasFingerprint
            ? new CertificateMatch(new string('a', 64), null, new Dictionary<string, string>(), default)
            : new CertificateMatch(null, "entry", new Dictionary<string, string> { ["commonName"] = name }, default);
        return new Officer(id, new Titles(name, null, null), [match], new HashSet<OfficerRole> { role }, default);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xml")]
    [InlineData("ndjson")]
    public void Formats_whose_values_have_no_place_of_their_own_do_not_commit(string format)
    {
        var reading = BundleReader.ReadOffline([BundleFolder.Text("a.yaml", $$"""
            categories:
              - { id: T.a, version: 1, title: { en: A }, grade: general, format: {{format}}, commit: fields, fields: [] }
            """)]);
        Assert.Contains(reading.Faults, fault => fault is { Code: "category.commit", Path: "categories[0].commit" });
    }

    private static PolicyBundle With(string retention) =>
        BundleFolder.Read(BundleFolder.ValidBut("bundle.yaml", Header, $"{Header} keepRecords: {retention},"));

    private static (ChangeEffect, string?, string?, string?) Tell(BundleChange change) =>
        (change.Effect, change.Member, change.Then, change.Now);
}
