using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Offline;

/// <summary>
/// The anchors for offline verification: the trust lists the person at the keyboard chose to rely on, with the CRLs
/// beside them. The lists are read as of the time of what is verified, so evidence outlives the list it was made under.
/// </summary>
internal sealed class OfflineAnchors
{
    private static readonly Dictionary<string, (long, string)> NothingAccepted = [];

    private readonly TrustFiles _files;

    // Everybody who endorsed a key is asked about as of one time, and evidence has a few: the lists are read and
    // verified once for each. Used by one thread.
    private readonly Dictionary<DateTimeOffset, TrustSnapshot> _read = [];

    private OfflineAnchors(TrustFiles files) => _files = files;

    /// <summary>Null where no list was given, or one is not signed over exactly its bytes.</summary>
    /// <param name="crlFolder">Null: the folder "crls" beside the first list.</param>
    internal static OfflineAnchors? Read(IReadOnlyList<string> listFiles, string? crlFolder, List<Fault> faults) =>
        Read(listFiles, crlFolder, [], faults);

    /// <summary>The same, with CRLs that came with what is verified: the lists' own authorities signed them.</summary>
    /// <param name="moreCrls">By the name that faults shall give.</param>
    internal static OfflineAnchors? Read(
        IReadOnlyList<string> listFiles,
        string? crlFolder,
        IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> moreCrls,
        List<Fault> faults)
    {
        var lists = new List<TrustListFile>();
        foreach (var file in listFiles)
        {
            if (SignerOf(file) is { } signer)
            {
                lists.Add(new TrustListFile(file, signer));
            }
            else
            {
                faults.Add(new Fault(
                    Path.GetFileName(file),
                    0,
                    0,
                    "$",
                    "trust.signature",
                    "no list with one sound signature (.p7s) beside it"));
            }
        }

        if (lists.Count == 0 || lists.Count != listFiles.Count)
        {
            return null;
        }

        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(listFiles[0]))!, "crls");
        return new OfflineAnchors(new TrustFiles(lists, crlFolder ?? (Directory.Exists(beside) ? beside : null))
        {
            MoreCrls = moreCrls,
        });
    }

    /// <summary>What is wrong with the CRLs that came with what is verified, by their names.</summary>
    internal IEnumerable<(string Name, string Detail)> CrlFaults(DateTimeOffset at)
    {
        var faults = new List<Fault>();
        TrustSnapshot.Read(_files, NothingAccepted, at, faults);
        return from fault in faults
               where _files.MoreCrls.Any(crl => crl.Name == fault.File)
               select (fault.File, fault.Message);
    }

    /// <summary>Null: both sides recognised the certificate as a signer's at that time. Else why not.</summary>
    internal string? Judge(X509Certificate2 certificate, DateTimeOffset at) =>
        Judge(certificate, TrustUse.Signing, at);

    /// <summary>The same of a timestamp authority.</summary>
    internal string? JudgeTimestamp(X509Certificate2 certificate, DateTimeOffset at) =>
        Judge(certificate, TrustUse.Timestamp, at);

    private string? Judge(X509Certificate2 certificate, TrustUse use, DateTimeOffset at)
    {
        if (!_read.TryGetValue(at, out var trust))
        {
            var faults = new List<Fault>();
            if (TrustSnapshot.Read(_files, NothingAccepted, at, faults) is not { } asOf)
            {
                return faults.First(fault => !fault.IsWarning).Message;
            }

            _read[at] = trust = asOf;
        }

        return trust.Judge(certificate, use, at) switch
        {
            CertificateVerdict.Trusted => null,
            CertificateVerdict.Distrusted no => $"{no.Code}: {no.Detail}",
            _ => "no verdict",
        };
    }

    private static string? SignerOf(string file)
    {
        if (!File.Exists(file) || !File.Exists(file + ".p7s"))
        {
            return null;
        }

        var verdict = CadesSignature.Verify(File.ReadAllBytes(file), File.ReadAllBytes(file + ".p7s"));
        return verdict is { IsSound: true, Signers: [var signer] } ? Fingerprint.Of(signer.Certificate) : null;
    }
}
