using System.Buffers;
using System.Buffers.Text;

namespace Gateway.Policies.Screening.Encodings;

//
//  JSON Web Token
//
//  References:
//
//      RFC 7515 section 3.1, RFC 7516 section 3.1 - compact serialisation; RFC 7519
//
//  Shape:
//
//      Base64url of a JSON object with "alg", a point, at least one part more. The header begins with eyJ: '{"'.
//
internal static class WebToken
{
    internal const double Score = 0.95;

    private const int MaxHeader = 1024;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>How long the token is that begins the text; 0 for none.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("eyJ"u8))
        {
            return 0;
        }

        var header = PartLength(text);
        if (header > MaxHeader || header >= text.Length || text[header] != '.' || !IsHeader(text[..header]))
        {
            return 0;
        }

        var end = header;
        for (var part = 0; part < 4 && end < text.Length && text[end] == '.'; part++)
        {
            end += 1 + PartLength(text[(end + 1)..]);
        }

        return end > header + 1 ? end : 0;
    }

    private static int PartLength(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExcept(Alphabet);
        return end < 0 ? text.Length : end;
    }

    private static bool IsHeader(ReadOnlySpan<byte> part)
    {
        Span<byte> json = stackalloc byte[MaxHeader];
        return Base64Url.DecodeFromUtf8(part, json, out _, out var written) == OperationStatus.Done
            && json[..written].IndexOf("\"alg\""u8) >= 0;
    }
}
