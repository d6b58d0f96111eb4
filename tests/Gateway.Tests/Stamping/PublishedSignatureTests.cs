using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

/// <summary>The examples printed in RFC 9421, rebuilt from their messages.</summary>
public sealed class PublishedSignatureTests
{
    [Theory]
    [InlineData("B.2.6")]
    [InlineData("B.2.4")]
    [InlineData("2.4 request-response")]
    public void The_base_and_the_signature_are_those_printed_in_the_rfc(string name)
    {
        var (message, input, signature, expected, key) = Load(name);
        var signed = SignatureBase.Build(message, input, out var fault);
        Assert.Null(fault);
        Assert.Equal(expected, Encoding.ASCII.GetString(signed!));
        Assert.True(Verify(key, signed!, signature));
        signed![0] ^= 1;
        Assert.False(Verify(key, signed, signature));
    }

    [Fact]
    public void The_printed_ed25519_signature_is_made_again()
    {
        var (_, _, signature, expected, _) = Load("B.2.6");
        var pem = Key("test-key-ed25519").GetProperty("private").GetString()!;
        var der = Convert.FromBase64String(pem.Split('\n')[1]);
        using var key = Ed25519PrivateKey.Import(der.AsSpan(16));
        var made = new byte[Ed25519.SignatureSize];
        key.Sign(Encoding.ASCII.GetBytes(expected), made);
        Assert.Equal(signature, made);
    }

    private static (ReceivedMessage, StructuredInnerList, byte[], string, string) Load(string name)
    {
        var test = Root.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        var heads = MessageHeadText.Parse(test.GetProperty("head").GetString()!)!.Value;
        var label = test.GetProperty("label").GetString()!;
        Assert.True(StructuredFields.TryParseDictionary(heads.Head.FieldValue("Signature-Input")!, out var inputs));
        Assert.True(StructuredFields.TryParseDictionary(heads.Head.FieldValue("Signature")!, out var signatures));
        var bytes = (BareItem.Bytes)((StructuredItem)signatures[label]!).Value;
        return (
            new ReceivedMessage(heads.Head, heads.Request, default),
            (StructuredInnerList)inputs[label]!,
            bytes.Value,
            test.GetProperty("base").GetString()!,
            test.GetProperty("key").GetString()!);
    }

    private static bool Verify(string keyName, byte[] signed, byte[] signature)
    {
        var pem = Key(keyName).GetProperty("public").GetString()!;
        if (keyName == "test-key-ed25519")
        {
            return Ed25519.Verify(Ed25519KeyFile.ReadPublicPem(Encoding.ASCII.GetBytes(pem)), signed, signature);
        }

        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256);
    }

    private static JsonElement Key(string name) => Root.GetProperty("keys").GetProperty(name);

    private static JsonElement Root { get; } = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder("rfc9421"), "cases.json"))).RootElement;
}
