using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

public sealed class Ed25519VectorTests
{
    [Fact]
    public void Every_wycheproof_verdict_on_ed25519_is_ours()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder("wycheproof"), "ed25519_test.json")));
        var judged = 0;
        foreach (var group in file.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var key = Convert.FromHexString(group.GetProperty("publicKey").GetProperty("pk").GetString()!);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var message = Convert.FromHexString(test.GetProperty("msg").GetString()!);
                var signature = Convert.FromHexString(test.GetProperty("sig").GetString()!);
                var isValid = test.GetProperty("result").GetString() == "valid";
                Assert.True(
                    isValid == Ed25519.Verify(key, message, signature), $"tcId {test.GetProperty("tcId").GetInt32()}");
                judged++;
            }
        }

        Assert.Equal(file.RootElement.GetProperty("numberOfTests").GetInt32(), judged);
    }
}
