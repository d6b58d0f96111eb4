namespace Gateway.Policies.Parties;

//
//  Unified social credit code (统一社会信用代码)
//
//  References:
//
//      GB 32100-2015 - the code of legal persons and other organizations
//
//  Shape:
//
//      1 of registering authority, 1 of entity class, 6 digits of region, 9 of organisation code,
//      1 check character. 31 characters: digits and capitals without I, O, S, V, Z. Check: weights are powers
//      of 3 modulo 31; alphabet[(31 - sum mod 31) mod 31].
//

/// <summary>The registration number of a mainland organisation.</summary>
public static class UnifiedSocialCreditCode
{
    public const int Length = 18;

    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Modulus = 31;
    private const int RegionStart = 2;
    private const int RegionLength = 6;

    private static ReadOnlySpan<byte> Weights =>
        [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>True only for capitals as printed, with a region in digits and the right check character.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || text.Slice(RegionStart, RegionLength).ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            var value = Alphabet.IndexOf(text[i], StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            sum += value * Weights[i];
        }

        return text[^1] == Alphabet[(Modulus - (sum % Modulus)) % Modulus];
    }
}
