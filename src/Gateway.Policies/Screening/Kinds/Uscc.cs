using Gateway.Policies.Parties;

namespace Gateway.Policies.Screening.Kinds;

//
//  Unified social credit code
//
//  References:
//
//      GB 32100-2015; GB 11714 - organisation code in positions 9 to 17
//
//  Shape:
//
//      As UnifiedSocialCreditCode of a party. It names an organisation, but a sole trader's (92...) names a person.
//
internal static class Uscc
{
    internal const double Score = 0.9;

    // Eighteen digits may pass both checks by chance; what is no code of a province is no code of an organisation.
    internal const double DigitsScore = 0.6;

    private const int OrganisationStart = 8;

    private static ReadOnlySpan<byte> OrganisationWeights => [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>True for 18 capitals and digits with a region in digits and the right check character.</summary>
    internal static bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (text.Length != UnifiedSocialCreditCode.Length || text[0] == '0')
        {
            return false;
        }

        Span<char> characters = stackalloc char[UnifiedSocialCreditCode.Length];
        for (var i = 0; i < text.Length; i++)
        {
            characters[i] = (char)text[i];
        }

        return UnifiedSocialCreditCode.IsValid(characters)
            && (characters.ContainsAnyExceptInRange('0', '9') || HasOrganisationCheck(text));
    }

    // One number of eighteen digits in 31 passes the code's own check, and order numbers would be refused. The
    // organisation code inside has a check character of its own (GB 11714); where all are digits it must hold too.
    private static bool HasOrganisationCheck(ReadOnlySpan<byte> digits)
    {
        var code = digits.Slice(OrganisationStart, OrganisationWeights.Length + 1);
        var sum = 0;
        for (var i = 0; i < OrganisationWeights.Length; i++)
        {
            sum += (code[i] - '0') * OrganisationWeights[i];
        }

        return code[^1] - '0' == (11 - (sum % 11)) % 11;
    }
}
