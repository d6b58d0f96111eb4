using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Offline;

/// <summary>Signs a bundle as one officer. What is signed was read and found without faults by the caller.</summary>
internal static class BundleSigning
{
    /// <summary>Writes bundle.p7s; signatures over other files are taken out. The bundle's digest.</summary>
    /// <exception cref="SettingsFileException">Certificate or key cannot be used.</exception>
    internal static string Sign(string folder, string certificate, string key, DateTimeOffset now)
    {
        var files = BundleFolder.Read(folder, new List<Fault>())!;
        var lines = BundleDigest.Lines(files);
        using var officer = CertificateFiles.LoadWithKey(certificate, key);
        var before = files.FirstOrDefault(file => file.Path == BundleFolder.SignatureFile)?.Bytes;
        var signature = before is { } p7s && CadesSignature.Verify(lines, p7s.Span).IsSound
            ? CadesSignature.AddSigner(p7s.Span, officer, lines, now)
            : CadesSignature.Sign(officer, lines, now);
        File.WriteAllBytes(Path.Combine(folder, BundleFolder.SignatureFile), signature);
        return BundleDigest.Digest(lines);
    }
}
