namespace Gateway.Policies.Regions;

/// <summary>Which six digits are, or ever were, the code of an administrative division.</summary>
internal static partial class RegionCodes
{
    internal const int Length = 6;

    private const int PrefixLength = 4;

    private static readonly int[] Known = [.. Read().Order()];

    /// <summary>How many there are.</summary>
    internal static int Count => Known.Length;

    /// <summary>True also for what was abolished: what was written down once keeps the code of its day.</summary>
    internal static bool IsKnown(ReadOnlySpan<byte> code) =>
        code.Length == Length
        && !code.ContainsAnyExceptInRange((byte)'0', (byte)'9')
        && Array.BinarySearch(Known, NumberOf(code)) >= 0;

    private static HashSet<int> Read()
    {
        var codes = new HashSet<int>();
        var prefix = 0;
        var from = -1;
        for (var at = 0; at < Listed.Length;)
        {
            var end = at;
            while (end < Listed.Length && char.IsAsciiDigit((char)Listed[end]))
            {
                end++;
            }

            var number = end > at ? NumberOf(Listed[at..end]) : 0;
            if (end - at == PrefixLength)
            {
                prefix = number * 100;
            }
            else if (end > at)
            {
                for (var code = from < 0 ? number : from; code <= number; code++)
                {
                    codes.Add(prefix + code);
                }
            }

            from = end < Listed.Length && Listed[end] == (byte)'-' ? number : -1;
            at = end + 1;
        }

        return codes;
    }

    private static int NumberOf(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
