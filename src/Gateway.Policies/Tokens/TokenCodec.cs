namespace Gateway.Policies.Tokens;

/// <summary>Makes tokens of one kind of value, and values of tokens. Immutable and thread-safe.</summary>
internal abstract class TokenCodec
{
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
