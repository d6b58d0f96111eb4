using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Gateway.Commands.Dev;
using Gateway.Identity;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;
using Gateway.Policies.Routes;
using Gateway.Trust;

namespace Gateway.Tests.Trust;

public sealed class PartyResolutionTests(TrustBench bench) : IClassFixture<TrustBench>
{
    private static readonly Mark Here = new("parties.yaml", 1, 1, "parties[0]");

    private static readonly string Registration = DevParties.BankGz.Registration;

    [Fact]
    public void A_party_is_found_by_entry_and_attributes()
    {
        using var certificate = bench.Client();
        var bundle = Bundle(Party("bank-gz", ByEntry("gd-org-1", ("organizationIdentifier", Registration))));

        Assert.Equal("bank-gz", Resolve(bundle, certificate));
    }

    [Fact]
    public void A_party_is_found_by_fingerprint()
    {
        using var certificate = bench.Client();
        using var other = bench.Client();
        var pinned = new CertificateMatch(Fingerprint.Of(certificate), null, Attributes(), Here);
        var bundle = Bundle(Party("bank-gz", pinned));

        Assert.Equal("bank-gz", Resolve(bundle, certificate));
        Assert.Equal("party.unknown", Resolve(bundle, other));
    }

    [Fact]
    public void All_attributes_must_hold()
    {
        using var certificate = bench.Client();
        var both = Bundle(Party("bank-gz", ByEntry(
            "gd-org-1", ("organizationIdentifier", Registration), ("commonName", "bank-gz.client"))));
        var one = Bundle(Party("bank-gz", ByEntry(
            "gd-org-1", ("organizationIdentifier", Registration), ("commonName", "bank-gz.server"))));

        Assert.Equal("bank-gz", Resolve(both, certificate));
        Assert.Equal("party.unknown", Resolve(one, certificate));
    }

    [Theory]
    [InlineData("gd-sign-1", "party.unknown")]
    [InlineData("hk-org-1", "party.unknown")]
    [InlineData("GD-ORG-1", "party.unknown")]
    [InlineData("gd-org-1", "bank-gz")]
    public void The_entry_must_be_one_the_certificate_was_trusted_under(string entry, string expected)
    {
        using var certificate = bench.Client();

        Assert.Equal(expected, Resolve(
            Bundle(Party("bank-gz", ByEntry(entry, ("organizationIdentifier", Registration)))), certificate));
    }

    [Fact]
    public void A_match_without_attributes_matches_nobody()
    {
        using var certificate = bench.Client();

        Assert.Equal("party.unknown", Resolve(Bundle(Party("bank-gz", ByEntry("gd-org-1"))), certificate));
    }

    [Fact]
    public void An_attribute_that_stands_twice_in_the_subject_names_nobody()
    {
        var name = new X500DistinguishedName(
            $"OID.2.5.4.97={Registration}, OID.2.5.4.97={Registration}, OU=e-Cert (Organisational), CN=x");
        using var certificate = bench.Client(subject => subject with { Name = name });
        var bundle = Bundle(Party("bank-gz", ByEntry("gd-org-1", ("organizationIdentifier", Registration))));

        Assert.Equal("party.unknown", Resolve(bundle, certificate));
    }

    [Fact]
    public void Two_parties_with_one_certificate_are_refused()
    {
        using var certificate = bench.Client();
        var match = ByEntry("gd-org-1", ("organizationIdentifier", Registration));
        var pinned = new CertificateMatch(Fingerprint.Of(certificate), null, Attributes(), Here);

        Assert.Equal(
            "party.ambiguous", Resolve(Bundle(Party("bank-gz", match), Party("bank-sz", pinned)), certificate));
        Assert.Equal("bank-gz", Resolve(Bundle(Party("bank-gz", match, pinned), Party("bank-sz")), certificate));
    }

    [Fact]
    public void An_officer_is_found_like_a_party_and_is_none()
    {
        using var certificate = bench.North.Issuing.Issue(bench.North.Person(DevParties.Officers[0]));
        var verdict = Assert.IsType<CertificateVerdict.Trusted>(
            bench.Snapshot().Judge(certificate, TrustUse.Operator, TrustBench.Now));
        var bundle = Bundle([], [Officer("li-wei", ByEntry("gd-person-1", ("serialNumber", "OFFICER-0001")))]);

        Assert.True(PartyResolution.ResolveOfficer(bundle, verdict, certificate).TryPass(out var officer, out _));
        Assert.Equal("li-wei", officer.Id.ToString());
        Assert.False(PartyResolution.Resolve(bundle, verdict, certificate).TryPass(out _, out var turnBack));
        Assert.Equal(RefusalCode.PartyUnknown, turnBack.Code);
    }

    [Theory]
    [InlineData(Zone.CN, CallerSide.North, true)]
    [InlineData(Zone.CN, CallerSide.South, false)]
    [InlineData(Zone.HK, CallerSide.North, false)]
    [InlineData(Zone.HK, CallerSide.South, true)]
    [InlineData(Zone.MO, CallerSide.North, false)]
    [InlineData(Zone.MO, CallerSide.South, true)]
    public void A_caller_knocks_at_its_own_side_only(Zone zone, CallerSide listener, bool isAdmitted)
    {
        var party = Party("somebody") with { Zone = zone };

        Assert.Equal(isAdmitted, ZoneCheck.Admit(party, listener).TryPass(out _, out var turnBack));
        Assert.Equal(isAdmitted ? null : RefusalCode.PartyZone, turnBack?.Code);
    }

    private string Resolve(PolicyBundle bundle, X509Certificate2 certificate)
    {
        var verdict = Assert.IsType<CertificateVerdict.Trusted>(
            bench.Snapshot().Judge(certificate, TrustUse.TlsPeer, TrustBench.Now));
        return PartyResolution.Resolve(bundle, verdict, certificate).TryPass(out var party, out var turnBack)
            ? party.Id.ToString()
            : turnBack.Code.Wire;
    }

    private static CertificateMatch ByEntry(string entry, params (string Name, string Value)[] attributes) =>
        new(null, entry, Attributes(attributes), Here);

    private static Dictionary<string, string> Attributes(params (string Name, string Value)[] attributes) =>
        attributes.ToDictionary(pair => pair.Name, pair => pair.Value);

    private static Party Party(string id, params CertificateMatch[] matches)
    {
        Assert.True(PartyId.TryParse(id, out var partyId));
        return new Party(
            partyId, Zone.CN, new Titles(id, null, null), Registration, null, null, false, false,
            new HashSet<PartyRole>(), matches, null, Here);
    }

    private static Officer Officer(string id, params CertificateMatch[] matches)
    {
        Assert.True(OfficerId.TryParse(id, out var officerId));
        return new Officer(officerId, new Titles(id, null, null), matches, new HashSet<OfficerRole>(), Here);
    }

    private static PolicyBundle Bundle(params Party[] parties) => Bundle(parties, []);

    private static PolicyBundle Bundle(Party[] parties, Officer[] officers) => new(
        "bench",
        1,
        TrustBench.Now,
        TrustBench.Now,
        "",
        parties.ToFrozenDictionary(party => party.Id),
        officers.ToFrozenDictionary(officer => officer.Id),
        FrozenDictionary<PurposeId, Purpose>.Empty,
        FrozenDictionary<CategoryId, Category>.Empty,
        [],
        []);
}
