using Gateway.Policies.Screening;

namespace Gateway.Policies.Tokens;

//
//  The forms of identifiers that have a shape of their own
//
//  References:
//
//      GB 11643-1999, ISO 7064 MOD 11-2 - resident identity number: 17 digits and a check character
//      Cap. 177A - Hong Kong identity card: one or two letters, six digits, a check character
//      ISO/IEC 7812-1 - payment card: 12 to 18 digits and a check digit
//      Notice of 2010-03-10 on home-return permits: H or M, eight digits for life, two that count the cards
//      Notice of December 2018 on exit-entry permits: C and eight digits, C, a letter and seven digits; booklets W
//      ICAO 9303 - passport: up to nine letters and digits
//

/// <summary>One shape of <c>tokenise</c>: which values have it, and what may stand at each place.</summary>
internal abstract class TokenForm
{
    /// <summary>No identifier here is longer.</summary>
    internal const int MaxLength = BankCard.MaxLength;

    private static readonly Dictionary<string, TokenForm> Known = new(StringComparer.Ordinal)
    {
        ["prc-id"] = new ResidentIdForm(),
        ["hkid"] = new HkidForm(),
        ["bank-card"] = new BankCardForm(),
        ["cn-mobile"] = new MobileForm(),
        ["permit"] = new PermitForm(),
        ["passport"] = new PassportForm(),
    };

    /// <summary>Characters that the check character may be; empty for a form without one.</summary>
    internal virtual ReadOnlySpan<byte> CheckCharacters => default;

    internal static TokenForm? Of(string shape) => Known.GetValueOrDefault(shape);

    /// <summary>
    /// Takes out what the form is written with beside its characters. The value has its one spelling; what is left
    /// stands at its beginning.
    /// </summary>
    internal virtual int Strip(Span<byte> value, int length) => length;

    /// <summary>What stands where in a value of this form; false for what has another form.</summary>
    internal abstract bool TryPlace(ReadOnlySpan<byte> value, Span<TokenPlace> places);

    /// <summary>The right check character behind all others; only of a form that has one.</summary>
    internal virtual byte CheckOf(ReadOnlySpan<byte> others) => throw new NotSupportedException();

    /// <summary>That many digits from a place on.</summary>
    private static bool AreDigits(ReadOnlySpan<byte> value, Span<TokenPlace> places)
    {
        places.Fill(TokenPlace.Digit);
        return !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool IsLetter(byte unit) => unit is >= (byte)'A' and <= (byte)'Z';

    private sealed class ResidentIdForm : TokenForm
    {
        internal override ReadOnlySpan<byte> CheckCharacters => "0123456789X"u8;

        internal override bool TryPlace(ReadOnlySpan<byte> value, Span<TokenPlace> places)
        {
            places[^1] = TokenPlace.Check;
            return value.Length == ResidentId.Length && AreDigits(value[..^1], places[..^1])
                && CheckCharacters.Contains(value[^1]);
        }

        internal override byte CheckOf(ReadOnlySpan<byte> others) => ResidentId.CheckCharacter(others);
    }

    private sealed class BankCardForm : TokenForm
    {
        internal override ReadOnlySpan<byte> CheckCharacters => "0123456789"u8;

        internal override bool TryPlace(ReadOnlySpan<byte> value, Span<TokenPlace> places)
        {
            var isCard = value.Length is >= BankCard.MinLength and <= BankCard.MaxLength && AreDigits(value, places);
            places[^1] = TokenPlace.Check;
            return isCard;
        }

        internal override byte CheckOf(ReadOnlySpan<byte> others) => Luhn.CheckDigit(others);
    }

    private sealed class HkidForm : TokenForm
    {
        internal override ReadOnlySpan<byte> CheckCharacters => "0123456789A"u8;

        // An identity card number normalises without its brackets.
        internal override int Strip(Span<byte> value, int length)
        {
            if (length < 3 || value[length - 1] != (byte)')' || value[length - 3] != (byte)'(')
            {
                return length;
            }

            value[length - 3] = value[length - 2];
            return length - 2;
        }

        internal override bool TryPlace(ReadOnlySpan<byte> value, Span<TokenPlace> places)
        {
            var letters = value.Length - Hkid.DigitCount - 1;
            if (letters is not (1 or 2) || !IsLetter(value[0]) || !IsLetter(value[letters - 1]))
            {
                return false;
            }

            places[..letters].Fill(TokenPlace.Letter);
            places[^1] = TokenPlace.Check;
            return AreDigits(value[letters..^1], places[letters..^1]) && CheckCharacters.Contains(value[^1]);
        }

        internal override byte CheckOf(ReadOnlySpan<byte> others) => Hkid.CheckCharacter(others);
    }

    private sealed class MobileForm : TokenForm
    {
        internal override int Strip(Span<byte> value, int length)
        {
            var from = length > 0 && value[0] == (byte)'+' ? 1 : 0;
            if (length - from > CnMobile.Length)
            {
                from += CnMobile.PrefixLength(value[from..length]);
            }

            value[from..length].CopyTo(value);
            return length - from;
        }

        internal override bool TryPlace(ReadOnlySpan<byte> value, Span<TokenPlace> places)
        {
            if (value.Length != CnMobile.Length || value[0] != (byte)'1' || value[1] < (byte)'3')
            {
                return false;
            }

            var isNumber = AreDigits(value, places);
            places[0] = TokenPlace.Fixed;
            places[1] = TokenPlace.MobileRange;
            return isNumber;
        }
    }

    private sealed class PermitForm : TokenForm
    {
        private const int Length = 9;
        private const int WithCount = 11;

        // The last two digits of a home-return permit count the cards: the person is in the first nine.
        internal override int Strip(Span<byte> value, int length) =>
            length == WithCount && value[0] is (byte)'H' or (byte)'M' && char.IsAsciiDigit((char)value[9])
                && char.IsAsciiDigit((char)value[10])
                ? Length
                : length;

        internal override bool TryPlace(ReadOnlySpan<byte> value, Span<TokenPlace> places)
        {
            if (value.Length != Length)
            {
                return false;
            }

            var digits = 1;
            places[0] = value[0] is (byte)'H' or (byte)'M' ? TokenPlace.Region : TokenPlace.Fixed;
            if (value[0] == (byte)'C' && TokenPlaces.AlphabetOf(TokenPlace.PlainLetter).Contains(value[1]))
            {
                places[1] = TokenPlace.PlainLetter;
                digits = 2;
            }

            return value[0] is (byte)'H' or (byte)'M' or (byte)'C' or (byte)'W'
                && AreDigits(value[digits..], places[digits..]);
        }
    }

    private sealed class PassportForm : TokenForm
    {
        private const int Shortest = 7;
        private const int Longest = 9;

        // Every state has a form of its own: a letter stays a letter and a digit a digit.
        internal override bool TryPlace(ReadOnlySpan<byte> value, Span<TokenPlace> places)
        {
            for (var i = 0; i < value.Length; i++)
            {
                places[i] = IsLetter(value[i]) ? TokenPlace.Letter : TokenPlace.Digit;
                if (places[i] == TokenPlace.Digit && !char.IsAsciiDigit((char)value[i]))
                {
                    return false;
                }
            }

            return value.Length is >= Shortest and <= Longest;
        }
    }
}
