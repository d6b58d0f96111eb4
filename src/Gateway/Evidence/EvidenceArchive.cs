using System.IO.Compression;
using System.Text;
using Gateway.Stamping;

namespace Gateway.Evidence;

/// <summary>
/// An evidence zip as bytes by name. Reading one expects an enemy: bounded in members and size, every name plain and
/// once.
/// </summary>
internal static class EvidenceArchive
{
    private const int MaxMembers = 1000;
    private const long MaxBytes = 256L * 1024 * 1024;
    private const int MaxName = 200;

    /// <summary>Manifest first, then in ordinal order: what a person looks for is at the top.</summary>
    internal static byte[] Write(IReadOnlyDictionary<string, byte[]> members, DateTimeOffset made)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var (name, bytes) in members
                .OrderBy(member => member.Key != EvidenceNames.Manifest)
                .ThenBy(member => member.Key, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = made;
                using var content = entry.Open();
                content.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Null where it cannot be read as an archive; a finding for each member that may not be in one.</summary>
    internal static IReadOnlyDictionary<string, byte[]>? Read(Stream stream, List<VerificationFinding> findings)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
            if (zip.Entries.Count > MaxMembers)
            {
                findings.Add(Malformed("it has more members than any evidence has"));
                return null;
            }

            return ReadMembers(zip, findings);
        }
        catch (InvalidDataException)
        {
            findings.Add(Malformed("it is not a zip archive, or a damaged one"));
            return null;
        }
    }

    private static SortedDictionary<string, byte[]>? ReadMembers(ZipArchive zip, List<VerificationFinding> findings)
    {
        var members = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var left = MaxBytes;
        foreach (var entry in zip.Entries)
        {
            if (!IsPlain(entry.FullName))
            {
                findings.Add(new(FindingCodes.EvidenceExtra, Shown(entry.FullName), "no member has such a name"));
            }
            else if (ReadMember(entry, left) is not { } bytes)
            {
                findings.Add(Malformed("what is in it is larger than any evidence"));
                return null;
            }
            else if (!members.TryAdd(entry.FullName, bytes))
            {
                findings.Add(new(FindingCodes.EvidenceExtra, entry.FullName, "the member is there twice"));
            }
            else
            {
                left -= bytes.Length;
            }
        }

        return members;
    }

    // What a header claims of a size is not believed.
    private static byte[]? ReadMember(ZipArchiveEntry entry, long most)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (var read = content.Read(buffer); read > 0; read = content.Read(buffer))
        {
            if (bytes.Length + read > most)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxName
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/')
        && name.Split('/').All(part => part is not ("" or "." or ".."));

    // A name is a stranger's text: what is not plain in it is not printed.
    private static string Shown(string name) => string.Concat(
        name.Take(MaxName).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' ? c : '?'));

    private static VerificationFinding Malformed(string detail) => new(FindingCodes.EvidenceMalformed, "zip", detail);
}
