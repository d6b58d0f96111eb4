using System.Globalization;

namespace Gateway.Stamping;

/// <summary>Times in what we sign: RFC 3339, UTC, milliseconds, 'Z' (FORMATS.md, common rules).</summary>
internal static class WireTime
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int Length = 24;
    private const int RoundTripLength = 28;
    private const string WholeSeconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    internal static string Write(DateTimeOffset time)
    {
        // The round-trip form has its own fast way; it differs from ours behind the milliseconds alone.
        Span<char> text = stackalloc char[RoundTripLength];
        _ = time.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[Length - 1] = 'Z';
        return new string(text[..Length]);
    }

    /// <summary>Milliseconds may be absent, as in what operators write; anything else is no time.</summary>
    internal static bool TryParse(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            [Form, WholeSeconds],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time);

    /// <summary>To whole milliseconds: what is written is then what is compared.</summary>
    internal static DateTimeOffset Truncate(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
