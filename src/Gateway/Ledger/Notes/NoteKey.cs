using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Stamping;

namespace Gateway.Ledger.Notes;

//
//  Verifier key of a signed note
//
//  References:
//
//      C2SP signed-note v1.0.0 - vkey, key ID; signature type 01 (Ed25519 over the text)
//
//  Shape:
//
//      <name>+<8 lower hex of the key ID>+<base64(type || public key)>; key ID = SHA256(name || \n || type || key)[:4]
//

/// <summary>A name and an Ed25519 public key. Other signature types do not parse.</summary>
internal sealed class NoteKey
{
    internal const byte Ed25519Type = 0x01;

    private readonly byte[] _publicKey;

    private NoteKey(string name, byte[] publicKey)
    {
        Name = name;
        _publicKey = publicKey;
        Id = IdOf(name, publicKey);
    }

    internal string Name { get; }

    internal uint Id { get; }

    internal ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>
    /// Throws where the name cannot stand in a note: callers check configured names with <see cref="IsName"/>.
    /// </summary>
    internal static NoteKey Of(string name, ReadOnlySpan<byte> publicKey) =>
        IsName(name) && publicKey.Length == Ed25519.PublicKeySize
            ? new NoteKey(name, publicKey.ToArray())
            : throw new ArgumentException("not a key name or not an Ed25519 key", nameof(name));

    /// <summary>Non-empty, no white space, no control character, no '+'.</summary>
    internal static bool IsName(string? name) =>
        name is { Length: > 0 } && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c));

    internal static bool TryParse(string vkey, out NoteKey? key)
    {
        key = null;

        // The base64 may hold '+' itself: only the first two separate.
        var parts = vkey.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || !NoteBase64.TryDecode(parts[2], out var typed)
            || typed.Length != 1 + Ed25519.PublicKeySize || typed[0] != Ed25519Type)
        {
            return false;
        }

        var parsed = new NoteKey(parts[0], typed[1..]);
        key = parts[1] == parsed.IdText ? parsed : null;
        return key is not null;
    }

    public override string ToString() => $"{Name}+{IdText}+{Convert.ToBase64String([Ed25519Type, .. _publicKey])}";

    private string IdText => Id.ToString("x8", CultureInfo.InvariantCulture);

    private static uint IdOf(string name, byte[] publicKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. publicKey]));
}

/// <summary>
/// Standard padded base64, in its one spelling: the framework's decoder also takes white space and loose bits.
/// </summary>
internal static class NoteBase64
{
    internal static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var written))
        {
            return false;
        }

        bytes = bytes[..written];
        return Convert.ToBase64String(bytes) == text;
    }
}
