using System.Security.Cryptography;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Trust;

namespace Gateway.Evidence;

/// <summary>
/// Where what an entry names is looked for: beside the ledger first, then in the files that whoever asks has at hand.
/// Everything is found by its digest, so it does not matter where.
/// </summary>
/// <param name="TrustLists">Files of lists, each with its .p7s beside it.</param>
/// <param name="CrlFolders">Folders of CRLs.</param>
/// <param name="Bundles">Folders of bundles.</param>
internal sealed record EvidenceSources(
    InForceFolder InForce,
    IReadOnlyList<string> TrustLists,
    IReadOnlyList<string> CrlFolders,
    IReadOnlyList<string> Bundles)
{
    internal BundleInForce? Bundle(string digest) =>
        InForce.Bundle(digest) ?? Bundles.Select(ReadBundle).FirstOrDefault(bundle => bundle?.Digest == digest);

    internal (ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Signature)? TrustList(string sha256)
    {
        if (InForce.TrustList(sha256) is { } kept)
        {
            return kept;
        }

        foreach (var file in TrustLists.Where(file => File.Exists(file) && File.Exists(file + ".p7s")))
        {
            var json = File.ReadAllBytes(file);
            if (Convert.ToHexStringLower(SHA256.HashData(json)) == sha256)
            {
                return (json, File.ReadAllBytes(file + ".p7s"));
            }
        }

        return null;
    }

    /// <summary>
    /// For each issuer the newest CRL that was in force at one of these times, by digest; no CRL twice.
    /// </summary>
    internal IReadOnlyList<(string Sha256, byte[] Der)> CrlsAt(IReadOnlyList<DateTimeOffset> times)
    {
        var all = InForce.Crls()
            .Concat(CrlFolders.Where(Directory.Exists)
                .SelectMany(Directory.GetFiles)
                .SelectMany(file => CrlFolder.Decode(File.ReadAllBytes(file))))
            .Select(der => (List: RevocationList.Parse(der), Der: der))
            .Where(read => read.List is { IsUsable: true })
            .DistinctBy(read => read.List!.Sha256)
            .ToList();
        return
        [
            .. times.SelectMany(time => all
                    .Where(read => read.List!.ThisUpdate <= time && time <= read.List.NextUpdate)
                    .GroupBy(read => read.List!.IssuerName, StringComparer.Ordinal)
                    .Select(group => group.MaxBy(read => read.List!.ThisUpdate)))
                .Select(read => (read.List!.Sha256, read.Der))
                .DistinctBy(read => read.Sha256)
                .OrderBy(read => read.Sha256, StringComparer.Ordinal),
        ];
    }

    private static BundleInForce? ReadBundle(string folder) =>
        Permit.BundleFolder.Read(folder, new List<Fault>()) is { } files
            ? BundleInForce.Of(BundleDigest.Lines(files), files)
            : null;
}
