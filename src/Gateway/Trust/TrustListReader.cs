using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Trust;

/// <summary>
/// One configured list: the file, its signature beside it (".p7s" appended), and who must have signed it.
/// </summary>
/// <param name="SignerSha256">
/// Lower-case hex of the signer certificate's SHA-256; pinned in configuration, never by a list.
/// </param>
internal sealed record TrustListFile(string Path, string SignerSha256)
{
    internal string SignaturePath => Path + ".p7s";
}

/// <summary>
/// Reads one list: exact bytes, signature, form, then time and sequence. Every fault is told; a list with one is
/// not used, and the running one stays in place until it is stale.
/// </summary>
internal static class TrustListReader
{
    private const int MaxSize = 4 * 1024 * 1024;
    private const int MaxSignatureSize = 256 * 1024;

    // Two machines' clocks; what is dated later than that was dated by hand.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The pin for a configured value: 64 hex digits as they are, or the fingerprint of a certificate file.
    /// </summary>
    /// <returns>Null when it is neither.</returns>
    internal static string? ReadPin(string fileOrSha256)
    {
        if (fileOrSha256.Length == SHA256.HashSizeInBytes * 2 && fileOrSha256.All(char.IsAsciiHexDigit))
        {
            return fileOrSha256.ToLowerInvariant();
        }

        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(fileOrSha256);
            return Fingerprint.Of(certificate);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="lastAccepted">Per list, from the ledger's "trust" entries: what must not be rolled back.</param>
    internal static TrustList? Read(
        TrustListFile file,
        IReadOnlyDictionary<string, (long Sequence, string Sha256)> lastAccepted,
        DateTimeOffset now,
        ICollection<Fault> faults)
    {
        var mark = new Mark(Path.GetFileName(file.Path), 0, 0, "$");
        var json = ReadBytes(file.Path, MaxSize, mark, faults);
        var signature = ReadBytes(
            file.SignaturePath, MaxSignatureSize, mark with { File = Path.GetFileName(file.SignaturePath) }, faults);
        if (json is null || signature is null)
        {
            return null;
        }

        var signer = VerifySigner(file, json, signature, mark, faults);
        var list = TrustListParser.Parse(json, mark.File, faults);
        if (list is null || signer is null)
        {
            return null;
        }

        var found = Judge(list, signer, lastAccepted, now, new JsonPlaces(mark.File, json)).ToList();
        found.ForEach(faults.Add);
        return found.Count == 0 ? list with { Json = json, Signature = signature } : null;
    }

    private static X509Certificate2? VerifySigner(
        TrustListFile file, byte[] json, byte[] signature, Mark mark, ICollection<Fault> faults)
    {
        var verdict = CadesSignature.Verify(json, signature);
        if (!verdict.IsSound)
        {
            faults.Add(mark.Fault(
                "trust.signature", "the signature does not hold for these bytes: fetch the list again"));
            return null;
        }

        var pinned = verdict.Signers.FirstOrDefault(signer => string.Equals(
            Fingerprint.Of(signer.Certificate), file.SignerSha256, StringComparison.OrdinalIgnoreCase));
        if (pinned is null)
        {
            faults.Add(mark.Fault("trust.signer", "somebody other than the configured signer signed the list"));
        }

        return pinned?.Certificate;
    }

    private static IEnumerable<Fault> Judge(
        TrustList list,
        X509Certificate2 signer,
        IReadOnlyDictionary<string, (long Sequence, string Sha256)> lastAccepted,
        DateTimeOffset now,
        JsonPlaces places)
    {
        if (list.Issued > now + Skew)
        {
            yield return places.At("issued").Fault("trust.issued", "the list is dated in the future");
        }

        if (list.Issued < signer.NotBefore.ToUniversalTime() || list.Issued > signer.NotAfter.ToUniversalTime())
        {
            yield return places.At("issued").Fault(
                "trust.signer", "the signer's certificate was not valid when the list was issued");
        }

        if (list.NextUpdate < now)
        {
            yield return places.At("nextUpdate").Fault(
                "trust.stale", "the list is stale: fetch the next one from its operator");
        }

        if (!lastAccepted.TryGetValue(list.State.List, out var last))
        {
            yield break;
        }

        if (list.State.Sequence < last.Sequence)
        {
            yield return places.At("sequence").Fault(
                "trust.rollback", "a list with a higher sequence was accepted before");
        }

        if (list.State.Sequence == last.Sequence
            && !string.Equals(list.State.Sha256, last.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            yield return places.At("sequence").Fault(
                "trust.changed", "another list with the same sequence was accepted before");
        }
    }

    private static byte[]? ReadBytes(string path, int most, Mark mark, ICollection<Fault> faults)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            if (length > most)
            {
                faults.Add(mark.Fault("trust.size", "the file is larger than any such file is"));
                return null;
            }

            var bytes = new byte[length];
            if (RandomAccess.Read(file, bytes, 0) == length)
            {
                return bytes;
            }

            faults.Add(mark.Fault("trust.file", "the file changed while it was read: try again"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(mark.Fault("trust.file", "the file cannot be read"));
        }

        return null;
    }
}
