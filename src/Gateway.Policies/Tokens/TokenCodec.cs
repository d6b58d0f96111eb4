using System.Text;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tokens;

/// <summary>Makes tokens of one kind of value, and values of tokens. Immutable and thread-safe.</summary>
internal abstract class TokenCodec
{
    private const string DigitShape = "digits";
    private const string AlphanumericShape = "alphanumeric";
    private const string Digits = "0123456789";
    private const string Alphanumeric = Digits + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    internal static bool IsUsable(FieldAction.Tokenise rule)
    {
        var runes = rule.Alphabet?.EnumerateRunes().ToList();
        return rule.Shape is { } shape
            ? runes is null && (TokenForm.Of(shape) is not null || shape is DigitShape or AlphanumericShape)
            : runes?.Count is >= 2 and <= Ff1.MaxRadix && runes.Distinct().Count() == runes.Count;
    }

    internal static TokenCodec Of(FieldAction.Tokenise rule, AesBlock aes, byte[] tweak) =>
        rule.Shape is { } shape && TokenForm.Of(shape) is { } form
            ? new FormTokens(form, aes, tweak)
            : new AlphabetTokens(aes, AlphabetOf(rule), tweak);

    /// <summary>Whether a text looks like a token of that rule, whatever the key.</summary>
    internal static bool HasForm(FieldAction.Tokenise rule, string text)
    {
        // Every token of the right form comes back as something: only the form decides.
        var codec = Of(rule, new AesBlock(new byte[16]), []);
        var utf8 = Encoding.UTF8.GetBytes(text);
        return codec.TryDecrypt(utf8, new byte[codec.MaxSize(utf8.Length)], out _);
    }

    private static string AlphabetOf(FieldAction.Tokenise rule) =>
        rule.Alphabet ?? (rule.Shape == DigitShape ? Digits : Alphanumeric);

    /// <summary>Room that suffices for the token of a text of that many bytes, or for the value of a token.</summary>
    internal abstract int MaxSize(int length);

    /// <summary>Whether a token can be made of the value.</summary>
    internal abstract bool Fits(ReadOnlySpan<byte> text);

    /// <summary>
    /// The token of a value that fits, as long as the value in its one spelling. False where it came out as the value
    /// itself: of a domain of a million that is one value.
    /// </summary>
    internal abstract bool TryEncrypt(ReadOnlySpan<byte> text, Span<byte> token, out int written);

    /// <summary>The value in its one spelling; false for what is no token of this kind.</summary>
    internal abstract bool TryDecrypt(ReadOnlySpan<byte> token, Span<byte> text, out int written);
}
