namespace Gateway.Policies.Screening.Kinds;

//
//  Private key in text form
//
//  References:
//
//      RFC 7468 - "-----BEGIN ... PRIVATE KEY-----", also of OpenSSL and OpenSSH
//
//  Shape:
//
//      The first line is enough; the block reaches to its last line, or to the first if that is missing.
//
internal static class PrivateKeyBlock
{
    internal const double Score = 0.99;

    private const int MaxKind = 32;

    internal static bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        (start, end) = (0, 0);
        for (var at = from; at < text.Length;)
        {
            var found = text[at..].IndexOf("PRIVATE KEY"u8);
            if (found < 0)
            {
                return false;
            }

            var place = at + found;
            at = place + 1;
            var window = text[Math.Max(from, place - MaxKind)..place];
            var begin = window.LastIndexOf("-----BEGIN "u8);
            if (begin < 0)
            {
                continue;
            }

            start = place - window.Length + begin;
            var last = text[at..].IndexOf("-----END"u8);
            var close = last < 0 ? -1 : text[(at + last + 5)..].IndexOf("-----"u8);
            end = close < 0 ? place + "PRIVATE KEY"u8.Length : at + last + 5 + close + 5;
            return true;
        }

        return false;
    }
}
