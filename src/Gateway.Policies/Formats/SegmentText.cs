using System.Text;

namespace Gateway.Policies.Formats;

/// <summary>One value of a message as text. "" stands for the explicit null, which is to be deleted.</summary>
internal readonly record struct Er7Value(Er7Place Place, string Text);

/// <summary>
/// One segment of a message with its values as texts: for samples and explanations, where a message is looked at by a
/// person and not at full speed.
/// </summary>
internal sealed record SegmentText(string Name, IReadOnlyList<Er7Value> Values)
{
    /// <summary>The segments of a message in their order; null where it is none.</summary>
    internal static IReadOnlyList<SegmentText>? ReadAll(ReadOnlyMemory<byte> document)
    {
        var tape = new Er7Tape();
        var lines = new PooledList<byte>(wipes: true);
        var scratch = new PooledList<byte>(wipes: true);
        try
        {
            return Er7Lines.TrySettle(document, lines, out var message)
                && Er7Scanner.TryScan(message.Span, tape, scratch, out var delimiters, out _)
                    ? Read(message.Span, tape, delimiters, scratch)
                    : null;
        }
        finally
        {
            tape.Return();
            lines.Return();
            scratch.Return();
        }
    }

    private static List<SegmentText> Read(
        ReadOnlySpan<byte> message, Er7Tape tape, in Er7Delimiters delimiters, PooledList<byte> scratch)
    {
        var segments = new List<SegmentText>();
        foreach (var segment in tape.Segments.Items)
        {
            var values = new List<Er7Value>();
            foreach (var leaf in tape.Leaves.Items[segment.First..segment.Last])
            {
                values.Add(new Er7Value(leaf.Place, TextOf(message, leaf, delimiters, scratch)));
            }

            var name = message.Slice(segment.Start, Er7Scanner.NameLength);
            segments.Add(new SegmentText(Encoding.ASCII.GetString(name), values));
        }

        return segments;
    }

    private static string TextOf(
        ReadOnlySpan<byte> message, Er7Leaf leaf, in Er7Delimiters delimiters, PooledList<byte> scratch)
    {
        var raw = message[leaf.Start..leaf.End];
        if (raw.SequenceEqual(Er7Text.Null))
        {
            return "";
        }

        scratch.Truncate(0);
        return leaf.Escaped && Er7Text.TryRead(raw, delimiters, scratch)
            ? Encoding.UTF8.GetString(scratch.Items)
            : Encoding.UTF8.GetString(raw);
    }
}
