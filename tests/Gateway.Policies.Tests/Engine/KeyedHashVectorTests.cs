using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>The published vectors of the primitives that hash, shift and encrypt stand on.</summary>
public sealed class KeyedHashVectorTests
{
    [Fact]
    public void Keyed_hashes_are_those_of_wycheproof()
    {
        var run = 0;
        foreach (var (group, test) in Tests("hmac_sha256_test.json"))
        {
            var hashes = new KeyedHashes(Hex(test, "key"));
            var digest = new byte[SHA256.HashSizeInBytes];
            var hash = hashes.Rent();
            hash.AppendData(Hex(test, "msg"));
            hashes.Finish(hash, digest);
            var tag = digest.AsSpan()[..(group.GetProperty("tagSize").GetInt32() / 8)];
            Assert.Equal(test.GetProperty("result").GetString() == "valid", tag.SequenceEqual(Hex(test, "tag")));
            run++;
        }

        Assert.Equal(174, run);
    }

    // What CMS messages for recipients are sealed with: nonces of 12 bytes, tags of 16.
    [Fact]
    public void Sealing_opens_what_wycheproof_says_and_nothing_it_calls_invalid()
    {
        var run = 0;
        foreach (var (group, test) in Tests("aes_gcm_test.json"))
        {
            if (group.GetProperty("ivSize").GetInt32() != 96 || group.GetProperty("tagSize").GetInt32() != 128
                || group.GetProperty("keySize").GetInt32() != 256)
            {
                continue;
            }

            using var cipher = new AesGcm(Hex(test, "key"), 16);
            var text = new byte[Hex(test, "ct").Length];
            var opens = Record.Exception(() =>
                cipher.Decrypt(Hex(test, "iv"), Hex(test, "ct"), Hex(test, "tag"), text, Hex(test, "aad"))) is null;
            Assert.Equal(test.GetProperty("result").GetString() == "valid", opens);
            Assert.True(!opens || text.AsSpan().SequenceEqual(Hex(test, "msg")));
            run++;
        }

        Assert.True(run > 60);
    }

    private static IEnumerable<(JsonElement Group, JsonElement Test)> Tests(string file) =>
        JsonDocument.Parse(Packed.Text("wycheproof", file)).RootElement.GetProperty("testGroups").EnumerateArray()
            .SelectMany(group => group.GetProperty("tests").EnumerateArray().Select(test => (group, test)));

    private static byte[] Hex(JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);
}
