using System.Buffers.Binary;

namespace Gateway.Policies.Formats;

/// <summary>
/// Tells a ZIP archive from the Office documents that are ZIP archives, by the names in its central directory. One
/// that cannot be walked from end to end, or is of two disks or 64 bits, is none that is known.
/// </summary>
internal static class OfficeZip
{
    private const string Archive = "application/zip";
    private const string Office = "application/vnd.openxmlformats-officedocument.";
    private const int EndSize = 22;
    private const int EntrySize = 46;

    private static readonly (string Media, byte[] Folder)[] Documents =
    [
        (Office + "wordprocessingml.document", [.. "word/"u8]),
        (Office + "spreadsheetml.sheet", [.. "xl/"u8]),
        (Office + "presentationml.presentation", [.. "ppt/"u8]),
    ];

    internal static IReadOnlyList<string> Known { get; } = [.. Documents.Select(document => document.Media)];

    internal static string? Sniff(ReadOnlySpan<byte> body)
    {
        // No comment: what stands behind an archive would be a second file.
        if (body.Length < EndSize || !body[^EndSize..].StartsWith("PK\x05\x06"u8))
        {
            return null;
        }

        var end = body[^EndSize..];
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        var isWhole = (ulong)start + size == (ulong)(body.Length - EndSize)
            && BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) == 0
            && BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) == entries
            && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == 0;
        return isWhole ? Walk(body[(int)start..^EndSize], entries) : null;
    }

    private static string? Walk(ReadOnlySpan<byte> directory, int entries)
    {
        var isPackage = false;
        var found = Archive;
        for (; entries > 0; entries--)
        {
            if (directory.Length < EntrySize || !directory.StartsWith("PK\x01\x02"u8))
            {
                return null;
            }

            var name = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            var next = EntrySize + name
                + BinaryPrimitives.ReadUInt16LittleEndian(directory[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (directory.Length < next || !TryNote(directory.Slice(EntrySize, name), ref isPackage, ref found))
            {
                return null;
            }

            directory = directory[next..];
        }

        return directory.IsEmpty && isPackage == (found != Archive) ? found : null;
    }

    // False for a package of two kinds, and for macros: the types here are those without.
    private static bool TryNote(ReadOnlySpan<byte> name, ref bool isPackage, ref string found)
    {
        isPackage |= name.SequenceEqual("[Content_Types].xml"u8);
        foreach (var (media, folder) in Documents)
        {
            if (name.StartsWith(folder))
            {
                if (found != Archive && found != media)
                {
                    return false;
                }

                found = media;
            }
        }

        return !name.EndsWith("vbaProject.bin"u8);
    }
}
