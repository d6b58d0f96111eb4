using System.Globalization;
using System.Text;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger.Notes;

//
//  Offline receipt: .tlog-proof
//
//  References:
//
//      C2SP tlog-proof (untagged, 2026-07-22)
//
//  Shape:
//
//      header line, [extra line], "index N", hashes, empty line, the signed checkpoint verbatim
//

/// <summary>That one leaf is in the tree of one checkpoint. What it calls extra is not authenticated.</summary>
internal sealed record TransparencyProof(long Index, IReadOnlyList<byte[]> Hashes, string SignedCheckpoint)
{
    private const string Header = "c2sp.org/tlog-proof@v1";
    private const int MaxHashes = 63;

    internal string? Extra { get; init; }

    internal string Write()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is not null)
        {
            text.Append("extra ").Append(Extra).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Hashes)
        {
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return text.Append('\n').Append(SignedCheckpoint).ToString();
    }

    internal static bool TryParse(string text, out TransparencyProof? proof)
    {
        proof = null;
        var split = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
        {
            return false;
        }

        var lines = new Queue<string>(text[..split].Split('\n'));
        if (lines.Dequeue() != Header || !TryExtra(lines, out var extra) || !TryIndex(lines, out var index))
        {
            return false;
        }

        var hashes = new List<byte[]>();
        foreach (var line in lines)
        {
            if (!NoteBase64.TryDecode(line, out var hash) || hash.Length != MerkleTree.HashSize
                || hashes.Count == MaxHashes)
            {
                return false;
            }

            hashes.Add(hash);
        }

        proof = new TransparencyProof(index, hashes, text[(split + 2)..]) { Extra = extra };
        return true;
    }

    /// <summary>True if the checkpoint is the key's and holds that leaf at the index.</summary>
    internal bool Check(ReadOnlySpan<byte> leafHash, NoteKey key) =>
        Checkpoint.TryOpen(Encoding.UTF8.GetBytes(SignedCheckpoint), key, out var checkpoint)
        && MerkleProof.CheckInclusion(Index, checkpoint!.Size, leafHash, Hashes, checkpoint.Root.Span);

    private static bool TryExtra(Queue<string> lines, out string? extra)
    {
        extra = null;
        if (!lines.TryPeek(out var line) || !line.StartsWith("extra ", StringComparison.Ordinal))
        {
            return true;
        }

        extra = lines.Dequeue()["extra ".Length..];
        return NoteBase64.TryDecode(extra, out _);
    }

    private static bool TryIndex(Queue<string> lines, out long index)
    {
        index = 0;
        return lines.TryDequeue(out var line)
            && line.StartsWith("index ", StringComparison.Ordinal)
            && long.TryParse(line["index ".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out index)
            && line == string.Create(CultureInfo.InvariantCulture, $"index {index}");
    }
}
