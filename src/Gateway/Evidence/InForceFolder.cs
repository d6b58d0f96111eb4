using System.Security.Cryptography;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Trust;

namespace Gateway.Evidence;

//
//  What was in force, beside the ledger that names it
//
//  References:
//
//      docs/formats/ledger.md, "inforce/"
//
//  Shape:
//
//      inforce/bundles/<digest>/...        the YAML of a bundle, bundle-lines.txt (what is signed) and bundle.p7s
//      inforce/trust/<sha256>.json(.p7s)   a trust list and its signature
//      inforce/crls/<sha256>.crl           a CRL, DER
//
//  An entry names a bundle and the trust lists by digest. Years later the settings name others, and without these files
//  nobody could show what the entry was made under.
//

/// <summary>Keeps, and finds again, what came into force. A file is named by its content, and never changes.</summary>
internal sealed class InForceFolder(string ledgerFolder)
{
    private const string SignatureEnding = ".p7s";
    private const string CrlEnding = ".crl";
    private const string LinesFile = EvidenceNames.BundleLines;

    private readonly string _bundles = Path.Combine(ledgerFolder, "inforce", "bundles");
    private readonly string _lists = Path.Combine(ledgerFolder, "inforce", "trust");
    private readonly string _crls = Path.Combine(ledgerFolder, "inforce", "crls");

    /// <exception cref="IOException">It cannot be kept.</exception>
    internal void Keep(IReadOnlyList<BundleFile> files, string digest)
    {
        var folder = Path.Combine(_bundles, digest);
        if (Directory.Exists(folder))
        {
            return;
        }

        var next = folder + ".next";
        if (Directory.Exists(next))
        {
            Directory.Delete(next, recursive: true);
        }

        // Not the inputs of its cases: they are documents, and no rule is in them.
        foreach (var file in files.Where(file => file.Path == BundleDigest.SignatureFile || IsYaml(file.Path)))
        {
            var target = Path.Combine(next, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, file.Bytes.Span);
        }

        File.WriteAllBytes(Path.Combine(next, LinesFile), BundleDigest.Lines(files));
        Directory.Move(next, folder);
    }

    /// <summary>Lists and CRLs.</summary>
    /// <param name="crlFolder">Where the CRLs were read from: those that count are still there, byte for byte.</param>
    internal void Keep(TrustSnapshot trust, string crlFolder)
    {
        foreach (var list in trust.Sources)
        {
            // The signature first, so that a list that is there has one.
            var path = Path.Combine(_lists, list.State.Sha256 + ".json");
            Write(path + SignatureEnding, list.Signature.Span);
            Write(path, list.Json.Span);
        }

        var counting = trust.RevocationEvidence.ToHashSet(StringComparer.Ordinal);
        foreach (var der in Directory.GetFiles(crlFolder).SelectMany(file => CrlFolder.Decode(File.ReadAllBytes(file))))
        {
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(der));
            if (counting.Contains(sha256))
            {
                Write(Path.Combine(_crls, sha256 + CrlEnding), der);
            }
        }
    }

    /// <summary>Null where that bundle was never kept, or is not what its name says.</summary>
    internal BundleInForce? Bundle(string digest)
    {
        var folder = Path.Combine(_bundles, digest);
        var lines = Path.Combine(folder, LinesFile);
        return IsName(digest) && File.Exists(lines)
            && BundleInForce.Of(File.ReadAllBytes(lines), Permit.BundleFolder.Read(folder, new List<Fault>()) ?? [])
                is { } bundle && bundle.Digest == digest
            ? bundle
            : null;
    }

    /// <summary>Null where that list was never kept, or is not what its name says.</summary>
    internal (ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Signature)? TrustList(string sha256)
    {
        var path = Path.Combine(_lists, sha256 + ".json");
        if (!IsName(sha256) || !File.Exists(path) || !File.Exists(path + SignatureEnding))
        {
            return null;
        }

        var json = File.ReadAllBytes(path);
        return Convert.ToHexStringLower(SHA256.HashData(json)) == sha256
            ? (json, File.ReadAllBytes(path + SignatureEnding))
            : null;
    }

    /// <summary>Every CRL that was ever in force, in the order of their digests.</summary>
    internal IEnumerable<byte[]> Crls() => Directory.Exists(_crls)
        ? Directory.EnumerateFiles(_crls, "*" + CrlEnding).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
        : [];

    private static bool IsYaml(string path) =>
        path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static bool IsName(string digest) =>
        digest.Length == SHA256.HashSizeInBytes * 2 && digest.All(char.IsAsciiHexDigitLower);

    // Renamed into place: a file that is there is whole.
    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".tmp", bytes);
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
