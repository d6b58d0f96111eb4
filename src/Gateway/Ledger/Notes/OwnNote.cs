using System.Text;

namespace Gateway.Ledger.Notes;

/// <summary>
/// A checkpoint as its log alone signed it. Cosignatures of witnesses come later and in any order; a seal is over what
/// does not change.
/// </summary>
internal static class OwnNote
{
    private const string SignaturePrefix = "\u2014 ";

    /// <summary>The text and the log's own signature lines; the bytes as they are where that is all there is.</summary>
    internal static byte[] Of(ReadOnlySpan<byte> note, string origin)
    {
        var whole = Encoding.UTF8.GetString(note);
        var split = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        var own = Signatures(whole).Where(line =>
            line.StartsWith($"{SignaturePrefix}{origin} ", StringComparison.Ordinal));
        return Encoding.UTF8.GetBytes(whole[..(split + 2)] + string.Concat(own));
    }

    /// <summary>The signature lines of a note, each with its line feed.</summary>
    internal static IEnumerable<string> Signatures(string note) =>
        note[(note.LastIndexOf("\n\n", StringComparison.Ordinal) + 2)..]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line + "\n");
}
