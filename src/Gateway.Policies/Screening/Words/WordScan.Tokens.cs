using Gateway.Policies.Screening.Encodings;

namespace Gateway.Policies.Screening.Words;

/// <summary>Long words that may be an encoding of something else.</summary>
internal ref partial struct WordScan
{
    // A word this long that is no encoding is no identifier either.
    private const int LongToken = 64;

    private readonly bool MayBeToken(int start)
    {
        var end = start;
        while (end < _text.Length && end - start < Base64Token.MinLength && Base64Token.Is(_text[end]))
        {
            end++;
        }

        var first = start;
        while (first > _tokenEnd && end - first < Base64Token.MinLength && Base64Token.Is(_text[first - 1]))
        {
            first--;
        }

        return end - first >= Base64Token.MinLength;
    }

    // True where the chain there need not be looked at: something was found inside, or it is too long.
    private bool TryToken(int start)
    {
        var (first, end) = Base64Token.Around(_text, start, _tokenEnd);
        Steps += end - first;
        _tokenEnd = end;
        var token = _text[first..end];
        var jwt = Wants(DetectorKind.Jwt) ? WebToken.LengthOf(_text[first..]) : 0;
        if (jwt > 0)
        {
            Report(DetectorKind.Jwt, first, first + jwt, WebToken.Score);
            _tokenEnd = first + jwt;
            return true;
        }

        var found = Base64Token.Screen(_screener, token, _depth, _findings, first, out var steps);
        Steps += steps;
        Count += found;
        return found > 0 || token.Length >= LongToken;
    }
}
