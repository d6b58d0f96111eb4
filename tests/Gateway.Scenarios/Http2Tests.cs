using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>A far side that is spoken to in HTTP/2 gets the same, once.</summary>
public sealed class Http2Tests
{
    [Fact]
    public async Task A_transfer_crosses_to_a_far_side_that_speaks_HTTP_2_alone()
    {
        await using var far = await Http2Side.StartAsync(DevAssets.Certificate("bank-hk.server"));
        await using var boundary = await OpenAsync(far);

        var answer = await boundary.North().PushAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("""{"accepted":1}""", answer.Text);
        var received = Assert.Single(far.Received);
        Assert.Equal(("HTTP/2", "POST"), (received.Protocol, received.Method));
        Assert.Equal(
            $"sha-256=:{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(received.Body)))}:", received.Digest);
        Assert.Equal(
            ["release", "release", "outcome"], (await boundary.WholeAsync(answer.TransferId)).Select(entry => entry.Kind));
    }

    [Fact]
    public async Task An_HTTP_2_stream_that_is_reset_in_the_midst_of_the_answer_does_not_cross()
    {
        await using var far = await Http2Side.StartAsync(DevAssets.Certificate("bank-hk.server"));
        far.Answer = null;
        await using var boundary = await OpenAsync(far);

        Expect.RefusedOnTheWayBack(boundary, await boundary.North().PushAsync(), "body.aborted");
        Assert.Single(far.Received);
    }

    [Fact]
    public async Task Another_partys_certificate_is_not_believed_over_HTTP_2_either()
    {
        await using var impostor = await Http2Side.StartAsync(DevAssets.Certificate("clinic-hk.server"));
        await using var boundary = await OpenAsync(impostor);

        await Expect.FailedAsync(boundary, await boundary.North().PushAsync(), "upstream.untrusted", "false");
        Assert.Empty(impostor.Received);
    }

    [Fact]
    public async Task A_far_side_without_HTTP_2_is_not_spoken_to_in_another_version()
    {
        await using var boundary = await Boundary.OpenAsync(
            settings: new Dictionary<string, string> { ["Forwarding__Http2"] = "true" });

        var answer = await boundary.North().PushAsync();

        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Empty(boundary.BankHk.Received);
    }

    private static Task<Boundary> OpenAsync(Http2Side far) => Boundary.OpenAsync(
        text => text.Replace("${bank-hk}", $"{far.Port}", StringComparison.Ordinal),
        new Dictionary<string, string> { ["Forwarding__Http2"] = "true" });
}
