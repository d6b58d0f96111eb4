using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// An action that makes a new text from a value's text. The value is a non-empty string, unescaped, or the raw text
/// of a number. Immutable and thread-safe: compiled once per snapshot.
/// </summary>
internal abstract class ValueAction
{
    internal abstract FieldOutcome Outcome { get; }

    /// <summary>False where <see cref="Fits"/> has to be asked about each value before anything is decided.</summary>
    internal virtual bool TakesAnyText => true;

    /// <summary>
    /// True where what is made depends on the person whom the record is about; without one, nothing can be made.
    /// </summary>
    internal virtual bool IsPerSubject => false;

    /// <summary>True where what is made is still clear text, so that it is screened before it leaves.</summary>
    internal virtual bool MakesClearText => false;

    /// <summary>True where an object or an array is taken whole, as the raw text it has in the body.</summary>
    internal virtual bool TakesContainers => false;

    /// <summary>Asked at inspection. False: the value is refused or redacted, as the rule's mismatch says.</summary>
    internal virtual bool Fits(ReadOnlySpan<byte> text, DateOnly today) => true;

    /// <summary>
    /// Adds what is made of the text, unescaped UTF-8; each format writes it in its own way. Never the text it was
    /// given, save where the bundle asks for no more than a coarser or a shorter one.
    /// </summary>
    internal abstract void WriteText(ReadOnlySpan<byte> text, in Surroundings surroundings, PooledList<byte> target);

    /// <summary>Writes a whole JSON string, quotes included.</summary>
    /// <param name="isPlain">True where no part of the text needs escapes.</param>
    /// <param name="scratch">Free for use; what it held is gone.</param>
    internal virtual void WriteJson(
        ReadOnlySpan<byte> text,
        bool isPlain,
        in Surroundings surroundings,
        PooledList<byte> scratch,
        ref OutputWriter output)
    {
        scratch.Truncate(0);
        WriteText(text, surroundings, scratch);
        JsonText.WriteString(scratch.Items, ref output);
    }
}

/// <summary>What an action may know beside the value itself.</summary>
/// <param name="subject">
/// The person the record is about, in the one spelling of names (folded as for hash); empty where nobody is named.
/// </param>
/// <param name="today">The day of the transfer.</param>
internal readonly ref struct Surroundings(ReadOnlySpan<byte> subject, DateOnly today)
{
    internal ReadOnlySpan<byte> Subject { get; } = subject;

    internal DateOnly Today { get; } = today;
}
