namespace Gateway.Policies.Transforms;

/// <summary>
/// One body of a format that goes record by record, as far as it has come: what was learnt at its beginning, and how
/// many records there were. Nothing of a record is kept once it is decided.
/// </summary>
internal abstract class RecordWalk(BodyText text, bool isGb18030)
{
    /// <summary>How texts stand in this body.</summary>
    internal BodyText Text { get; } = text;

    /// <summary>True where the body comes in GB18030, and has to be UTF-8 before it is walked.</summary>
    internal bool IsGb18030 { get; } = isGb18030;

    /// <summary>
    /// Decides every whole record from the beginning of the text on, up to the first refusal. Returns how much of the
    /// text is done with; the rest comes again, with more behind it.
    /// </summary>
    /// <param name="isLast">True where nothing follows the text: then all of it is done with.</param>
    internal abstract int Walk(ref Docket docket, ReadOnlySpan<byte> text, bool isLast);
}
