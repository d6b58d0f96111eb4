using System.Security.Cryptography;
using Gateway.Policies.Transforms;

namespace Gateway.Commands.Offline;

/// <summary>
/// A key for whatever a rule names, gone when the command ends: what a keyed rule does to a document can be tried where
/// no key is at hand. Nothing made with one can be compared with anything made before or after.
/// </summary>
internal sealed class ThrowAwayKeys : IFieldKeys
{
    private readonly byte[] _root = RandomNumberGenerator.GetBytes(KeyDerivation.KeySize);

    /// <inheritdoc/>
    public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
    {
        key = KeyDerivation.Derive(_root, use, category, keyId);
        return true;
    }

    /// <inheritdoc/>
    public IFieldCipher? CipherFor(string party) => new NobodysCipher();

    /// <summary>Nobody can open what it makes: of the right form, and as long as a message of that kind.</summary>
    private sealed class NobodysCipher : IFieldCipher
    {
        private const int Framing = 256;

        public int MaxSize(int length) => length + Framing;

        public int Encrypt(ReadOnlySpan<byte> text, Span<byte> message)
        {
            // As every message of CMS begins: a value that began with a sign would be changed for spreadsheets.
            RandomNumberGenerator.Fill(message[..(text.Length + Framing)]);
            (message[0], message[1]) = (0x30, 0x82);
            return text.Length + Framing;
        }
    }
}
