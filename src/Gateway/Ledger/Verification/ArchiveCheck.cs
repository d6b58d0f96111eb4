using Gateway.Ledger.Archives;
using Gateway.Stamping;

namespace Gateway.Ledger.Verification;

/// <summary>
/// An archive's manifest: signed over its bytes, of the year that is there, and every file is the one it names. Whom
/// the signer is, is asked by <c>ledger prune</c>, with the trust lists in force.
/// </summary>
internal sealed class ArchiveCheck(string folder, Findings findings)
{
    internal void Run(IReadOnlyList<ShardVerifier> shards)
    {
        var path = Path.Combine(folder, ArchiveManifest.FileName);
        if (!File.Exists(path))
        {
            findings.Add("archive.manifest", ArchiveManifest.FileName, "it is gone, and its signature is there");
            return;
        }

        var bytes = File.ReadAllBytes(path);
        if (ArchiveManifest.Parse(bytes) is not { } manifest)
        {
            findings.Add("archive.manifest", ArchiveManifest.FileName, "it is no manifest");
            return;
        }

        CheckSignature();
        if (shards is not [{ Head: { } head }] || head.Origin != manifest.Origin || head.Size != manifest.Size
            || Convert.ToHexStringLower(head.Root.Span) != manifest.Root)
        {
            findings.Add("archive.manifest", ArchiveManifest.FileName, "it is the manifest of another year");
        }

        var left = manifest.Digests.ToDictionary(StringComparer.Ordinal);
        foreach (var (member, file) in ArchiveFolder.Members(folder))
        {
            if (!left.Remove(member, out var digest))
            {
                findings.Add("archive.extra", member, "the manifest does not name the file");
            }
            else if (ArchiveFolder.DigestOf(file) != digest)
            {
                findings.Add("archive.changed", member, "its SHA-256 is not that of the manifest");
            }
        }

        foreach (var gone in left.Keys.Order(StringComparer.Ordinal))
        {
            findings.Add("archive.missing", gone, "the manifest names the file, and it is gone");
        }
    }

    private void CheckSignature()
    {
        var path = Path.Combine(folder, ArchiveManifest.SignatureName);
        if (!File.Exists(path))
        {
            findings.Add("archive.manifest", ArchiveManifest.SignatureName, "nobody signed it");
            return;
        }

        var manifest = File.ReadAllBytes(Path.Combine(folder, ArchiveManifest.FileName));
        foreach (var fault in CadesSignature.Verify(manifest, File.ReadAllBytes(path)).Faults)
        {
            findings.Add("archive.manifest", ArchiveManifest.SignatureName, fault);
        }
    }
}
