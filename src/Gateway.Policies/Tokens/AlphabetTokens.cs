using System.Text;

namespace Gateway.Policies.Tokens;

/// <summary>
/// Tokens over an alphabet: each character becomes another of the same alphabet. A value is taken as it is where the
/// alphabet has all of its characters, else in its one spelling.
/// </summary>
internal sealed class AlphabetTokens : TokenCodec
{
    private const int NoSymbol = -1;
    private const int MaxUtf8 = 4;

    private readonly Ff1 _ff1;
    private readonly int[] _scalars;
    private readonly int[] _ascii = new int[0x80];
    private readonly Dictionary<int, int> _others = [];

    internal AlphabetTokens(AesBlock aes, string alphabet, ReadOnlySpan<byte> tweak)
    {
        _scalars = [.. alphabet.EnumerateRunes().Select(rune => rune.Value)];
        _ff1 = new Ff1(aes, _scalars.Length, tweak);
        Array.Fill(_ascii, NoSymbol);
        for (var i = 0; i < _scalars.Length; i++)
        {
            if (_scalars[i] < _ascii.Length)
            {
                _ascii[_scalars[i]] = i;
            }
            else
            {
                _others[_scalars[i]] = i;
            }
        }
    }

    internal override int MaxSize(int length) => MaxUtf8 * Math.Min(length, Ff1.MaxLength);

    internal override bool Fits(ReadOnlySpan<byte> text)
    {
        Span<ushort> symbols = stackalloc ushort[Math.Min(text.Length, Ff1.MaxLength)];
        return TryRead(text, symbols, out _);
    }

    internal override bool TryEncrypt(ReadOnlySpan<byte> text, Span<byte> token, out int written)
    {
        Span<ushort> before = stackalloc ushort[Math.Min(text.Length, Ff1.MaxLength)];
        Span<ushort> symbols = stackalloc ushort[before.Length];
        if (!TryRead(text, before, out var length))
        {
            throw new ArgumentException("a value that does not fit", nameof(text));
        }

        before = before[..length];
        symbols = symbols[..length];
        before.CopyTo(symbols);
        _ff1.Encrypt(symbols);
        written = Write(symbols, token);
        return !symbols.SequenceEqual(before);
    }

    internal override bool TryDecrypt(ReadOnlySpan<byte> token, Span<byte> text, out int written)
    {
        Span<ushort> symbols = stackalloc ushort[Math.Min(token.Length, Ff1.MaxLength)];
        written = 0;
        if (!TryReadLiteral(token, symbols, out var length))
        {
            return false;
        }

        _ff1.Decrypt(symbols[..length]);
        written = Write(symbols[..length], text);
        return true;
    }

    private bool TryRead(ReadOnlySpan<byte> text, Span<ushort> symbols, out int length)
    {
        return TryReadLiteral(text, symbols, out length) || TryReadSpelling(text, symbols, out length);
    }

    private bool TryReadSpelling(ReadOnlySpan<byte> text, Span<ushort> symbols, out int length)
    {
        Span<byte> spelling = stackalloc byte[TokenText.MaxSpelling];
        length = 0;
        return TokenText.TryNormalise(text, spelling, out var written)
            && TryReadLiteral(spelling[..written], symbols, out length);
    }

    private bool TryReadLiteral(ReadOnlySpan<byte> text, Span<ushort> symbols, out int length)
    {
        length = 0;
        for (var at = 0; at < text.Length; length++)
        {
            var symbol = text[at] < _ascii.Length ? _ascii[text[at]] : NoSymbol;
            var size = 1;
            if (symbol == NoSymbol)
            {
                _ = Rune.DecodeFromUtf8(text[at..], out var rune, out size);
                symbol = _others.GetValueOrDefault(rune.Value, NoSymbol);
            }

            if (symbol == NoSymbol || length == symbols.Length)
            {
                return false;
            }

            symbols[length] = (ushort)symbol;
            at += size;
        }

        return Ff1.IsDomain(_scalars.Length, length);
    }

    private int Write(ReadOnlySpan<ushort> symbols, Span<byte> target)
    {
        var written = 0;
        foreach (var symbol in symbols)
        {
            written += new Rune(_scalars[symbol]).EncodeToUtf8(target[written..]);
        }

        return written;
    }
}
