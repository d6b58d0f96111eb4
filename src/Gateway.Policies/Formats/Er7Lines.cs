namespace Gateway.Policies.Formats;

/// <summary>The ends of segments: carriage returns; of files that passed an editor, also line feeds or both.</summary>
internal static class Er7Lines
{
    private const byte Return = (byte)'\r';
    private const byte Feed = (byte)'\n';

    /// <summary>
    /// The body with every segment, also the last, ended by one carriage return. False where it mixes two ways to end
    /// one: a reader may take either for text.
    /// </summary>
    internal static bool TrySettle(
        ReadOnlyMemory<byte> body, PooledList<byte> scratch, out ReadOnlyMemory<byte> message)
    {
        message = body;
        var span = body.Span;
        var first = span.IndexOfAny(Return, Feed);
        var isPair = first >= 0 && span[first..].StartsWith("\r\n"u8);
        var end = isPair ? "\r\n"u8 : first >= 0 && span[first] == Feed ? "\n"u8 : "\r"u8;
        if (!isPair && span.Contains(end[0] == Return ? Feed : Return))
        {
            return false;
        }

        if (end[0] == Return && !isPair && span.EndsWith(end))
        {
            return true;
        }

        while (!span.IsEmpty)
        {
            var at = span.IndexOf(end);
            var line = at < 0 ? span : span[..at];
            if (line.ContainsAny(Return, Feed))
            {
                return false;
            }

            line.CopyTo(scratch.Extend(line.Length));
            scratch.Add(Return);
            span = at < 0 ? default : span[(at + end.Length)..];
        }

        message = scratch.Memory(0, scratch.Count);
        return true;
    }
}
