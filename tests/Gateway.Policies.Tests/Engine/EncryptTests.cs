using System.Text;
using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>What encrypt hands to the host's cipher, and what it writes.</summary>
public sealed class EncryptTests
{
    private static readonly FieldAction Encrypt = new FieldAction.Encrypt("bank-hk");

    [Theory]
    [InlineData("\"王小明\"", "王小明")]
    [InlineData("\"a\\u0022b\"", "a\"b")]
    [InlineData("-1.50e3", "-1.50e3")]
    [InlineData("{ \"a\": [ 1, \"}\" ] }", "{ \"a\": [ 1, \"}\" ] }")]
    [InlineData("[[],{}]", "[[],{}]")]
    [InlineData("{}", "{}")]
    public void The_recipient_gets_the_text_or_the_whole_container(string value, string text)
    {
        var output = Pass(new Desk().Rule("$.v", Encrypt).Rule("$.w", Desk.Keep), $"{{\"v\":{value},\"w\":1}}", out var report);
        Assert.Equal(text, Open(output.GetProperty("v").GetString()!));
        Assert.Equal(1, output.GetProperty("w").GetInt32());
        Assert.Equal(1, report.Fields.Encrypted);
    }

    [Fact]
    public void Nothing_stays_nothing_and_a_boolean_is_refused()
    {
        var desk = new Desk().Rule("$.v", Encrypt);
        Assert.Equal("{\"v\":null}", Pass(desk, "{\"v\":null}", out _).GetRawText());
        Assert.Equal("{\"v\":\"\"}", Pass(desk, "{\"v\":\"\"}", out _).GetRawText());
        Assert.False(desk.Compile(new Keys()).Inspect("{\"v\":false}"u8.ToArray()).TryPass(out _, out var turnBack));
        Assert.Equal("field.value", turnBack.Code.Wire);
    }

    [Fact]
    public void A_whole_record_may_be_encrypted_and_withheld()
    {
        var desk = new Desk { Records = "$[*]", Subjects = ["$[*].id"] }.Rule("$[*]", Encrypt);
        var body = "[{\"id\":1},{\"id\":2},{\"id\":3}]"u8.ToArray();
        var output = Desk.Run(desk.Compile(new Keys()), body, AskVerdicts.Withholding([1]), out var report);
        var left = JsonDocument.Parse(output).RootElement.EnumerateArray().Select(one => Open(one.GetString()!));
        Assert.Equal(["{\"id\":1}", "{\"id\":3}"], left);
        Assert.Equal((2, 2, 1), (report.Subjects, report.Fields.Encrypted, report.Records.Withheld));
    }

    [Fact]
    public void What_follows_a_broken_container_never_leaves() => Assert.Equal(
        "body.malformed", Refused("{\"v\":{\"a\":1,\"w\":2}"));

    private static string Refused(string body)
    {
        var engine = new Desk().Rule("$.v", Encrypt).Compile(new Keys());
        Assert.False(engine.Inspect(Encoding.UTF8.GetBytes(body)).TryPass(out _, out var turnBack));
        return turnBack.Code.Wire;
    }

    private static JsonElement Pass(Desk desk, string body, out TransformReport report) => JsonDocument.Parse(
        Desk.Run(desk.Compile(new Keys()), Encoding.UTF8.GetBytes(body), AskVerdicts.AllGo, out report)).RootElement;

    private static string Open(string base64) =>
        Encoding.UTF8.GetString([.. Convert.FromBase64String(base64).Select(unit => (byte)(unit ^ 0x5A))]);

    /// <summary>A cipher whose work can be undone by eye.</summary>
    private sealed class Keys : IFieldKeys, IFieldCipher
    {
        public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
        {
            key = default;
            return false;
        }

        public IFieldCipher? CipherFor(string party) => party == "bank-hk" ? this : null;

        public int MaxSize(int length) => length;

        public int Encrypt(ReadOnlySpan<byte> text, Span<byte> message)
        {
            for (var i = 0; i < text.Length; i++)
            {
                message[i] = (byte)(text[i] ^ 0x5A);
            }

            return text.Length;
        }
    }
}
