using System.Security.Cryptography;
using System.Text;

namespace Gateway.Policies.Bundle;

//
//  Bundle digest
//
//  Reference:
//
//      FORMATS.md section 1, "Digest"
//
//  Shape:
//
//      One line "<path> <64 lower hex of SHA-256>\n" for every regular file except bundle.p7s, in ordinal
//      order of the UTF-8 octets of the path. The officers' CMS signs these lines; the digest is their SHA-256.
//

/// <summary>What the officers sign, and the digest that entries and statements name.</summary>
public static class BundleDigest
{
    /// <summary>The detached signature beside the files: the one file that is not part of the digest.</summary>
    public const string SignatureFile = "bundle.p7s";

    /// <summary>The signed lines, as exact bytes.</summary>
    /// <exception cref="ArgumentException">A path that could forge a line, or the same path twice.</exception>
    public static byte[] Lines(IReadOnlyList<BundleFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (CheckPaths(files).Count > 0)
        {
            throw new ArgumentException("a file's path cannot be written in a digest line", nameof(files));
        }

        using var lines = new MemoryStream();
        foreach (var file in InOrder(files))
        {
            lines.Write(Encoding.UTF8.GetBytes(file.Path));
            lines.WriteByte((byte)' ');
            lines.Write(Encoding.ASCII.GetBytes(Hex(file.Bytes.Span)));
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    /// <summary>Lower-case hex of the SHA-256 of <see cref="Lines"/>.</summary>
    public static string Digest(ReadOnlySpan<byte> lines) => Hex(lines);

    // UTF-16 order differs from UTF-8 order above the surrogates, so paths are compared as octets.
    internal static IEnumerable<BundleFile> InOrder(IReadOnlyList<BundleFile> files) =>
        files
            .Where(file => file.Path != SignatureFile)
            .OrderBy(file => Encoding.UTF8.GetBytes(file.Path), Comparer<byte[]>.Create(Compare));

    /// <summary>Paths a digest cannot hold: a line break would let one file's name pass for another's line.</summary>
    internal static IReadOnlyList<Fault> CheckPaths(IReadOnlyList<BundleFile> files)
    {
        var faults = new List<Fault>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < files.Count; i++)
        {
            if (!IsPlain(files[i].Path))
            {
                var mark = new Mark($"file {i + 1}", 0, 0, "$");
                faults.Add(mark.Fault("bundle.path", "rename the file: its path is not a plain relative path"));
            }
            else if (!seen.Add(files[i].Path))
            {
                faults.Add(new Mark(files[i].Path, 0, 0, "$").Fault("bundle.path", "the same file is given twice"));
            }
        }

        return faults;
    }

    private static bool IsPlain(string path) =>
        path.Length is > 0 and <= 1024
        && !path.Any(c => char.IsControl(c) || c == '\\')
        && path.Split('/').All(segment => segment is not ("" or "." or ".."));

    private static int Compare(byte[] x, byte[] y) => x.AsSpan().SequenceCompareTo(y);

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
