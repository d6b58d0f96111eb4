using System.Buffers;
using System.Text;

namespace Gateway.Policies.Formats;

/// <summary>Where one part stands in the body: its header lines, and its content.</summary>
internal readonly record struct PartPlace(Range Head, Range Content);

/// <summary>
/// Parts of a body between boundaries, strictly: what two readers may cut in two ways is no multipart body. No
/// preamble, no epilogue, no padding behind a boundary.
/// References: RFC 2046 section 5.1, RFC 7578.
/// </summary>
internal static class MultipartScanner
{
    // A form that a person fills in, or a study that is sent in one message, has fewer.
    internal const int MaxParts = 256;
    private const int MaxHead = 4096;
    private const int MaxBoundary = 70;

    private static readonly SearchValues<char> BoundaryCharacters = SearchValues.Create(
        "'()+_,-./:=? 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The boundary that stands first in a body, for who was told none; null where there is none.</summary>
    internal static string? FirstBoundary(ReadOnlySpan<byte> body)
    {
        var line = body[..Math.Min(body.Length, MaxBoundary + 4)];
        var end = line.IndexOf("\r\n"u8);
        return end >= 2 && line.StartsWith("--"u8) ? Encoding.Latin1.GetString(line[2..end]) : null;
    }

    /// <summary>False where the body is not cut strictly by that boundary, or into too many parts.</summary>
    internal static bool TryScan(ReadOnlySpan<byte> body, string boundary, List<PartPlace> parts)
    {
        if (boundary.Length is 0 or > MaxBoundary || boundary[^1] == ' '
            || boundary.AsSpan().ContainsAnyExcept(BoundaryCharacters))
        {
            return false;
        }

        var delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
        if (!body.StartsWith(delimiter.AsSpan(2)))
        {
            return false;
        }

        var at = delimiter.Length - 2;
        while (!body[at..].StartsWith("--"u8))
        {
            if (parts.Count == MaxParts || !TryReadPart(body, delimiter, ref at, out var part))
            {
                return false;
            }

            parts.Add(part);
        }

        var rest = body[(at + 2)..];
        return parts.Count > 0 && (rest.IsEmpty || rest.SequenceEqual("\r\n"u8));
    }

    // From behind one boundary to behind the next.
    private static bool TryReadPart(
        ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter, ref int at, out PartPlace part)
    {
        part = default;
        var head = body[at..];
        var headEnd = head[..Math.Min(head.Length, MaxHead)].IndexOf("\r\n\r\n"u8);
        if (headEnd < 0 || !head.StartsWith("\r\n"u8))
        {
            return false;
        }

        // Looked for from the blank line's own end: a boundary right behind it is one for some readers only.
        var content = at + headEnd + 4;
        var length = body[(content - 2)..].IndexOf(delimiter) - 2;
        if (length < 0)
        {
            return false;
        }

        part = new PartPlace((at + 2)..Math.Max(at + 2, at + headEnd), content..(content + length));
        at = content + length + delimiter.Length;
        return true;
    }
}
