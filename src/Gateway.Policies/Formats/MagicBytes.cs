using System.Buffers.Binary;

namespace Gateway.Policies.Formats;

/// <summary>
/// What a body is by its own first bytes: media types that have a signature, and no others, so that text is none of
/// them. A signature says what a reader takes the body for; it is no proof that all of the body is that.
/// References: ISO 32000-2 7.5.2, PNG 5.2, ITU-T T.81 B.1.1.3, GIF89a 17, TIFF 6.0 section 2, RFC 9649, DICOM PS3.10
/// 7.1, APPNOTE 6.3.10, RFC 1952, ISO/IEC 29500-2.
/// </summary>
internal static class MagicBytes
{
    private const string Zip = "application/zip";
    private const int PreambleOfDicom = 128;

    private static readonly (string Media, byte[] Start)[] Starts =
    [
        ("application/pdf", [.. "%PDF-1."u8]),
        ("application/pdf", [.. "%PDF-2."u8]),
        ("image/png", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8]),
        ("image/jpeg", [0xFF, 0xD8, 0xFF]),
        ("image/gif", [.. "GIF87a"u8]),
        ("image/gif", [.. "GIF89a"u8]),
        ("image/tiff", [.. "II*\0"u8]),
        ("image/tiff", [.. "MM\0*"u8]),
        ("image/tiff", [.. "II+\0"u8]),
        ("image/tiff", [.. "MM\0+"u8]),
        ("application/gzip", [0x1F, 0x8B, 8]),
        (Zip, [.. "PK\x03\x04"u8]),
    ];

    /// <summary>Every media type this build knows by its bytes.</summary>
    internal static IReadOnlyList<string> Known { get; } =
    [
        .. Starts.Select(start => start.Media).Distinct(), "image/webp", "application/dicom",
        .. OfficeZip.Known,
    ];

    /// <summary>Null where the bytes say nothing, or two things.</summary>
    internal static string? Sniff(ReadOnlySpan<byte> body)
    {
        if (IsDicom(body))
        {
            return "application/dicom";
        }

        if (IsWebp(body))
        {
            return "image/webp";
        }

        foreach (var (media, start) in Starts)
        {
            if (body.StartsWith(start))
            {
                return media == Zip ? OfficeZip.Sniff(body) : media;
            }
        }

        return null;
    }

    // A preamble may hold the start of another file, so that a body is both: one that is not empty is not taken.
    private static bool IsDicom(ReadOnlySpan<byte> body) =>
        body.Length > PreambleOfDicom
        && body[PreambleOfDicom..].StartsWith("DICM"u8)
        && !body[..PreambleOfDicom].ContainsAnyExcept((byte)0);

    // The length it states is what follows it: nothing stands behind the image.
    private static bool IsWebp(ReadOnlySpan<byte> body) =>
        body.Length >= 12
        && body.StartsWith("RIFF"u8)
        && body[8..].StartsWith("WEBP"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(body[4..]) == (uint)(body.Length - 8);
}
