namespace Gateway.Policies.Screening.Kinds;

//
//  International bank account number
//
//  References:
//
//      ISO 13616-1; lengths as the countries registered them with SWIFT (python-stdnum's iban.dat, facts only)
//
//  Shape:
//
//      2 letters of a country, 2 check digits, up to 30 letters and digits of a length the country fixes. With the
//      first four moved to the end the remainder modulo 97 is 1. China, Hong Kong and Macao issue none, so one is the
//      account of a third country's bank.
//
internal static class Iban
{
    internal const double Score = 0.95;
    internal const int MaxLength = 33;

    private const string Lengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27"
        + "GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22"
        + "MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25"
        + "SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    private static readonly byte[] ByCountry = Read();

    /// <summary>How long numbers of the country are that these two capitals name; 0 for none.</summary>
    internal static int LengthOf(byte first, byte second) =>
        char.IsAsciiLetterUpper((char)first) && char.IsAsciiLetterUpper((char)second)
            ? ByCountry[((first - 'A') * 26) + second - 'A']
            : 0;

    /// <summary>True for capitals and digits of the country's length with the right check digits.</summary>
    internal static bool IsMatch(ReadOnlySpan<byte> text) =>
        text.Length > 4 && text.Length == LengthOf(text[0], text[1])
        && char.IsAsciiDigit((char)text[2]) && char.IsAsciiDigit((char)text[3])
        && Mod97.Of(text[..4], Mod97.Of(text[4..])) == 1;

    private static byte[] Read()
    {
        var table = new byte[26 * 26];
        for (var i = 0; i < Lengths.Length; i += 4)
        {
            table[((Lengths[i] - 'A') * 26) + Lengths[i + 1] - 'A'] =
                (byte)(((Lengths[i + 2] - '0') * 10) + Lengths[i + 3] - '0');
        }

        return table;
    }
}
