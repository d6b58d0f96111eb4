using System.Text.Json;
using Gateway.Policies.Parties;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Evidence as a regulator fetches it, checked by the command against the regulator's own anchors.</summary>
[Collection(nameof(StandardOutput))]
public sealed class AuditEvidenceTests
{
    [Fact]
    public async Task Evidence_that_a_regulator_fetched_is_verified_offline_and_a_changed_byte_is_named()
    {
        await using var boundary = await Boundary.OpenAsync(
            Readers.WithReaders,
            new Dictionary<string, string>
            {
                ["Ledger__Seal__Certificate"] = DevAssets.Pki.Certificate("gateway-gz.signing"),
                ["Ledger__Seal__Key"] = DevAssets.Pki.Key("gateway-gz.signing"),
            },
            listeners: new Dictionary<string, object> { ["audit"] = Readers.Listener, ["operator"] = Readers.Listener });
        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        await boundary.Client("operator", DevAssets.Certificate("officer.zhou-min")).AskAsync(HttpMethod.Post, "/v1/seal", null);
        var zip = (await boundary.ReadAsync(Readers.Mainland, $"/v1/transfers/{push.TransferId}/evidence")).Body;
        var vkey = (await boundary.ReadAsync(Readers.Mainland, $"/{boundary.Year}/vkey")).Text.TrimEnd();

        // The scenarios' bundle is not signed, and that is told; all else holds: proofs, seal, stamp, keys, trust lists.
        Assert.Equal(["policy.unsigned"], await VerifyAsync(boundary, zip, vkey));
        zip[zip.Length / 2] ^= 1;
        Assert.NotEqual(["policy.unsigned"], await VerifyAsync(boundary, zip, vkey));
    }

    private static async Task<List<string?>> VerifyAsync(Boundary boundary, byte[] zip, string vkey)
    {
        var (file, policy) = (Path.Combine(boundary.Folder, "evidence.zip"), Path.Combine(boundary.Folder, "log-policy.txt"));
        File.WriteAllBytes(file, zip);
        File.WriteAllText(policy, $"log {vkey}\nquorum none\n");
        var verdict = await CapturedCommand.RunAsync(
            "verify", file, "--trust-list", DevAssets.Pki.TrustList(Zone.CN), "--trust-list", DevAssets.Pki.TrustList(Zone.HK),
            "--log-policy", policy, "--json");
        return [.. JsonElement.Parse(verdict.Output).GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString())];
    }
}
