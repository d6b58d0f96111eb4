using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;

namespace Gateway.Witnessing;

//
//  What a log sends a witness
//
//  References:
//
//      C2SP tlog-witness v1.0.0 - add-checkpoint
//
//  Shape:
//
//      "old" SP <decimal size> LF, up to 63 lines of base64 (RFC 6962 consistency proof), LF, the signed checkpoint
//

/// <summary>One request to cosign a head.</summary>
/// <param name="OldSize">The size that the witness is believed to have cosigned last; 0: none.</param>
/// <param name="Proof">That the tree of the old size is the start of the new one.</param>
internal sealed record AddCheckpoint(long OldSize, IReadOnlyList<byte[]> Proof)
{
    /// <summary>Path below the submission prefix.</summary>
    internal const string Path = "add-checkpoint";

    /// <summary>Of an answer that names the size to start from, in decimal.</summary>
    internal const string SizeType = "text/x.tlog.size";

    /// <summary>Room for a checkpoint that sixteen post-quantum witnesses have cosigned.</summary>
    internal const int MaxBytes = 64 * 1024;

    internal const int MaxHashes = 63;

    private const string OldStart = "old ";

    /// <summary>Where a witness serves the last head it cosigned: hex SHA-256 of the origin, /checkpoint.</summary>
    internal static string MonitoringPath(string origin) => $"{FolderOf(origin)}/checkpoint";

    /// <summary>The origin as a folder's name.</summary>
    internal static string FolderOf(string origin) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    /// <summary>The body of the request.</summary>
    internal byte[] Write(ReadOnlySpan<byte> note)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{OldStart}{OldSize}\n");
        foreach (var hash in Proof)
        {
            head.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return [.. Encoding.ASCII.GetBytes(head.Append('\n').ToString()), .. note];
    }

    /// <summary>The request proper and the checkpoint behind it; false where there is no empty line.</summary>
    internal static bool TrySplit(ReadOnlySpan<byte> body, out string head, out byte[] note)
    {
        var split = body.IndexOf("\n\n"u8);
        (head, note) = split < 0
            ? ("", [])
            : (Encoding.Latin1.GetString(body[..split]), body[(split + 2)..].ToArray());
        return split >= 0;
    }

    /// <summary>Null for anything but the exact form.</summary>
    internal static AddCheckpoint? Parse(string head)
    {
        var lines = head.Split('\n');
        if (!lines[0].StartsWith(OldStart, StringComparison.Ordinal)
            || !TrySize(lines[0][OldStart.Length..], out var size) || lines.Length - 1 > MaxHashes)
        {
            return null;
        }

        var proof = new List<byte[]>();
        foreach (var line in lines[1..])
        {
            if (!NoteBase64.TryDecode(line, out var hash) || hash.Length != MerkleTree.HashSize)
            {
                return null;
            }

            proof.Add(hash);
        }

        return new AddCheckpoint(size, proof);
    }

    /// <summary>A size in its one spelling: decimal, no sign, no leading zero.</summary>
    internal static bool TrySize(string text, out long size) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size)
        && size.ToString(CultureInfo.InvariantCulture) == text;
}
