using System.Buffers;
using System.Text;

namespace Gateway.Policies.Formats;

/// <summary>Which characters may stand where (XML 1.0 fifth edition, productions 2 to 5; Namespaces 1.0, 4).</summary>
internal static class XmlCharacters
{
    internal const string White = " \t\r\n";

    // Production 2 leaves out these, and of what UTF-8 can spell only U+FFFE and U+FFFF.
    private static readonly SearchValues<byte> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(code => code is not (0x09 or 0x0A or 0x0D)).Select(code => (byte)code)]);

    private static readonly bool[] NameBytes =
        [.. Enumerable.Range(0, 256).Select(code => code >= 0x80 || code is '_' or '-' or '.' or ':'
            || char.IsAsciiLetterOrDigit((char)code))];

    /// <summary>True where every byte is part of valid UTF-8 and every character may stand in a document.</summary>
    internal static bool AreLegal(ReadOnlySpan<byte> xml) =>
        Utf8Octets.IsValid(xml)
        && !xml.ContainsAny(Forbidden)
        && xml.IndexOf("\uFFFE"u8) < 0
        && xml.IndexOf("\uFFFF"u8) < 0;

    internal static bool IsLegal(int scalar) =>
        scalar is 0x09 or 0x0A or 0x0D or (>= 0x20 and < 0xD800) or (>= 0xE000 and <= 0xFFFD)
            or (>= 0x10000 and <= 0x10FFFF);

    internal static bool IsWhite(byte unit) => unit is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>Where the bytes that may belong to a name end; whether they are one is another question.</summary>
    internal static int EndOfName(ReadOnlySpan<byte> xml, int at)
    {
        var isName = NameBytes;
        while (at < xml.Length && isName[xml[at]])
        {
            at++;
        }

        return at;
    }

    /// <summary>True for a name without a colon.</summary>
    internal static bool IsPlainName(ReadOnlySpan<byte> name)
    {
        var isFirst = true;
        while (!name.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(name, out var rune, out var length) != OperationStatus.Done
                || !(isFirst ? MayStart(rune.Value) : MayFollow(rune.Value)))
            {
                return false;
            }

            isFirst = false;
            name = name[length..];
        }

        return !isFirst;
    }

    private static bool MayStart(int scalar) => scalar < 0x80
        ? scalar == '_' || char.IsAsciiLetter((char)scalar)
        : scalar is (>= 0xC0 and <= 0x2FF and not (0xD7 or 0xF7))
            or (>= 0x370 and <= 0x1FFF and not 0x37E)
            or 0x200C or 0x200D
            or (>= 0x2070 and <= 0x218F)
            or (>= 0x2C00 and <= 0x2FEF)
            or (>= 0x3001 and <= 0xD7FF)
            or (>= 0xF900 and <= 0xFDCF)
            or (>= 0xFDF0 and <= 0xFFFD)
            or (>= 0x10000 and <= 0xEFFFF);

    private static bool MayFollow(int scalar) => MayStart(scalar)
        || scalar is '-' or '.' or (>= '0' and <= '9') or 0xB7 or (>= 0x300 and <= 0x36F) or 0x203F or 0x2040;
}
