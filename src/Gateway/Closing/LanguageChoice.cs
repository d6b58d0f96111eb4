using System.Globalization;
using Gateway.Policies;

namespace Gateway.Closing;

//
//  Which language a caller wants to be refused in
//
//  References:
//
//      RFC 9110 section 12.5.4 - Accept-Language: ranges with weights; weight 0 means "not this one"
//      RFC 4647 section 3.4 - lookup: "zh-Hant-HK" is served by "zh-Hant"
//
internal static class LanguageChoice
{
    // A header is a stranger's: what comes after so many ranges is not looked at.
    private const int MostRanges = 16;

    /// <summary>The language with the highest weight; of equals the first; English where none is understood.</summary>
    internal static Language Of(string? acceptLanguage)
    {
        var (best, bestWeight) = (Language.English, 0m);
        var rest = acceptLanguage.AsSpan();
        for (var count = 0; count < MostRanges && !rest.IsEmpty; count++)
        {
            var comma = rest.IndexOf(',');
            var item = comma < 0 ? rest : rest[..comma];
            rest = comma < 0 ? default : rest[(comma + 1)..];
            if (TryRead(item, out var language, out var weight) && weight > bestWeight)
            {
                (best, bestWeight) = (language, weight);
            }
        }

        return best;
    }

    /// <summary>The tag that says it: of <c>--lang</c>, and of Content-Language.</summary>
    internal static string TagOf(Language language) => language switch
    {
        Language.SimplifiedChinese => "zh-Hans",
        Language.TraditionalChinese => "zh-Hant",
        _ => "en",
    };

    private static bool TryRead(ReadOnlySpan<char> item, out Language language, out decimal weight)
    {
        var semicolon = item.IndexOf(';');
        var range = (semicolon < 0 ? item : item[..semicolon]).Trim(" \t");
        weight = 1;
        return TryLanguage(range, out language)
            && (semicolon < 0 || TryWeight(item[(semicolon + 1)..].Trim(" \t"), out weight));
    }

    // "q=" and at most three decimals, from 0 to 1. What is written otherwise is nobody's wish.
    private static bool TryWeight(ReadOnlySpan<char> parameter, out decimal weight)
    {
        weight = 0;
        return parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && parameter.Length is > 2 and <= 7
            && char.IsAsciiDigit(parameter[2])
            && decimal.TryParse(
                parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight)
            && weight is >= 0 and <= 1;
    }

    private static bool TryLanguage(ReadOnlySpan<char> range, out Language language)
    {
        language = Language.English;
        if (range is "*" || IsWithin(range, "en"))
        {
            return true;
        }

        if (!IsWithin(range, "zh"))
        {
            return false;
        }

        // The script decides where it is named; else the place; "zh" alone is mostly the mainland's.
        var isTraditional = IsWithin(range, "zh-Hant")
            || IsWithin(range, "zh-HK") || IsWithin(range, "zh-MO") || IsWithin(range, "zh-TW");
        language = isTraditional ? Language.TraditionalChinese : Language.SimplifiedChinese;
        return true;
    }

    private static bool IsWithin(ReadOnlySpan<char> range, ReadOnlySpan<char> tag) =>
        range.StartsWith(tag, StringComparison.OrdinalIgnoreCase)
        && (range.Length == tag.Length || range[tag.Length] == '-');
}
