using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Stamping;

namespace Gateway.Ledger.Notes;

//
//  A witness's key, and what it signs
//
//  References:
//
//      C2SP tlog-cosignature v1.0.1 - type 04: "cosignature/v1\ntime <seconds>\n" and the note's text
//      C2SP signed-note v1.0.0 - vkey, key ID, signature line
//
internal sealed class WitnessKey
{
    private const byte Type = 0x04;
    private const string Prefix = "\u2014 ";
    private const int IdSize = sizeof(uint);
    private const int TimeSize = sizeof(ulong);

    private readonly byte[] _id;
    private readonly byte[] _publicKey;

    private WitnessKey(string name, byte[] publicKey)
    {
        (Name, _publicKey) = (name, publicKey);
        _id = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Type, .. publicKey])[..IdSize];
    }

    internal string Name { get; }

    internal ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Throws where the name cannot stand in a note: ask <see cref="NoteKey.IsName"/> before.</summary>
    internal static WitnessKey Of(string name, ReadOnlySpan<byte> publicKey) =>
        NoteKey.IsName(name) && publicKey.Length == Ed25519.PublicKeySize
            ? new WitnessKey(name, publicKey.ToArray())
            : throw new ArgumentException("not a key name or not an Ed25519 key", nameof(name));

    internal static bool TryParse(string vkey, [NotNullWhen(true)] out WitnessKey? key)
    {
        key = null;

        // The base64 may hold '+' itself: only the first two separate.
        var parts = vkey.Split('+', 3);
        if (parts.Length != 3 || !NoteKey.IsName(parts[0]) || !NoteBase64.TryDecode(parts[2], out var typed)
            || typed.Length != 1 + Ed25519.PublicKeySize || typed[0] != Type)
        {
            return false;
        }

        var parsed = new WitnessKey(parts[0], typed[1..]);
        key = Convert.ToHexStringLower(parsed._id) == parts[1] ? parsed : null;
        return key is not null;
    }

    /// <summary>The vkey.</summary>
    public override string ToString() =>
        $"{Name}+{Convert.ToHexStringLower(_id)}+{Convert.ToBase64String([Type, .. _publicKey])}";

    /// <summary>The signature line over a note's text, with its line feed.</summary>
    /// <param name="key">The private key of this very key.</param>
    internal string Cosign(string text, DateTimeOffset time, Ed25519PrivateKey key)
    {
        var seconds = time.ToUnixTimeSeconds();
        var blob = new byte[IdSize + TimeSize + Ed25519.SignatureSize];
        _id.CopyTo(blob, 0);
        BinaryPrimitives.WriteInt64BigEndian(blob.AsSpan(IdSize), seconds);
        key.Sign(Message(text, seconds), blob.AsSpan(IdSize + TimeSize));
        return $"{Prefix}{Name} {Convert.ToBase64String(blob)}\n";
    }

    /// <summary>True where the signature line is this witness's over the text.</summary>
    internal bool Cosigned(string text, string line) => TimeOf(text, line) is not null;

    /// <summary>
    /// Whether a signature line names this key: its name and its key ID. One that does and does not verify spoils the
    /// note (C2SP signed-note); one that names another key is nobody's here.
    /// </summary>
    internal bool IsNamedBy(string line) => TryBlob(line, out var blob) && blob.AsSpan().StartsWith(_id);

    /// <summary>
    /// When, in POSIX seconds, this witness says it cosigned the text; null where the line is not its cosignature.
    /// </summary>
    internal long? TimeOf(string text, string line)
    {
        if (!TryBlob(line, out var blob) || blob.Length != IdSize + TimeSize + Ed25519.SignatureSize
            || !blob.AsSpan(0, IdSize).SequenceEqual(_id))
        {
            return null;
        }

        var seconds = BinaryPrimitives.ReadInt64BigEndian(blob.AsSpan(IdSize));
        return seconds >= 0 && Ed25519.Verify(_publicKey, Message(text, seconds), blob.AsSpan(IdSize + TimeSize))
            ? seconds
            : null;
    }

    private bool TryBlob(string line, out byte[] blob)
    {
        var start = $"{Prefix}{Name} ";
        blob = [];
        return line.StartsWith(start, StringComparison.Ordinal)
            && NoteBase64.TryDecode(line[start.Length..].TrimEnd('\n'), out blob);
    }

    private static byte[] Message(string text, long seconds) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{text}"));
}
