namespace Gateway.Policies.Screening.Kinds;

//
//  Machine-readable zone of a travel document
//
//  References:
//
//      ICAO Doc 9303, parts 3 to 6 - check digits, weights 7 3 1, A = 10 .. Z = 35, '<' = 0
//
//  Shape:
//
//      The line with the check digits: the second of 44 characters (passports), of 36, or of 30 (cards, dates in
//      another place). Two dates with their check digits and a sex are enough; of lines that are nobody's fewer than
//      one in a hundred thousand would pass.
//
internal static class MachineReadable
{
    internal const double Score = 0.95;

    internal const int PassportLength = 44;
    internal const int VisaLength = 36;
    internal const int CardLength = 30;

    /// <summary>True for capitals, digits and '&lt;' that are such a line.</summary>
    internal static bool IsMatch(ReadOnlySpan<byte> line) => line.Length switch
    {
        PassportLength or VisaLength => HasNumber(line[..10])
            && AreDates(line[13..20], line[20], line[21..28]) && IsNation(line[10..13]),
        CardLength => AreDates(line[..7], line[7], line[8..15]) && IsNation(line[15..18]),
        _ => false,
    };

    private static bool HasNumber(ReadOnlySpan<byte> field) => field[0] != '<' && IsChecked(field);

    private static bool AreDates(ReadOnlySpan<byte> birth, byte sex, ReadOnlySpan<byte> expiry) =>
        sex is (byte)'M' or (byte)'F' or (byte)'X' or (byte)'<'
        && !expiry.ContainsAnyExceptInRange((byte)'0', (byte)'9')
        && char.IsAsciiDigit((char)birth[^1]) && IsChecked(birth) && IsChecked(expiry);

    private static bool IsNation(ReadOnlySpan<byte> code) =>
        char.IsAsciiLetterUpper((char)code[0]) && !code.ContainsAnyInRange((byte)'0', (byte)'9');

    // The last character is the check digit of those before it.
    private static bool IsChecked(ReadOnlySpan<byte> field)
    {
        var sum = 0;
        for (var i = 0; i < field.Length - 1; i++)
        {
            var value = field[i] == '<' ? 0 : char.IsAsciiDigit((char)field[i]) ? field[i] - '0' : field[i] - 'A' + 10;
            sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        }

        return field[^1] == '0' + (sum % 10) || (field[^1] == '<' && sum == 0);
    }
}
