using System.Text;

namespace Gateway.Policies.Formats;

/// <summary>The XML declaration (XML 1.0, productions 23 to 26, 32 and 80), of which one kind is accepted.</summary>
internal static class XmlDeclaration
{
    /// <summary>True for version 1.0 and, where it says so, UTF-8.</summary>
    /// <param name="text">What stands between "&lt;?xml" and "?&gt;".</param>
    internal static bool IsAccepted(ReadOnlySpan<byte> text) =>
        TryTake("version"u8, ref text, out var version)
        && version.SequenceEqual("1.0"u8)
        && (!TryTake("encoding"u8, ref text, out var encoding) || Ascii.EqualsIgnoreCase(encoding, "utf-8"u8))
        && (!TryTake("standalone"u8, ref text, out var alone)
            || alone.SequenceEqual("yes"u8) || alone.SequenceEqual("no"u8))
        && SkipWhite(text).IsEmpty;

    private static bool TryTake(ReadOnlySpan<byte> name, ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> value)
    {
        value = default;
        var rest = SkipWhite(text);
        if (rest.Length == text.Length || !rest.StartsWith(name))
        {
            return false;
        }

        rest = SkipWhite(rest[name.Length..]);
        if (rest is not [(byte)'=', ..])
        {
            return false;
        }

        rest = SkipWhite(rest[1..]);
        var end = rest is [(byte)'"' or (byte)'\'', ..] ? rest[1..].IndexOf(rest[0]) : -1;
        if (end < 0)
        {
            return false;
        }

        value = rest.Slice(1, end);
        text = rest[(end + 2)..];
        return true;
    }

    private static ReadOnlySpan<byte> SkipWhite(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8);
}
