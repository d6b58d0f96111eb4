using System.Numerics;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tokens;

/// <summary>
/// Tokens that keep the form of an identifier: the free places are one number, which FF1 makes another of. Digits
/// alone go through FF1 with radix 10. Mixed places go through radix 2, again and again until the number is one of the
/// domain (cycle-walking, less than twice on average). The check character is wrong in every token: nobody's real
/// number comes out, and anyone can see that it is a token.
/// </summary>
internal sealed class FormTokens(TokenForm form, AesBlock aes, byte[] tweak) : TokenCodec
{
    // The longest identifier, with a prefix or brackets.
    private const int MaxSpelling = 32;

    private readonly Ff1 _decimal = new(aes, 10, tweak);
    private readonly Ff1 _binary = new(aes, 2, tweak);

    internal override int MaxSize(int length) => TokenForm.MaxLength;

    internal override bool Fits(ReadOnlySpan<byte> text)
    {
        Span<byte> value = stackalloc byte[MaxSpelling];
        Span<TokenPlace> places = stackalloc TokenPlace[TokenForm.MaxLength];
        return TryRead(text, ref value, ref places)
            && (places[^1] != TokenPlace.Check || form.CheckOf(value[..^1]) == value[^1]);
    }

    internal override bool TryEncrypt(ReadOnlySpan<byte> text, Span<byte> token, out int written)
    {
        Span<byte> value = stackalloc byte[MaxSpelling];
        Span<TokenPlace> places = stackalloc TokenPlace[TokenForm.MaxLength];
        if (!TryRead(text, ref value, ref places))
        {
            throw new ArgumentException("a value that does not fit", nameof(text));
        }

        written = value.Length;
        token = token[..written];
        var number = Read(value, places, out var domain);
        value.CopyTo(token);
        Write(Encrypt(number, domain, places), token, places);
        if (places[^1] == TokenPlace.Check)
        {
            token[^1] = WrongCheck(token);
        }

        return !token.SequenceEqual(value);
    }

    internal override bool TryDecrypt(ReadOnlySpan<byte> token, Span<byte> text, out int written)
    {
        Span<byte> value = stackalloc byte[MaxSpelling];
        Span<TokenPlace> places = stackalloc TokenPlace[TokenForm.MaxLength];
        written = 0;

        // A right check character, or another wrong one than ours: a value, or a token somebody has changed.
        if (!TryRead(token, ref value, ref places)
            || (places[^1] == TokenPlace.Check && WrongCheck(value) != value[^1]))
        {
            return false;
        }

        written = value.Length;
        value.CopyTo(text);
        var number = Read(value, places, out var domain);
        Write(Decrypt(number, domain, places), text[..written], places);
        if (places[^1] == TokenPlace.Check)
        {
            text[written - 1] = form.CheckOf(text[..(written - 1)]);
        }

        return true;
    }

    private bool TryRead(ReadOnlySpan<byte> text, ref Span<byte> value, ref Span<TokenPlace> places)
    {
        if (!TokenText.TryNormalise(text, value, out var length))
        {
            return false;
        }

        length = form.Strip(value, length);
        if (length is 0 or > TokenForm.MaxLength)
        {
            return false;
        }

        value = value[..length];
        places = places[..length];
        return form.TryPlace(value, places);
    }

    private ulong Encrypt(ulong number, ulong domain, ReadOnlySpan<TokenPlace> places)
    {
        if (DecimalLength(places) is var digits and > 0)
        {
            return _decimal.Encrypt(number, digits);
        }

        var bits = BitLength(domain);
        do
        {
            number = _binary.Encrypt(number, bits);
        }
        while (number >= domain);
        return number;
    }

    private ulong Decrypt(ulong number, ulong domain, ReadOnlySpan<TokenPlace> places)
    {
        if (DecimalLength(places) is var digits and > 0)
        {
            return _decimal.Decrypt(number, digits);
        }

        var bits = BitLength(domain);
        do
        {
            number = _binary.Decrypt(number, bits);
        }
        while (number >= domain);
        return number;
    }

    private static int BitLength(ulong domain) => 64 - BitOperations.LeadingZeroCount(domain - 1);

    // How many digits there are; 0 where other places are free too.
    private static int DecimalLength(ReadOnlySpan<TokenPlace> places)
    {
        var digits = 0;
        foreach (var place in places)
        {
            if (place == TokenPlace.Digit)
            {
                digits++;
            }
            else if (place is not (TokenPlace.Fixed or TokenPlace.Check))
            {
                return 0;
            }
        }

        return digits;
    }

    private static ulong Read(ReadOnlySpan<byte> value, ReadOnlySpan<TokenPlace> places, out ulong domain)
    {
        ulong number = 0;
        domain = 1;
        for (var i = 0; i < value.Length; i++)
        {
            if (places[i] == TokenPlace.Digit)
            {
                number = (number * 10) + value[i] - '0';
                domain *= 10;
            }
            else if (places[i] is not (TokenPlace.Fixed or TokenPlace.Check))
            {
                var alphabet = TokenPlaces.AlphabetOf(places[i]);
                number = (number * (uint)alphabet.Length) + (uint)alphabet.IndexOf(value[i]);
                domain *= (uint)alphabet.Length;
            }
        }

        return number;
    }

    private static void Write(ulong number, Span<byte> value, ReadOnlySpan<TokenPlace> places)
    {
        for (var i = value.Length - 1; i >= 0; i--)
        {
            if (places[i] == TokenPlace.Digit)
            {
                value[i] = (byte)('0' + (number % 10));
                number /= 10;
            }
            else if (places[i] is not (TokenPlace.Fixed or TokenPlace.Check))
            {
                var alphabet = TokenPlaces.AlphabetOf(places[i]);
                value[i] = alphabet[(int)(number % (uint)alphabet.Length)];
                number /= (uint)alphabet.Length;
            }
        }
    }

    // The next one after the right one that makes the token no number of another kind either.
    private byte WrongCheck(ReadOnlySpan<byte> token)
    {
        Span<byte> tried = stackalloc byte[token.Length];
        token.CopyTo(tried);
        var characters = form.CheckCharacters;
        var right = characters.IndexOf(form.CheckOf(token[..^1]));
        for (var step = 1; ; step++)
        {
            tried[^1] = characters[(right + step) % characters.Length];
            if (!IsOther(tried))
            {
                return tried[^1];
            }
        }
    }

    private static bool IsOther(ReadOnlySpan<byte> token) =>
        Luhn.IsValid(token)
        || (token.Length == ResidentId.Length && !token[..^1].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && ResidentId.CheckCharacter(token[..^1]) == token[^1]);
}
