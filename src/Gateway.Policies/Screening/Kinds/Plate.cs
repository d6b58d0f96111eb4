namespace Gateway.Policies.Screening.Kinds;

//
//  Vehicle registration plate of the mainland
//
//  References:
//
//      GA 36-2018 - provinces, letters and digits without I and O, last characters for special uses
//
//  Shape:
//
//      Province, letter, 5 letters or digits; 4 and one of the last characters; 6 for new energy. Across the border
//      粤Z, 4 and 港 or 澳. Armed police WJ, province, 5; embassies 使 and 6 digits.
//
internal static class Plate
{
    internal const double Score = 0.8;
    internal const double EmbassyScore = 0.55;

    private const string Provinces =
        "京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊";

    private const string Suffixes = "挂掛学學警港澳领領试試超";

    internal static bool IsProvince(int scalar) => scalar <= 0xFFFF && Provinces.Contains((char)scalar, StringComparison.Ordinal);

    internal static bool IsEmbassy(int scalar) => scalar == '使';

    internal static bool IsSuffix(int scalar) => scalar <= 0xFFFF && Suffixes.Contains((char)scalar, StringComparison.Ordinal);

    /// <summary>Letters and digits behind a province.</summary>
    /// <param name="hasSuffix">Whether one of the last characters follows.</param>
    internal static bool IsMatch(ReadOnlySpan<byte> text, bool hasSuffix)
    {
        if (text.Length < 5 || !char.IsAsciiLetterUpper((char)text[0]) || text[1..].ContainsAny("IO"u8))
        {
            return false;
        }

        return text.Length switch
        {
            5 => hasSuffix,
            6 => text[1..].ContainsAnyInRange((byte)'0', (byte)'9'),
            7 => (IsEnergy(text[1]) && AreDigits(text[3..])) || (AreDigits(text[1..6]) && IsEnergy(text[6])),
            _ => false,
        };
    }

    /// <summary>The five behind WJ and a province: digits, the last may be a letter.</summary>
    internal static bool IsArmedPolice(ReadOnlySpan<byte> text) => text.Length == 5 && AreDigits(text[..4]);

    private static bool IsEnergy(byte letter) => letter is >= (byte)'A' and <= (byte)'K' and not (byte)'I';

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
