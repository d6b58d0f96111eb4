using System.Net;
using System.Text;
using Gateway.Ledger.Verification;
using Gateway.Scenarios.Fakes;
using Gateway.Stamping;

namespace Gateway.Scenarios;

/// <summary>What may cross does, with a stamp, exactly one release per carrying leg, and an outcome.</summary>
public sealed class CrossingTests : IAsyncLifetime
{
    private Boundary _boundary = null!;

    public async ValueTask InitializeAsync() => _boundary = await Boundary.OpenAsync();

    public ValueTask DisposeAsync() => _boundary.DisposeAsync();

    [Fact]
    public async Task A_push_crosses_with_one_release_per_leg_and_one_outcome()
    {
        var answer = await _boundary.North().PushAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("""{"accepted":1}""", answer.Text);
        var sent = Assert.Single(_boundary.BankHk.Received);
        Assert.DoesNotContain("Wong", sent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", sent.Text, StringComparison.Ordinal);
        Assert.Contains("regular", sent.Text, StringComparison.Ordinal);
        var entries = await _boundary.WholeAsync(answer.TransferId);
        Assert.Equal(["release", "release", "outcome"], entries.Select(entry => entry.Kind));
        Assert.Equal(["request", "response"], entries.Take(2).Select(entry => entry.Leg!));
        Assert.Equal("true", entries[2].Raw("delivered"));
        Assert.Equal("200", entries[2].Raw("status"));
    }

    [Fact]
    public async Task A_pull_from_outside_has_a_request_entry_and_one_release()
    {
        var answer = await _boundary.South().PullAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("""{"code":"J45","patient":"C***"}""", answer.Text);
        var entries = await _boundary.WholeAsync(answer.TransferId);
        Assert.Equal(["request", "release", "outcome"], entries.Select(entry => entry.Kind));
        Assert.Equal("response", entries[1].Leg);
        Assert.DoesNotContain("r-1", entries[0].Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_release_is_durable_before_the_far_side_sees_a_byte()
    {
        var wasOnRecord = false;
        _boundary.BankHk.Answer = request =>
        {
            wasOnRecord = _boundary.EntriesOf(request.Field("Transfer-Id")!)
                .Any(entry => entry is { Kind: "release", Leg: "request" });
            return FarAnswer.Json("""{"accepted":1}""");
        };

        await _boundary.North().PushAsync();

        Assert.True(wasOnRecord);
    }

    [Fact]
    public async Task The_request_is_stamped_and_the_stamp_fails_for_another_body()
    {
        await _boundary.North().PushAsync(path: Asking.PushPath + "?lang=en");
        var sent = Assert.Single(_boundary.BankHk.Received);
        var port = _boundary.BankHk.Port;

        Assert.Empty(Stamps.Verify(sent, port, sent.Body));
        var other = sent.Text.Replace("b-1", "b-2", StringComparison.Ordinal);
        Assert.NotEmpty(Stamps.Verify(sent, port, Encoding.UTF8.GetBytes(other)));
    }

    [Fact]
    public async Task The_answer_is_stamped_for_this_request_and_for_no_other()
    {
        var answer = await _boundary.North().PushAsync();
        var fields = answer.Headers.Concat(answer.ContentHeaders)
            .Select(field => new HeaderLine(field.Key, string.Join(", ", field.Value))).ToList();
        var head = MessageHead.OfResponse(200, fields);
        var door = $"https://{_boundary.Door("north")}";
        var digest = new HeaderLine("Content-Digest", ContentDigest.Of(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Asking.File))));
        var length = new HeaderLine("Content-Length", "1");

        Assert.Empty(Stamps.Verify(new ReceivedMessage(head, MessageHead.OfRequest("POST", door + Asking.PushPath, [digest, length]), answer.Body)));
        Assert.NotEmpty(Stamps.Verify(new ReceivedMessage(head, MessageHead.OfRequest("POST", door + "/hk/other", [digest, length]), answer.Body)));
    }

    [Fact]
    public async Task The_entry_holds_the_very_statement_and_signature_that_went_out()
    {
        var answer = await _boundary.North().PushAsync();
        var sent = Assert.Single(_boundary.BankHk.Received);
        var release = _boundary.EntriesOf(answer.TransferId)[0];

        Assert.Equal(answer.TransferId, sent.Field("Transfer-Id"));
        Assert.Equal(sent.Field("Transfer-Statement"), $":{release.Text("statement")}:");
        Assert.Equal(sent.Field("Signature"), release.Text("signature"));
        Assert.Equal(sent.Field("Signature-Input"), release.Text("signatureInput"));
        Assert.EndsWith($"/{release.Year}/{release.Index}", sent.Field("Transfer-Ledger"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_transfer_has_an_id_of_its_own()
    {
        var client = _boundary.North();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PushAsync()));

        Assert.Equal(20, answers.Select(answer => answer.TransferId).Distinct().Count());
        Assert.All(answers, answer => Assert.Equal(7, Guid.Parse(answer.TransferId).Version));
    }

    [Fact]
    public async Task The_far_side_gets_nothing_of_the_callers_own_headers_but_what_the_route_declares()
    {
        await _boundary.North().AskAsync(
            HttpMethod.Post,
            Asking.PushPath,
            Asking.Json(Encoding.UTF8.GetBytes(Asking.File)),
            ("X-Request-Source", "crm-1"),
            ("X-Customer", "someone"),
            ("Cookie", "a=b"),
            ("Authorization", "Basic eA=="),
            ("User-Agent", "caller/1"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        var sent = Assert.Single(_boundary.BankHk.Received);
        Assert.Equal(
            ["content-digest", "content-length", "content-type", "host", "signature", "signature-input", "transfer-id",
                "transfer-ledger", "transfer-statement", "x-request-source"],
            sent.Fields.Select(field => field.Key.ToLowerInvariant()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_gateway_shows_its_own_certificate_to_the_far_side()
    {
        await _boundary.North().PushAsync();

        using var own = DevAssets.Certificate("gateway-gz.client");
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(own.RawData)),
            Assert.Single(_boundary.BankHk.Received).ClientSha256);
    }

    [Fact]
    public async Task A_stopped_ledger_verifies_and_a_changed_one_does_not()
    {
        await _boundary.North().PushAsync();
        await _boundary.South().PullAsync();
        await _boundary.StopAsync();

        Assert.Empty(LedgerVerifier.Verify(_boundary.Ledger, null).Findings);
        var bundle = Directory.EnumerateFiles(_boundary.Ledger, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/tile/entries/", StringComparison.Ordinal))
            .MaxBy(file => new FileInfo(file).Length)!;
        var bytes = File.ReadAllBytes(bundle);
        bytes[^2] ^= 1;
        File.WriteAllBytes(bundle, bytes);
        Assert.NotEmpty(LedgerVerifier.Verify(_boundary.Ledger, null).Findings);
    }
}
