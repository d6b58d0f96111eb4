namespace Gateway.Policies.Screening.Kinds;

//
//  Addresses of machines
//
//  References:
//
//      RFC 791, RFC 4291 section 2.2 - text forms; IEEE 802 - six pairs of hexadecimal digits
//
//  Shape:
//
//      Four numbers to 255 with dots, no fifth; eight groups of hexadecimal digits with ':' or fewer with one '::';
//      six pairs with ':'. A version ("1.2.3.4"), an object identifier and a time of day are none of these.
//
internal static class NetworkAddress
{
    internal const double Score = 0.6;
    internal const double ContextScore = 0.9;
    internal const double VersionScore = 0.2;

    private const int MaxGroups = 8;

    /// <summary>How long the dotted quad is that begins the text; 0 for none.</summary>
    /// <param name="isSmall">Every number is below ten, as in versions.</param>
    internal static int QuadLength(ReadOnlySpan<byte> text, out bool isSmall)
    {
        isSmall = true;
        var at = 0;
        for (var part = 0; part < 4; part++)
        {
            var (value, digits) = (0, 0);
            while (at < text.Length && digits < 4 && char.IsAsciiDigit((char)text[at]))
            {
                value = (value * 10) + text[at++] - '0';
                digits++;
            }

            if (digits is 0 or > 3 || value > 255 || (part < 3 && (at >= text.Length || text[at++] != '.')))
            {
                return 0;
            }

            isSmall &= value < 10;
        }

        var goesOn = at < text.Length && (char.IsAsciiLetterOrDigit((char)text[at])
            || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit((char)text[at + 1])));
        return goesOn ? 0 : at;
    }

    /// <summary>True for six pairs with ':'.</summary>
    internal static bool IsHardware(ReadOnlySpan<byte> token)
    {
        if (token.Length != 17)
        {
            return false;
        }

        for (var i = 0; i < token.Length; i++)
        {
            if ((token[i] == ':') != (i % 3 == 2))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for hexadecimal digits and ':' that are an address of version 6.</summary>
    internal static bool IsVersionSix(ReadOnlySpan<byte> token)
    {
        var (groups, length, gaps) = (0, 0, 0);
        var isLong = false;
        for (var i = 0; i < token.Length; i++)
        {
            if (token[i] != ':')
            {
                groups += length == 0 ? 1 : 0;
                length++;
                isLong |= length > 2;
                if (length > 4)
                {
                    return false;
                }

                continue;
            }

            gaps += i > 0 && token[i - 1] == ':' ? 1 : 0;
            length = 0;
        }

        var isClosed = token[^1] != ':' || token.EndsWith("::"u8);
        var isOpen = token[0] != ':' || token.StartsWith("::"u8);
        return isClosed && isOpen && token.ContainsAnyInRange((byte)'0', (byte)'9') && gaps switch
        {
            0 => groups == MaxGroups,
            1 => groups < MaxGroups && groups > 1 && isLong,
            _ => false,
        };
    }
}
