namespace Gateway.Policies.Screening.Kinds;

//
//  Bank identifier code
//
//  References:
//
//      ISO 9362; ISO 20022 AnyBICDec2014Identifier; ISO 3166-1 alpha-2
//
//  Shape:
//
//      4 letters or digits, 2 letters of a country, 2 letters or digits, and maybe 3 more. No check: without "BIC" or
//      "SWIFT" beside it any word in capitals would do.
//
internal static class Bic
{
    internal const int Length = 8;
    internal const int MaxLength = 11;

    internal const double Score = 0.2;
    internal const double ContextScore = 0.8;

    private const string Codes =
        "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCY"
        + "CZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRIS"
        + "ITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENF"
        + "NGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTG"
        + "THTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

    private static readonly bool[] IsCountry = Read();

    /// <summary>True for 8 or 11 capitals and digits with a country in the middle, most of them letters.</summary>
    internal static bool IsMatch(ReadOnlySpan<byte> text) =>
        text.Length is Length or MaxLength
        && char.IsAsciiLetterUpper((char)text[0]) && char.IsAsciiLetterUpper((char)text[1])
        && char.IsAsciiLetterUpper((char)text[4]) && char.IsAsciiLetterUpper((char)text[5])
        && IsCountry[((text[4] - 'A') * 26) + text[5] - 'A'];

    private static bool[] Read()
    {
        var table = new bool[26 * 26];
        for (var i = 0; i < Codes.Length; i += 2)
        {
            table[((Codes[i] - 'A') * 26) + Codes[i + 1] - 'A'] = true;
        }

        return table;
    }
}
