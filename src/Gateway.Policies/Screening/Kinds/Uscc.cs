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

    // Eighteen digits pass the check once in 31 times; what is no code of a province is no code of an organisation.
    internal const double DigitsScore = 0.6;

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

        return UnifiedSocialCreditCode.IsValid(characters);
    }
}
