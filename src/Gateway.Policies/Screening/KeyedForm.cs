namespace Gateway.Policies.Screening;

//
//  One spelling of numbers that are written in several
//
//  References:
//
//      E.164; notice of the Ministry of Public Security, 2010-03-10 - the last two digits of a permit count its cards
//
//  Shape:
//
//      A permit to the mainland (H or M and ten digits) is its first nine characters: they name the person, the rest the
//      card. +86 and 0086 before a mobile number go; 00852 and 00853 before eight digits become +852 and +853, which
//      stay: the two cities' numbers overlap. Anything else stays as it is.
//

/// <summary>Brings folded values together that name the same person.</summary>
internal static class KeyedForm
{
    private const int PermitLength = 11;
    private const int PersonLength = 9;
    private const int LocalLength = 8;

    /// <summary>Where the keyed form lies in a folded value; it may be written to.</summary>
    internal static Span<byte> Of(Span<byte> folded)
    {
        if (folded.Length == PermitLength && folded[0] is (byte)'H' or (byte)'M' && AreDigits(folded[1..]))
        {
            return folded[..PersonLength];
        }

        var prefix = folded.StartsWith("+86"u8) ? 3 : folded.StartsWith("0086"u8) ? 4 : 0;
        if (prefix > 0 && CnMobile.IsMatch(folded[prefix..]))
        {
            return folded[prefix..];
        }

        var isCity = (folded.StartsWith("00852"u8) || folded.StartsWith("00853"u8))
            && folded.Length == 5 + LocalLength && AreDigits(folded);
        if (isCity)
        {
            folded[1] = (byte)'+';
            return folded[1..];
        }

        return folded;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
