namespace Gateway.Policies.Parties;

/// <summary>City codes of GB/T 2260, and the nine mainland cities of the Greater Bay Area.</summary>
internal static class CityCode
{
    private const int Length = 6;
    private const int CityPrefix = 4;

    // Guangzhou, Shenzhen, Zhuhai, Foshan, Jiangmen, Zhaoqing, Huizhou, Dongguan, Zhongshan.
    private static readonly string[] NineCities =
        ["4401", "4403", "4404", "4406", "4407", "4412", "4413", "4419", "4420"];

    /// <summary>Six digits in the zone's range: 81 is Hong Kong, 82 Macao, 71 neither side of this boundary.</summary>
    internal static bool IsPlausible(Zone zone, string code)
    {
        if (code.Length != Length || !code.All(char.IsAsciiDigit))
        {
            return false;
        }

        return zone switch
        {
            Zone.HK => code.StartsWith("81", StringComparison.Ordinal),
            Zone.MO => code.StartsWith("82", StringComparison.Ordinal),
            _ => code[0] is >= '1' and <= '6',
        };
    }

    /// <summary>Whether the code, of a city or of a district in one, lies in the nine cities.</summary>
    internal static bool IsInNineCities(string? code) =>
        code is { Length: Length } && NineCities.Contains(code[..CityPrefix]);
}
