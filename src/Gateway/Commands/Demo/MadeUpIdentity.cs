using System.Globalization;

namespace Gateway.Commands.Demo;

//
//  Resident identity numbers that are nobody's
//
//  References:
//
//      GB 11643-1999 - 17 digits and a check character by ISO 7064 MOD 11-2; its specimen is 110105-19491231-002
//      GB/T 2260 - codes of counties: none begins with 99
//
internal static class MadeUpIdentity
{
    private const string CheckCharacters = "10X98765432";

    /// <summary>The specimen that the standard itself prints: right in every respect.</summary>
    internal static string Specimen { get; } = WithCheck("11010519491231002");

    /// <summary>Of a county that does not exist; the check character is right.</summary>
    internal static string OfNobody(int number) =>
        WithCheck(string.Create(CultureInfo.InvariantCulture, $"99999919000101{number:000}"));

    /// <summary>The same number in full-width digits (U+FF10 on).</summary>
    internal static string FullWidth(string number) =>
        string.Concat(number.Select(c => (char)(c - '!' + '\uff01')));

    /// <summary>The same number as JSON escapes.</summary>
    internal static string Escaped(string number) => string.Concat(
        number.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));

    private static string WithCheck(string digits)
    {
        // ISO 7064 MOD 11-2: doubled, digit by digit, modulo 11.
        var remainder = 0;
        foreach (var digit in digits)
        {
            remainder = (remainder + (digit - '0')) * 2 % 11;
        }

        return digits + CheckCharacters[remainder];
    }
}
