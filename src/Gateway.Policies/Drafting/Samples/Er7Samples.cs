using Gateway.Policies.Formats;

namespace Gateway.Policies.Drafting.Samples;

/// <summary>Reads samples of HL7 version 2: segment, field, component, subcomponent.</summary>
internal static class Er7Samples
{
    private const string Header = "MSH";

    internal static SampleFlaw? Add(SampleNode root, ReadOnlyMemory<byte> document, SampleSight sight)
    {
        if (SegmentText.ReadAll(document) is not { } segments)
        {
            return new SampleFlaw(0, 0);
        }

        foreach (var segment in segments)
        {
            foreach (var (place, text) in segment.Values)
            {
                if (NodeOf(root, segment.Name, place) is { } node)
                {
                    sight.NoteText(node, text);
                }
            }
        }

        return null;
    }

    // Every value in full: where a field has no parts in any sample, its first part is the field.
    private static SampleNode? NodeOf(SampleNode root, string segment, Er7Place place) =>
        segment == Header && place.Field is 1 or 2 or Er7Scanner.CharacterSet
            ? null
            : root.Member(segment, isFound: false)
                ?.Member(PathSpelling.Number(place.Field), isFound: false)
                ?.Member(PathSpelling.Number(place.Component), isFound: false)
                ?.Member(PathSpelling.Number(place.Subcomponent), isFound: false);
}
