using System.Globalization;

namespace Gateway.Ledger.Tree;

//
//  Paths of tiles and entry bundles
//
//  References:
//
//      C2SP tlog-tiles v0.1.0 - tile/<L>/<N>[.p/<W>], tile/entries/<N>[.p/<W>]
//
//  Shape:
//
//      N in groups of three digits, every group but the last prefixed with x; W 1 to 255, only where partial.
//
internal static class TilePath
{
    internal const int FullWidth = 256;
    internal const int HeightBits = 8;

    /// <summary>The level number under which entry bundles count: their width rule is that of level 0.</summary>
    internal const int EntriesLevel = -1;

    private const int MaxLevel = 63;

    /// <param name="level">0 to 63, or <see cref="EntriesLevel"/>.</param>
    /// <param name="width">0 or 256 for a full tile.</param>
    internal static string Of(int level, long index, int width)
    {
        var name = level == EntriesLevel ? "entries" : level.ToString(CultureInfo.InvariantCulture);
        var partial = width is 0 or FullWidth ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{width}");
        return $"tile/{name}/{Groups(index)}{partial}";
    }

    /// <summary>How many levels have a hash in a tree of that size: none of an empty one, at most 8.</summary>
    internal static int Levels(long size)
    {
        var levels = 0;
        for (; HashesAt(size, levels) > 0; levels++)
        {
        }

        return levels;
    }

    /// <summary>How many bundles hold the entries of that size; the last may be partial.</summary>
    internal static long Bundles(long size) => FullTiles(size, 0) + (PartialWidth(size, 0) > 0 ? 1 : 0);

    /// <summary>How many hashes the last, partial tile of a level has in a tree of that size.</summary>
    internal static int PartialWidth(long size, int level) => (int)(HashesAt(size, level) & (FullWidth - 1));

    /// <summary>How many full tiles a level has in a tree of that size.</summary>
    internal static long FullTiles(long size, int level) => HashesAt(size, Math.Max(level, 0) + 1);

    /// <summary>The width that tile has in a tree of that size: 256, or what its level has in its last tile.</summary>
    internal static int WidthAt(long size, int level, long index) =>
        index < FullTiles(size, level) ? FullWidth : PartialWidth(size, level);

    /// <summary>Reads "L" and "N[.p/W]"; false for anything that <see cref="Of"/> would not write.</summary>
    internal static bool TryParse(string level, string rest, out int parsedLevel, out long index, out int width)
    {
        index = 0;
        width = 0;
        parsedLevel = EntriesLevel;
        if (level != "entries" && !(TryNumber(level, MaxLevel, out parsedLevel) && parsedLevel >= 0))
        {
            return false;
        }

        var partial = rest.IndexOf(".p/", StringComparison.Ordinal);
        if (partial >= 0 && !(TryNumber(rest[(partial + 3)..], FullWidth - 1, out width) && width > 0))
        {
            return false;
        }

        var groups = partial < 0 ? rest : rest[..partial];
        return TryGroups(groups, out index) && Groups(index) == groups;
    }

    /// <summary>The index as a path: groups of three digits.</summary>
    internal static string Groups(long index)
    {
        var groups = (index % 1000).ToString("D3", CultureInfo.InvariantCulture);
        for (index /= 1000; index > 0; index /= 1000)
        {
            groups = string.Create(CultureInfo.InvariantCulture, $"x{index % 1000:D3}/{groups}");
        }

        return groups;
    }

    // Shifted by 64 and more a number would begin again with all its bits: a size that somebody else signed could then
    // have levels without end.
    private static long HashesAt(long size, int level) =>
        level * HeightBits < sizeof(long) * 8 ? size >> (Math.Max(level, 0) * HeightBits) : 0;

    private static bool TryGroups(string groups, out long index)
    {
        index = 0;
        var digits = groups.Replace("/", "", StringComparison.Ordinal).Replace("x", "", StringComparison.Ordinal);
        return digits.Length is > 0 and <= 18
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    private static bool TryNumber(string text, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number <= max
        && number.ToString(CultureInfo.InvariantCulture) == text;
}
