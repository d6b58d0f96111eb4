using System.Globalization;
using System.Text;
using Gateway.Ledger.Tree;
using Gateway.Stamping;

namespace Gateway.Ledger.Notes;

//
//  Checkpoint
//
//  References:
//
//      C2SP tlog-checkpoint v1.0.0 - origin, size, root, then optional extension lines (this log writes none)
//

/// <summary>A tree head: the text of a signed note.</summary>
internal sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> Root)
{
    internal string Text =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.Span)}\n");

    internal byte[] Sign(Ed25519PrivateKey key) => SignedNote.Sign(Text, NoteKey.Of(Origin, key.PublicKey), key);

    /// <summary>Reads a checkpoint body; false for anything but the exact form.</summary>
    internal static bool TryParse(string text, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length != 0 || lines[..^1].Any(line => line.Length == 0)
            || lines.Any(line => line.Any(char.IsControl))
            || !TrySize(lines[1], out var size)
            || !NoteBase64.TryDecode(lines[2], out var root) || root.Length != MerkleTree.HashSize)
        {
            return false;
        }

        checkpoint = new Checkpoint(lines[0], size, root);
        return true;
    }

    /// <summary>Opens a checkpoint that the log's own key signed, with the key's name as its origin.</summary>
    internal static bool TryOpen(ReadOnlySpan<byte> note, NoteKey key, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        return SignedNote.TryOpen(note, [key], out var text) && TryParse(text, out checkpoint)
            && checkpoint!.Origin == key.Name;
    }

    /// <summary>
    /// The origin a note claims, signed or not; "" where it has none. For messages and for choosing a key.
    /// </summary>
    internal static string ClaimedOrigin(ReadOnlySpan<byte> note)
    {
        var end = note.IndexOf((byte)'\n');
        return end <= 0 ? "" : Encoding.UTF8.GetString(note[..end]);
    }

    /// <summary>The head a note claims, signed or not; null where it is none. For messages alone.</summary>
    internal static Checkpoint? ClaimedBy(ReadOnlySpan<byte> note)
    {
        var end = note.IndexOf("\n\n"u8);
        return end > 0 && TryParse(Encoding.UTF8.GetString(note[..(end + 1)]), out var head) ? head : null;
    }

    private static bool TrySize(string text, out long size) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size)
        && size.ToString(CultureInfo.InvariantCulture) == text;
}
