namespace Gateway.Policies.Formats;

/// <summary>The separators that a message chooses for itself, in its first two fields.</summary>
/// <param name="Truncation">HL7 2.7 and later; 0: the message has none.</param>
internal readonly record struct Er7Delimiters(
    byte Field, byte Component, byte Repetition, byte Escape, byte Subcomponent, byte Truncation)
{
    // Where each stands in every message: what leaves takes its separators from there.
    internal const int FieldAt = 3;
    internal const int ComponentAt = 4;
    internal const int RepetitionAt = 5;
    internal const int SubcomponentAt = 7;

    private const int Shortest = 8;

    /// <summary>The bytes of "MSH", MSH-1 and MSH-2.</summary>
    internal int HeaderLength => Truncation == 0 ? Shortest : Shortest + 1;

    /// <summary>False where MSH-1 and MSH-2 do not say distinct, printable separators that are no letters.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> message, out Er7Delimiters delimiters)
    {
        delimiters = default;
        if (message.Length <= Shortest || !message.StartsWith("MSH"u8))
        {
            return false;
        }

        var hasFifth = message[Shortest] != message[FieldAt] && message[Shortest] != (byte)'\r';
        var length = hasFifth ? Shortest + 1 : Shortest;
        var chosen = message[FieldAt..length];
        if (message.Length <= length || (message[length] != chosen[0] && message[length] != (byte)'\r'))
        {
            return false;
        }

        for (var i = 0; i < chosen.Length; i++)
        {
            if (!IsUsable(chosen[i]) || chosen[..i].Contains(chosen[i]))
            {
                return false;
            }
        }

        delimiters = new Er7Delimiters(
            chosen[0], chosen[1], chosen[2], chosen[3], chosen[4], hasFifth ? chosen[5] : (byte)0);
        return true;
    }

    // A letter or digit would make names and escapes ambiguous, a quotation mark the explicit null.
    private static bool IsUsable(byte one) =>
        one is > (byte)' ' and < 0x7F and not (byte)'"' && !char.IsAsciiLetterOrDigit((char)one);
}
