using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Tokens;

namespace Gateway.Policies.Transforms;

//
//  Format-preserving tokens
//
//  References:
//
//      NIST SP 800-38G - FF1, with AES-256
//      FORMATS.md 1 - tokenise
//
//  Parameters:
//
//      Key: of the category and key id, by HKDF. Tweak: "tokenise\n<category>\n<path>", UTF-8, the path as the bundle
//      spells it: the same number in another category or field is another token.
//

/// <summary>
/// Replaces an identifier by a token of the same form, so that equal values of a field stay equal and only who has the
/// key can turn one back.
/// </summary>
internal sealed class TokeniseAction : ValueAction
{
    private readonly TokenCodec _codec;

    internal TokeniseAction(FieldAction.Tokenise rule, ReadOnlySpan<byte> key, string category, string path)
    {
        _codec = TokenCodec.Of(rule, new AesBlock(key), Encoding.UTF8.GetBytes($"{rule.Name}\n{category}\n{path}"));
    }

    internal override FieldOutcome Outcome => FieldOutcome.Tokenised;

    internal override bool TakesAnyText => false;

    internal override bool Fits(ReadOnlySpan<byte> text, DateOnly today) => _codec.Fits(text);

    internal override void WriteText(ReadOnlySpan<byte> text, in Surroundings surroundings, PooledList<byte> target)
    {
        var start = target.Count;
        var isToken = _codec.TryEncrypt(text, target.Extend(_codec.MaxSize(text.Length)), out var written);
        target.Truncate(start + written);
        if (!isToken)
        {
            // INVARIANT: never the input. A value that is its own token cannot have another one without taking that
            // of some other value, so it is redacted.
            target.Truncate(start);
            "***"u8.CopyTo(target.Extend(3));
        }
    }

    /// <summary>The value behind a token, in its one spelling; null for what is none of this field's.</summary>
    internal string? Reveal(string token)
    {
        var utf8 = Encoding.UTF8.GetBytes(token);
        var value = new byte[_codec.MaxSize(utf8.Length)];
        return _codec.TryDecrypt(utf8, value, out var written) ? Encoding.UTF8.GetString(value, 0, written) : null;
    }
}
