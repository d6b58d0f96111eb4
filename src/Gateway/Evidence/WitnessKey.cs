using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Notes;
using Gateway.Stamping;

namespace Gateway.Evidence;

//
//  A witness's key, and what it signs
//
//  References:
//
//      C2SP tlog-cosignature v1.0.1 - type 04: "cosignature/v1\ntime <seconds>\n" and the note's text
//      C2SP signed-note v1.0.0 - vkey, key ID
//
internal sealed class WitnessKey
{
    private const byte Type = 0x04;
    private const string Prefix = "\u2014 ";
    private const int IdSize = sizeof(uint);
    private const int TimeSize = sizeof(ulong);

    private readonly string _name;
    private readonly byte[] _id;
    private readonly byte[] _publicKey;

    private WitnessKey(string name, byte[] id, byte[] publicKey) => (_name, _id, _publicKey) = (name, id, publicKey);

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

        var id = SHA256.HashData([.. Encoding.UTF8.GetBytes(parts[0]), (byte)'\n', .. typed])[..IdSize];
        key = Convert.ToHexStringLower(id) == parts[1] ? new WitnessKey(parts[0], id, typed[1..]) : null;
        return key is not null;
    }

    /// <summary>True where the signature line is this witness's over the text.</summary>
    internal bool Cosigned(string text, string line)
    {
        var start = $"{Prefix}{_name} ";
        if (!line.StartsWith(start, StringComparison.Ordinal)
            || !NoteBase64.TryDecode(line[start.Length..].TrimEnd('\n'), out var blob)
            || blob.Length != IdSize + TimeSize + Ed25519.SignatureSize
            || !blob.AsSpan(0, IdSize).SequenceEqual(_id))
        {
            return false;
        }

        var time = BinaryPrimitives.ReadUInt64BigEndian(blob.AsSpan(IdSize));
        var signed = string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{text}");
        return time <= long.MaxValue
            && Ed25519.Verify(_publicKey, Encoding.UTF8.GetBytes(signed), blob.AsSpan(IdSize + TimeSize));
    }
}
