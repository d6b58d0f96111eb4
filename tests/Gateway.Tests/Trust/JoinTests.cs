using Gateway.Policies.Parties;
using Gateway.Trust;

namespace Gateway.Tests.Trust;

public sealed class JoinTests(TrustBench bench) : IClassFixture<TrustBench>
{
    // What is changed on one side's entry of the mainland CA for TLS, and whether both sides still recognise it.
    public static TheoryData<string, bool> Changes => new()
    {
        { "nothing", true },
        { "withdrawn", false },
        { "granted from tomorrow", false },
        { "from tomorrow", false },
        { "until now", false },
        { "other issuer", false },
        { "other type", false },
        { "other policy", false },
        { "other use", false },
        { "other zone", false },
        { "other id", true },
        { "one common version", true },
        { "no common version", false },
        { "no common algorithm", false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Only_what_both_sides_grant_alike_and_in_date_is_recognised(string change, bool isRecognised)
    {
        using var certificate = bench.Client();
        TrustEntry Bend(TrustEntry entry) => entry.Id == "gd-org-1" ? Change(entry, change) : entry;

        var verdict = bench.Snapshot(south: Bend).Judge(certificate, TrustUse.TlsPeer, TrustBench.Now);

        Assert.Equal(isRecognised ? "trusted" : "certificate.untrusted", TrustBench.Say(verdict));
    }

    [Fact]
    public void An_entry_on_its_own_zones_list_alone_is_not_recognised()
    {
        var own = TrustBench.List(Zone.CN, bench.Entries);
        var other = TrustBench.List(Zone.HK, bench.Entries.Where(entry => entry.Zone == Zone.HK));
        using var certificate = bench.Client();

        var verdict = TrustSnapshot.Create([own, other], new FixedAnswer(RevocationAnswer.Good))
            .Judge(certificate, TrustUse.TlsPeer, TrustBench.Now);

        Assert.Equal("certificate.untrusted", TrustBench.Say(verdict));
    }

    [Fact]
    public void An_entry_on_the_other_zones_list_alone_is_not_recognised()
    {
        var own = TrustBench.List(Zone.CN, bench.Entries.Where(entry => entry.Zone == Zone.HK));
        var other = TrustBench.List(Zone.HK, bench.Entries);
        using var certificate = bench.Client();

        var verdict = TrustSnapshot.Create([own, other], new FixedAnswer(RevocationAnswer.Good))
            .Judge(certificate, TrustUse.TlsPeer, TrustBench.Now);

        Assert.Equal("certificate.untrusted", TrustBench.Say(verdict));
    }

    [Fact]
    public void Hong_Kong_and_Macao_do_not_confirm_each_other()
    {
        var entries = bench.Entries.Where(entry => entry.Zone == Zone.HK).ToList();

        var list = TrustBench.List(Zone.HK, entries);

        Assert.Empty(RecognisedEntry.Join([list, TrustBench.List(Zone.MO, entries)]));
        Assert.Equal(4, RecognisedEntry.Join([list, TrustBench.List(Zone.CN, entries)]).Count);
    }

    [Fact]
    public void What_both_accept_holds_and_the_smaller_age_of_CRLs()
    {
        var snapshot = bench.Snapshot(
            north: entry => entry with
            {
                AcceptVersions = ["2018.1.1", "2020.1.1"],
                MaxCrlAge = TimeSpan.FromHours(8),
            },
            south: entry => entry with { AcceptVersions = ["2020.1.1", "2024.1.1"], Algorithms = ["ECDSA-SHA256"] });

        Assert.All(snapshot.Entries, entry =>
        {
            Assert.Equal(["2020.1.1"], entry.AcceptVersions);
            Assert.Equal(["ECDSA-SHA256"], entry.Algorithms);
            Assert.Equal(TimeSpan.FromHours(8), entry.MaxCrlAge);
        });
    }

    [Fact]
    public void Dates_of_entries_and_lists_are_asked_at_each_request_not_when_the_list_was_read()
    {
        using var certificate = bench.Client();
        var snapshot = bench.Snapshot(south: entry => entry with { To = TrustBench.Now.AddHours(1) });

        Assert.Equal("trusted", TrustBench.Say(snapshot.Judge(certificate, TrustUse.TlsPeer, TrustBench.Now)));
        Assert.Equal(
            "certificate.untrusted",
            TrustBench.Say(snapshot.Judge(certificate, TrustUse.TlsPeer, TrustBench.Now.AddHours(1))));
        Assert.Equal(
            "certificate.untrusted",
            TrustBench.Say(bench.Snapshot().Judge(certificate, TrustUse.TlsPeer, TrustBench.Now.AddDays(31))));
    }

    private TrustEntry Change(TrustEntry entry, string change) => change switch
    {
        "nothing" => entry,
        "withdrawn" => entry with { IsGranted = false },
        "granted from tomorrow" => entry with { Since = TrustBench.Now.AddDays(1) },
        "from tomorrow" => entry with { From = TrustBench.Now.AddDays(1) },
        "until now" => entry with { To = TrustBench.Now },
        "other issuer" => entry with { Issuer = bench.Rogue.Issuing.Certificate },
        "other type" => entry with { CertType = CertificateType.Server },
        "other policy" => entry with { PolicyOid = entry.PolicyOid + "0" },
        "other use" => entry with { Use = TrustUse.Timestamp },
        "other zone" => entry with { Zone = Zone.HK },
        "other id" => entry with { Id = "another" },
        "one common version" => entry with { AcceptVersions = ["2030.1.1", "2018.1.1"] },
        "no common version" => entry with { AcceptVersions = ["2018.1.2"] },
        "no common algorithm" => entry with { Algorithms = ["SM2-SM3"] },
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };
}
