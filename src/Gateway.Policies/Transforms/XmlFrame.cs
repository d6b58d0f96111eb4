using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>One element that is open while a document is walked; the first one is the document itself.</summary>
internal struct XmlFrame
{
    /// <summary>Where the rules have come to.</summary>
    internal PathState State;

    /// <summary>The rule that takes this element whole, or <see cref="PathState.None"/>.</summary>
    internal int Rule;

    /// <summary>Its start tag's token.</summary>
    internal int Token;

    /// <summary>Nothing inside is decided or emitted: dropped, replaced or unlisted.</summary>
    internal bool Skips;

    /// <summary>A rule replaces the content: attributes without a rule of their own go with it.</summary>
    internal bool IsReplaced;

    /// <summary>That rule, where there are elements in it; else -1.</summary>
    internal int ReplacedBy;

    /// <summary>It is emitted whatever is inside.</summary>
    internal bool IsOpenedNow;

    /// <summary>The element's name is in the bundle.</summary>
    internal bool IsSpelled;

    /// <summary>Elements met so far.</summary>
    internal int Count;

    /// <summary>The record this element is, or -1.</summary>
    internal int Record;

    /// <summary>Where its row of fulfilled conditions starts, or -1.</summary>
    internal int Row;

    /// <summary>The dropped count when the element opened.</summary>
    internal int DroppedBefore;

    /// <summary>Its start tag's last bracket is written: it has content.</summary>
    internal bool HasContent;

    /// <summary>Where its texts begin among those that are looked at together; null where they are not.</summary>
    internal XmlMixedStart? Mixed;
}

/// <summary>Counts as they were where an element opened.</summary>
/// <param name="Pieces">Of the pieces of text.</param>
/// <param name="Text">Of their bytes.</param>
/// <param name="Records">Of the records: one of that number or a later one has begun inside.</param>
internal readonly record struct XmlMixedStart(int Pieces, int Text, int Records);

/// <summary>One text beside elements.</summary>
/// <param name="Edit">What lets it out; -1 where nothing does.</param>
/// <param name="Record">The record it is in, or -1.</param>
/// <param name="Start">Where it stands among the texts of all pieces.</param>
internal readonly record struct XmlMixedPiece(int Edit, int Record, int Start, int End);
