using System.Buffers;
using System.Buffers.Text;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Encrypts a value, or a container whole, to a party: base64 of a message of its own (FORMATS.md 1, encrypt).
/// </summary>
internal sealed class EncryptAction(IFieldCipher cipher) : ValueAction
{
    internal override FieldOutcome Outcome => FieldOutcome.Encrypted;

    internal override bool TakesContainers => true;

    internal override void WriteText(ReadOnlySpan<byte> text, in Surroundings surroundings, PooledList<byte> target)
    {
        var message = ArrayPool<byte>.Shared.Rent(cipher.MaxSize(text.Length));
        var length = cipher.Encrypt(text, message);
        var base64 = target.Extend(Base64.GetMaxEncodedToUtf8Length(length));
        _ = Base64.EncodeToUtf8(message.AsSpan(0, length), base64, out _, out _);
        ArrayPool<byte>.Shared.Return(message);
    }
}
