namespace Gateway.Policies.Tokens;

/// <summary>What may stand at one place of an identifier.</summary>
internal enum TokenPlace : byte
{
    // Stays as it is: it says what kind of number this is, nothing about whose.
    Fixed,

    Digit,
    Letter,

    // The letters that cards use, without those that look like digits.
    PlainLetter,

    // Whose resident: of Hong Kong or of Macao.
    Region,

    // The second digit of a mobile number.
    MobileRange,

    // Follows from all others.
    Check,
}

/// <summary>The characters of each place, in the order they are counted in.</summary>
internal static class TokenPlaces
{
    internal static ReadOnlySpan<byte> AlphabetOf(TokenPlace place) => place switch
    {
        TokenPlace.Digit => "0123456789"u8,
        TokenPlace.Letter => "ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8,
        TokenPlace.PlainLetter => "ABCDEFGHJKLMNPQRSTUVWXYZ"u8,
        TokenPlace.Region => "HM"u8,
        TokenPlace.MobileRange => "3456789"u8,
        _ => default,
    };
}
