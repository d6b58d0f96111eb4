using System.Text;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Drafting.Samples;

/// <summary>Reads samples of HL7 version 2: segment, field, component, subcomponent.</summary>
internal static class Er7Samples
{
    private const string Header = "MSH";

    internal static SampleFlaw? Add(SampleNode root, ReadOnlyMemory<byte> document, SampleSight sight)
    {
        var tape = new Er7Tape();
        var lines = new PooledList<byte>(wipes: true);
        var scratch = new PooledList<byte>(wipes: true);
        try
        {
            if (!Er7Lines.TrySettle(document, lines, out var message)
                || !Er7Scanner.TryScan(message.Span, tape, scratch, out var delimiters, out _))
            {
                return new SampleFlaw(0, 0);
            }

            foreach (var segment in tape.Segments.Items)
            {
                var name = Encoding.ASCII.GetString(message.Span.Slice(segment.Start, Header.Length));
                foreach (var leaf in tape.Leaves.Items[segment.First..segment.Last])
                {
                    if (NodeOf(root, name, leaf.Place) is { } node)
                    {
                        sight.NoteText(node, TextOf(message.Span, leaf, delimiters, scratch));
                    }
                }
            }

            return null;
        }
        finally
        {
            tape.Return();
            lines.Return();
            scratch.Return();
        }
    }

    // Every value in full: where a field has no parts in any sample, its first part is the field.
    private static SampleNode? NodeOf(SampleNode root, string segment, Er7Place place) =>
        segment == Header && place.Field is 1 or 2 or 18
            ? null
            : root.Member(segment, isFound: false)
                ?.Member(PathSpelling.Number(place.Field), isFound: false)
                ?.Member(PathSpelling.Number(place.Component), isFound: false)
                ?.Member(PathSpelling.Number(place.Subcomponent), isFound: false);

    // '""' says that a value is to be deleted: it is none.
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
