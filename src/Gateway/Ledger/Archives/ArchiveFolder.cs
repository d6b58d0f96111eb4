using System.Globalization;
using System.Security.Cryptography;
using Gateway.Ledger.Inspection;
using Gateway.Stamping;

namespace Gateway.Ledger.Archives;

/// <summary>
/// One year of a ledger, copied whole with what its entries name: a ledger folder of its own, which
/// <c>ledger verify</c> reads like any other, under a signed manifest. Works beside a running daemon: a year that has a
/// later one beside it grows no more.
/// </summary>
internal static class ArchiveFolder
{
    private static readonly string[] Beside = ["inforce", "keys"];

    /// <summary>True where a folder says that it is one.</summary>
    internal static bool IsArchive(string folder) =>
        File.Exists(Path.Combine(folder, ArchiveManifest.FileName))
        || File.Exists(Path.Combine(folder, ArchiveManifest.SignatureName));

    /// <summary>Copies, and writes the manifest.</summary>
    /// <param name="shard">A year with a later one beside it.</param>
    /// <param name="archive">An empty folder.</param>
    /// <returns>The manifest's exact bytes, to be signed.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    internal static byte[] Make(
        string ledgerFolder, PublishedShard shard, string archive, DateTimeOffset now, CancellationToken cancellation)
    {
        var year = shard.Year.ToString("D4", CultureInfo.InvariantCulture);
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in new[] { year, Path.Combine("side", year) }.Concat(Beside))
        {
            foreach (var file in FilesOf(Path.Combine(ledgerFolder, part)))
            {
                cancellation.ThrowIfCancellationRequested();
                var path = PathOf(ledgerFolder, file);
                digests[path] = Copy(file, Path.Combine(archive, path));
            }
        }

        var manifest = new ArchiveManifest(
            shard.Head.Origin,
            shard.Year,
            shard.Head.Size,
            Convert.ToHexStringLower(shard.Head.Root.Span),
            WireTime.Truncate(now),
            digests).ToBytes();
        Write(Path.Combine(archive, ArchiveManifest.FileName), manifest);
        return manifest;
    }

    internal static void Seal(string archive, byte[] signature) =>
        Write(Path.Combine(archive, ArchiveManifest.SignatureName), signature);

    /// <summary>What is there, by path below the folder; the manifest and its signature apart.</summary>
    internal static IEnumerable<(string Path, string File)> Members(string archive) => FilesOf(archive)
        .Select(file => (PathOf(archive, file), file))
        .Where(member => member.Item1 is not (ArchiveManifest.FileName or ArchiveManifest.SignatureName));

    internal static string DigestOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using (var source = File.OpenRead(from))
        using (var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write))
        {
            source.CopyTo(target);
            target.Flush(flushToDisk: true);
        }

        return DigestOf(to);
    }

    private static void Write(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    private static IEnumerable<string> FilesOf(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        : [];

    private static string PathOf(string root, string file) =>
        Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
}
