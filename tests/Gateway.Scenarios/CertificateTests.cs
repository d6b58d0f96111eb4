using System.Net;
using Gateway.Commands.Dev;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Who may knock: each wrong certificate is refused with its own code, on the record, and learns no detail.</summary>
public sealed class CertificateTests(SharedBoundary shared) : IClassFixture<SharedBoundary>
{
    private readonly Boundary _boundary = shared.Fresh();

    [Theory]
    [InlineData(DevBad.Untrusted, "certificate.untrusted")]
    [InlineData(DevBad.Revoked, "certificate.revoked")]
    [InlineData(DevBad.Expired, "certificate.expired")]
    [InlineData(DevBad.NotYetValid, "certificate.not_yet_valid")]
    [InlineData(DevBad.NoPolicy, "certificate.policy")]
    [InlineData(DevBad.OtherPolicy, "certificate.policy")]
    [InlineData(DevBad.WrongType, "certificate.type")]
    [InlineData(DevBad.AuthorityAsLeaf, "certificate.usage")]
    [InlineData(DevBad.UnknownParty, "party.unknown")]
    public async Task A_bad_certificate_is_refused_for_its_own_reason(string certificate, string code)
    {
        var answer = await _boundary.Client("north", DevAssets.Bad(certificate)).PushAsync();

        Expect.RefusedBeforeLeaving(_boundary, answer, code);
        Assert.Null(answer.Detail);
    }

    [Fact]
    public async Task A_caller_without_a_certificate_is_refused()
    {
        var answer = await _boundary.Client("north", null).PushAsync();

        Expect.RefusedBeforeLeaving(_boundary, answer, "certificate.absent");
    }

    [Fact]
    public async Task A_server_certificate_does_not_make_a_caller()
    {
        var answer = await _boundary.North("bank-gz.server").PushAsync();

        Expect.RefusedBeforeLeaving(_boundary, answer, "certificate.usage");
    }

    [Fact]
    public async Task A_header_that_claims_a_certificate_is_hearsay()
    {
        using var good = DevAssets.Certificate("bank-gz.client");
        var answer = await _boundary.Client("north", null).AskAsync(
            HttpMethod.Post,
            Asking.PushPath,
            Asking.Json("{}"u8.ToArray()),
            ("X-Client-Cert", Convert.ToBase64String(good.RawData)),
            ("X-Forwarded-Client-Cert", Convert.ToBase64String(good.RawData)),
            ("X-ARR-ClientCert", Convert.ToBase64String(good.RawData)));

        Expect.RefusedBeforeLeaving(_boundary, answer, "certificate.absent");
    }

    [Theory]
    [InlineData("north", "bank-hk.client")]
    [InlineData("south", "bank-gz.client")]
    public async Task A_party_may_only_knock_at_the_door_of_its_own_side(string door, string certificate)
    {
        var answer = await _boundary.Client(door, DevAssets.Certificate(certificate)).PushAsync();

        Expect.RefusedBeforeLeaving(_boundary, answer, "party.zone");
    }

    [Fact]
    public async Task A_party_that_the_route_does_not_name_is_refused()
    {
        var answer = await _boundary.North("hospital-gz.client").PushAsync();

        Expect.RefusedBeforeLeaving(_boundary, answer, "party.not_on_route");
        Assert.NotNull(answer.Detail);
    }

    [Fact]
    public async Task The_callee_may_not_call_its_own_route()
    {
        var answer = await _boundary.North("hospital-gz.client").PullAsync();

        Expect.RefusedBeforeLeaving(_boundary, answer, "party.not_on_route");
    }

    [Fact]
    public async Task A_certificate_that_two_parties_claim_is_nobodys()
    {
        await using var boundary = await Boundary.OpenAsync(text => text.Replace(
            "{ entry: gd-org-1, match: { organizationIdentifier: 12440101MB0GATE24D } }",
            "{ entry: gd-org-1, match: { organizationalUnitName: e-Cert (Organisational) } }",
            StringComparison.Ordinal));

        var answer = await boundary.North().PushAsync();

        Expect.RefusedBeforeLeaving(boundary, answer, "party.ambiguous");
    }

    [Fact]
    public async Task A_new_revocation_stops_the_next_request_on_the_same_connection()
    {
        await using var boundary = await Boundary.OpenAsync();
        using var certificate = DevAssets.Certificate("bank-gz.client");
        var client = boundary.North();
        Assert.Equal(HttpStatusCode.OK, (await client.PushAsync()).Status);
        boundary.BankHk.Received.Clear();

        File.WriteAllBytes(Path.Combine(boundary.Crls, "cn-issuing.crl"), DevAssets.RevocationOf(certificate));
        await boundary.Daemon.ReloadAsync();
        var answer = await client.PushAsync();

        Assert.Equal("certificate.revoked", answer.Code);
        Assert.Empty(boundary.BankHk.Received);
    }

    [Fact]
    public async Task Without_a_current_revocation_list_nobody_is_let_in()
    {
        await using var boundary = Boundary.Prepare();
        File.Delete(Path.Combine(boundary.Crls, "cn-issuing.crl"));
        var faults = await boundary.TryStartAsync();
        if (faults.Any(fault => !fault.IsWarning))
        {
            // The gateway's own endorsements need it too: it does not even start.
            return;
        }

        var answer = await boundary.North().PushAsync();
        Assert.Equal("certificate.revocation_unknown", answer.Code);
    }
}
