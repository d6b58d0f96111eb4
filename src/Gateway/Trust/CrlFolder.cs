using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Policies;

namespace Gateway.Trust;

/// <summary>
/// The CRLs of a folder, read once, their signatures checked once, immutable afterwards. For each authority the
/// newest usable list counts; a file that is none, or that nobody known signed, is told and counts for nothing.
/// </summary>
internal sealed class CrlFolder : IRevocationSource
{
    private const long MaxSize = 64 * 1024 * 1024;

    // Newest first, for each authority's fingerprint.
    private readonly FrozenDictionary<string, RevocationList[]> _byIssuer;

    private CrlFolder(Dictionary<string, List<RevocationList>> byIssuer)
    {
        _byIssuer = byIssuer.ToFrozenDictionary(
            pair => pair.Key,
            pair => pair.Value.OrderByDescending(list => list.ThisUpdate).ToArray(),
            StringComparer.Ordinal);
        Evidence = [.. byIssuer.Values.SelectMany(lists => lists).Select(list => list.Sha256).Distinct()];
        Newest =
        [
            .. _byIssuer.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new NewestList(
                pair.Key, pair.Value[0].File, pair.Value[0].ThisUpdate, pair.Value[0].NextUpdate)),
        ];
    }

    /// <summary>No list at all: every answer is "unknown".</summary>
    internal static CrlFolder Empty { get; } = new([]);

    public IReadOnlyList<string> Evidence { get; }

    public IReadOnlyList<NewestList> Newest { get; }

    /// <param name="authorities">Whose lists may count: every anchor and issuer of the trust lists.</param>
    /// <param name="faults">
    /// Warnings only: without a list the answer is "unknown", which is a refusal of its own.
    /// </param>
    internal static CrlFolder Read(
        string folder, IReadOnlyCollection<X509Certificate2> authorities, ICollection<Fault> faults) =>
        Read(folder, [], authorities, faults);

    /// <summary>The same, with lists from elsewhere.</summary>
    /// <param name="folder">Null: none.</param>
    internal static CrlFolder Read(
        string? folder,
        IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> more,
        IReadOnlyCollection<X509Certificate2> authorities,
        ICollection<Fault> faults)
    {
        var byIssuer = new Dictionary<string, List<RevocationList>>(StringComparer.Ordinal);
        void Take(IReadOnlyList<RevocationList> lists, Mark mark)
        {
            foreach (var list in lists)
            {
                Place(list, authorities, byIssuer, mark, faults);
            }
        }

        foreach (var path in folder is null ? [] : Files(folder, faults))
        {
            var mark = new Mark(Path.GetFileName(path), 0, 0, "$");
            Take(ReadFile(path, mark, faults), mark);
        }

        foreach (var (name, bytes) in more)
        {
            var mark = new Mark(name, 0, 0, "$");
            Take(Parse(bytes.Span, mark, faults), mark);
        }

        return new CrlFolder(byIssuer);
    }

    public RevocationAnswer Ask(string issuer, string serial, TimeSpan maxAge, DateTimeOffset now)
    {
        if (!_byIssuer.TryGetValue(issuer, out var lists))
        {
            return RevocationAnswer.Unknown;
        }

        // A list dated after now is not yet the newest; the one before it still is.
        foreach (var list in lists)
        {
            if (list.ThisUpdate <= now)
            {
                return !list.IsFresh(maxAge, now) ? StaleAnswer(list, serial)
                    : list.Lists(serial) ? RevocationAnswer.Revoked
                    : RevocationAnswer.Good;
            }
        }

        return RevocationAnswer.Unknown;
    }

    // A stale list cannot say that a certificate is good, but what it revoked stays revoked.
    private static RevocationAnswer StaleAnswer(RevocationList list, string serial) =>
        list.Lists(serial) ? RevocationAnswer.Revoked : RevocationAnswer.Unknown;

    private static void Place(
        RevocationList list,
        IReadOnlyCollection<X509Certificate2> authorities,
        Dictionary<string, List<RevocationList>> byIssuer,
        Mark mark,
        ICollection<Fault> faults)
    {
        if (!list.IsUsable)
        {
            Warn(mark, "trust.crl.scope", "the CRL does not speak for all certificates: a full one is needed", faults);
            return;
        }

        var signers = authorities.Where(list.IsSignedBy).Select(Fingerprint.Of).Distinct().ToList();
        list.ForgetSignedBytes();
        if (signers.Count == 0)
        {
            Warn(mark, "trust.crl.signature", "no authority of the trust lists signed the CRL", faults);
        }

        foreach (var signer in signers)
        {
            if (!byIssuer.TryGetValue(signer, out var lists))
            {
                byIssuer[signer] = lists = [];
            }

            lists.Add(list);
        }
    }

    private static List<RevocationList> ReadFile(string path, Mark mark, ICollection<Fault> faults)
    {
        try
        {
            if (new FileInfo(path).Length > MaxSize)
            {
                Warn(mark, "trust.crl.size", "the CRL is larger than 64 MiB", faults);
                return [];
            }

            return Parse(File.ReadAllBytes(path), mark, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn(mark, "trust.file", "the file cannot be read", faults);
        }

        return [];
    }

    private static List<RevocationList> Parse(ReadOnlySpan<byte> bytes, Mark mark, ICollection<Fault> faults)
    {
        var read = new List<RevocationList>();
        foreach (var der in Decode(bytes))
        {
            if (RevocationList.Parse(der) is { } list)
            {
                list.File = mark.File;
                read.Add(list);
            }
        }

        if (read.Count == 0)
        {
            Warn(mark, "trust.crl.form", "the file is no CRL in DER or PEM", faults);
        }

        return read;
    }

    /// <summary>The DER of each CRL in a file of either form.</summary>
    internal static List<byte[]> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0 && bytes[0] == 0x30)
        {
            return [bytes.ToArray()];
        }

        var blocks = new List<byte[]>();
        var rest = bytes;
        while (PemEncoding.TryFindUtf8(rest, out var fields))
        {
            var der = new byte[fields.DecodedDataLength];
            if (Encoding.ASCII.GetString(rest[fields.Label]) == "X509 CRL"
                && Base64.DecodeFromUtf8(rest[fields.Base64Data], der, out _, out var written) == OperationStatus.Done
                && written == der.Length)
            {
                blocks.Add(der);
            }

            rest = rest[fields.Location.End..];
        }

        return blocks;
    }

    private static string[] Files(string folder, ICollection<Fault> faults)
    {
        try
        {
            var files = Directory.GetFiles(folder);
            Array.Sort(files, StringComparer.Ordinal);
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var mark = new Mark(Path.GetFileName(folder), 0, 0, "$");
            Warn(mark, "trust.file", "the folder of CRLs cannot be read", faults);
            return [];
        }
    }

    private static void Warn(Mark mark, string code, string message, ICollection<Fault> faults) =>
        faults.Add(mark.Fault(code, message) with { IsWarning = true });
}
