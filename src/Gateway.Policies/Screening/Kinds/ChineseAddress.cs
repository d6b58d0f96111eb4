using System.Buffers;

namespace Gateway.Policies.Screening.Kinds;

//
//  Postal address in Chinese
//
//  References:
//
//      GB/T 2260 - names of provinces (modood/Administrative-divisions-of-China 57a0aa9c, WTFPL), both scripts
//      GB/T 23705 - order of the parts of an address
//
//  Shape:
//
//      Province, city, district, town, road and number, building, room: found outwards from a number that is followed
//      by 号 弄 栋 室 and their like. Every part that is there counts; a road and a number alone are a place of business as
//      often as a home and ask for context.
//
internal static class ChineseAddress
{
    internal const double ContextBonus = 0.25;

    private const int MaxBack = 150;
    private const int MaxForward = 90;

    private const string NumberEnds = "号號弄";
    private const string BuildingEnds = "栋棟幢座楼樓单單层層";
    private const string RoomEnds = "室房户戶";
    private const string RoadEnds = "路街道巷里弄段坊条條园園村";
    private const string Provinces =
        "北京天津河北山西内蒙辽宁吉林黑龙上海江苏浙江安徽福建江西山东河南湖北湖南广东广西海南重庆四川贵州云南西藏陕西"
        + "甘肃青海宁夏新疆台湾香港澳门九龙新界";

    private static readonly SearchValues<char> Ends = SearchValues.Create(NumberEnds + BuildingEnds + RoomEnds);

    internal static bool EndsNumber(int scalar) => scalar is >= 0x4E00 and <= 0x9FFF && Ends.Contains((char)scalar);

    /// <summary>How sure it is that a number is part of an address, and where that begins and ends.</summary>
    internal static double Find(ReadOnlySpan<byte> text, int number, out int start, out int end)
    {
        start = Begin(text, number);
        var seen = Before(text, start, number);
        end = After(text, number, ref seen);
        var levels = seen.Levels;
        return seen.HasRoad && seen.HasNumber ? 0.35 + (0.1 * levels) : 0.2 + (0.1 * levels);
    }

    private static int Begin(ReadOnlySpan<byte> text, int number)
    {
        var first = Math.Max(0, number - MaxBack);
        var start = number;
        while (start > first)
        {
            var previous = CodePoints.Before(text, start);
            var scalar = CodePoints.Decode(text, previous, out _);
            if (!IsIdeograph(scalar) && !char.IsAsciiLetterOrDigit((char)text[previous]))
            {
                break;
            }

            start = previous;
        }

        // A label runs into its value: 住址上海市..., or a letter from a word before it.
        while (start < number && text[start] < 0x80)
        {
            start++;
        }

        return start;
    }

    private static Parts Before(ReadOnlySpan<byte> text, int start, int number)
    {
        var seen = default(Parts);
        var previous = 0;
        for (var at = start; at < number;)
        {
            var scalar = HanScript.Simplify(CodePoints.Decode(text, at, out var length));
            seen.HasProvince |= scalar is '省' || (previous != 0 && IsProvince(previous, scalar));
            seen.HasCity |= scalar is '市' or '州' or '盟';
            seen.HasDistrict |= scalar is '区' or '县' or '旗';
            seen.HasTown |= scalar is '镇' or '乡' || (previous == '街' && scalar == '道');
            previous = scalar;
            at += length;
        }

        seen.HasRoad = Contains(RoadEnds, previous);
        return seen;
    }

    private static int After(ReadOnlySpan<byte> text, int number, ref Parts seen)
    {
        var end = number;
        var last = Math.Min(text.Length, number + MaxForward);
        for (var at = number; at < last;)
        {
            var scalar = HanScript.Simplify(CodePoints.Decode(text, at, out var length));
            var isAscii = scalar is '-' or ' ' || (scalar < 0x80 && char.IsAsciiLetterOrDigit((char)scalar));
            if (!IsIdeograph(scalar) && !isAscii)
            {
                break;
            }

            at += length;
            seen.HasNumber |= Contains(NumberEnds, scalar);
            seen.HasBuilding |= Contains(BuildingEnds, scalar);
            seen.HasRoom |= Contains(RoomEnds, scalar);
            end = EndsNumber(scalar) ? at : end;
        }

        return end;
    }

    private static bool IsProvince(int first, int second)
    {
        if (first > 0xFFFF || second > 0xFFFF)
        {
            return false;
        }

        for (var i = 0; i < Provinces.Length; i += 2)
        {
            if (Provinces[i] == first && Provinces[i + 1] == second)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIdeograph(int scalar) => scalar is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF;

    private static bool Contains(string set, int scalar) =>
        scalar is > 0 and <= 0xFFFF && set.Contains((char)scalar, StringComparison.Ordinal);

    private struct Parts
    {
        internal bool HasProvince;
        internal bool HasCity;
        internal bool HasDistrict;
        internal bool HasTown;
        internal bool HasRoad;
        internal bool HasNumber;
        internal bool HasBuilding;
        internal bool HasRoom;

        /// <summary>How many parts are there beside road and number.</summary>
        internal readonly int Levels => One(HasProvince) + One(HasCity) + One(HasDistrict) + One(HasTown)
            + One(HasBuilding) + One(HasRoom);

        private static int One(bool value) => value ? 1 : 0;
    }
}
