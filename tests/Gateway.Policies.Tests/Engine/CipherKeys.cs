using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>Keys and a recipient: it turns bytes over, each message with a number of its own.</summary>
internal sealed class CipherKeys : IFieldKeys, IFieldCipher
{
    private readonly Desk.FixedKeys _keys = new();
    private byte _messages;

    public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key) =>
        _keys.TryGet(use, category, keyId, out key);

    public IFieldCipher CipherFor(string party) => this;

    public int MaxSize(int length) => length + 1;

    public int Encrypt(ReadOnlySpan<byte> text, Span<byte> message)
    {
        message[0] = unchecked(_messages++);
        for (var i = 0; i < text.Length; i++)
        {
            message[i + 1] = (byte)(text[i] ^ 0x5A);
        }

        return text.Length + 1;
    }
}
