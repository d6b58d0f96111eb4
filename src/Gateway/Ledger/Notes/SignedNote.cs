using System.Buffers.Binary;
using System.Text;
using Gateway.Stamping;

namespace Gateway.Ledger.Notes;

//
//  Signed note
//
//  References:
//
//      C2SP signed-note v1.0.0
//
//  Shape:
//
//      <text, ends in \n> \n (U+2014 SP <key name> SP <base64(key ID || signature)> \n)+
//
internal static class SignedNote
{
    private const string SignaturePrefix = "\u2014 ";
    private const int IdSize = 4;
    private const int MaxSignatures = 100;
    private const int MaxBytes = 1_000_000;

    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static byte[] Sign(string text, NoteKey name, Ed25519PrivateKey key)
    {
        Span<byte> blob = stackalloc byte[IdSize + Ed25519.SignatureSize];
        BinaryPrimitives.WriteUInt32BigEndian(blob, name.Id);
        key.Sign(Strict.GetBytes(text), blob[IdSize..]);
        return Strict.GetBytes($"{text}\n{SignaturePrefix}{name.Name} {Convert.ToBase64String(blob)}\n");
    }

    /// <summary>
    /// The text of a note that at least one of the keys has signed. A known key whose signature does not verify spoils
    /// the note; signatures by others are not looked at.
    /// </summary>
    internal static bool TryOpen(ReadOnlySpan<byte> note, IReadOnlyList<NoteKey> known, out string text)
    {
        text = "";
        if (known.DistinctBy(key => (key.Name, key.Id)).Count() != known.Count
            || !TryRead(note, out var body, out var lines) || !AllVerify(lines, known, Strict.GetBytes(body)))
        {
            return false;
        }

        text = body;
        return true;
    }

    /// <summary>Text and signature lines, without line feeds; false for what is no signed note at all.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> note, out string text, out string[] lines)
    {
        (text, lines) = ("", []);
        if (!TryDecode(note, out var whole))
        {
            return false;
        }

        var split = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || whole[^1] != '\n')
        {
            return false;
        }

        (text, lines) = (whole[..(split + 1)], whole[(split + 2)..].Split('\n')[..^1]);
        return lines.Length is > 0 and <= MaxSignatures && lines.All(line => TrySplit(line, out _, out _));
    }

    /// <summary>The note with the signature lines of one key alone, whether they hold or not.</summary>
    internal static byte[] Only(string text, IEnumerable<string> lines, NoteKey key) => Strict.GetBytes(
        text + "\n" + string.Concat(lines
            .Where(line => TrySplit(line, out var name, out var blob)
                && name == key.Name && BinaryPrimitives.ReadUInt32BigEndian(blob) == key.Id)
            .Select(line => line + "\n")));

    private static bool AllVerify(string[] lines, IReadOnlyList<NoteKey> known, byte[] text)
    {
        var verified = false;
        foreach (var line in lines)
        {
            if (!TrySplit(line, out var name, out var blob))
            {
                return false;
            }

            var id = BinaryPrimitives.ReadUInt32BigEndian(blob);
            if (known.FirstOrDefault(key => key.Id == id && key.Name == name) is not { } signer)
            {
                continue;
            }

            if (!Ed25519.Verify(signer.PublicKey, text, blob.AsSpan(IdSize)))
            {
                return false;
            }

            verified = true;
        }

        return verified;
    }

    private static bool TrySplit(string line, out string name, out byte[] blob)
    {
        name = "";
        blob = [];
        if (!line.StartsWith(SignaturePrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = line[SignaturePrefix.Length..].Split(' ');
        name = parts[0];
        return parts.Length == 2 && NoteKey.IsName(name) && NoteBase64.TryDecode(parts[1], out blob)
            && blob.Length > IdSize;
    }

    private static bool TryDecode(ReadOnlySpan<byte> note, out string whole)
    {
        whole = "";
        if (note.Length is 0 or > MaxBytes)
        {
            return false;
        }

        try
        {
            whole = Strict.GetString(note);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        return !whole.Any(c => c < ' ' && c != '\n');
    }
}
