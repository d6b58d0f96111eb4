namespace Gateway.Policies.Parties;

/// <summary>Whether a text can be a registration number of its zone.</summary>
internal static class RegistrationNumber
{
    private const int MinLength = 5;
    private const int MaxLength = 24;
    private const int MinDigits = 4;

    /// <summary>
    /// The mainland's is checked. Hong Kong's BR and CR numbers and Macao's have no check digit that holds for
    /// all of them, so only their shape is: capitals, digits, and the separators their forms print.
    /// </summary>
    internal static bool IsPlausible(Zone zone, string number) =>
        zone == Zone.CN ? UnifiedSocialCreditCode.IsValid(number) : HasShape(number);

    private static bool HasShape(string number) =>
        number.Length is >= MinLength and <= MaxLength
        && number.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c) || c is ' ' or '-' or '(' or ')')
        && number.Count(char.IsAsciiDigit) >= MinDigits;
}
