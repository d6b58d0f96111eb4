using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// An action that makes a new text from a value's text. The value is a non-empty string, unescaped, or the raw text
/// of a number. Immutable and thread-safe: compiled once per snapshot.
/// </summary>
internal abstract class ValueAction
{
    internal abstract FieldOutcome Outcome { get; }

    /// <summary>Writes a whole JSON string, quotes included. Never the text it was given.</summary>
    /// <param name="isPlain">True where no part of the text needs escapes.</param>
    internal abstract void Write(ReadOnlySpan<byte> text, bool isPlain, ref OutputWriter output);
}
