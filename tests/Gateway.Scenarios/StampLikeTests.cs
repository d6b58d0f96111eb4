using System.Net;
using System.Text;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Nobody on either side speaks in the gateway's voice: fields that look like a stamp are stripped.</summary>
public sealed class StampLikeTests(SharedBoundary shared) : IClassFixture<SharedBoundary>
{
    public static TheoryData<string> Names { get; } =
    [
        "Transfer-Id", "transfer_id", "Transfer-Statement", "TRANSFER-LEDGER", "Transfer-Anything", "transfer_anything",
        "Signature", "Signature-Input", "signature_input", "Content-Digest", "Repr-Digest", "want_content_digest",
        "Accept-Signature", "accept_signature", "Forwarded", "X-Forwarded-For", "x_forwarded_for", "X-Client-Cert",
        "x_client_cert_chain",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_the_caller_claims_never_arrives(string name)
    {
        var boundary = shared.Fresh();
        var answer = await boundary.North().AskAsync(
            HttpMethod.Post, Asking.PushPath, Asking.Json(Encoding.UTF8.GetBytes(Asking.File)), (name, "forged"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var sent = Assert.Single(boundary.BankHk.Received);
        Assert.DoesNotContain(sent.Fields, field => field.Value.Contains("forged", StringComparison.Ordinal));
        Assert.Equal(answer.TransferId, sent.Field("Transfer-Id"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_the_far_side_claims_never_crosses_back(string name)
    {
        var boundary = shared.Fresh();
        boundary.BankHk.Answer = _ => FarAnswer.Json("""{"accepted":1}""", 200, $"{name}: forged");

        var answer = await boundary.North().PushAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.DoesNotContain(
            answer.Headers.Concat(answer.ContentHeaders),
            field => field.Value.Any(value => value.Contains("forged", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Signature")]
    [InlineData("x_forwarded_for")]
    public async Task A_route_cannot_declare_such_a_field(string name)
    {
        await using var boundary = Boundary.Prepare(
            text => text.Replace("responseHeaders: [x-batch-state]", $"responseHeaders: [{name}]", StringComparison.Ordinal));

        var faults = await boundary.TryStartAsync();

        Assert.Contains(faults, fault => !fault.IsWarning && fault.Path.Contains("responseHeaders", StringComparison.Ordinal));
    }
}
