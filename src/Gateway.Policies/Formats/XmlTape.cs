using Gateway.Policies.Transforms;

namespace Gateway.Policies.Formats;

/// <summary>What one token of an XML document is. Comments and instructions are no tokens: they never leave.</summary>
internal enum XmlKind : byte
{
    Open,
    Attribute,
    Declaration,
    Text,
    Data,
    Close,
}

/// <summary>
/// One token. <see cref="Start"/> to <see cref="End"/> is all of it: a start tag with its brackets, an attribute with
/// its quotes, a text, a CDATA section with its markers.
/// </summary>
internal struct XmlToken
{
    internal XmlKind Kind;

    /// <summary>A text or value that is not itself: it has references, or white space that a reader changes.</summary>
    internal bool IsEscaped;

    /// <summary>A text of nothing but white space.</summary>
    internal bool IsWhite;

    /// <summary>A start tag that is the end tag too.</summary>
    internal bool IsSelfClosing;

    /// <summary>An element with elements in it, and one with text that is more than white space.</summary>
    internal bool HasElements;
    internal bool HasText;

    /// <summary>An element <c>Signature</c> of XML Signature.</summary>
    internal bool IsSignature;

    internal int Start;
    internal int End;

    /// <summary>Where the name of a start tag, attribute or declaration ends.</summary>
    internal int NameEnd;

    /// <summary>An attribute's or declaration's opening quote.</summary>
    internal int Quote;

    /// <summary>The expanded name's number in the category's <see cref="XmlNames"/>, or -1.</summary>
    internal int Name;

    /// <summary>The token that ends the element; of a declaration, the namespace's number in this document.</summary>
    internal int Link;

    /// <summary>The declaration that the name's prefix stands for, or -1 where none is needed.</summary>
    internal int Declaration;
}

/// <summary>
/// All tokens of one document, and what is needed to find them. The document is known to be well-formed before any
/// rule looks at it, and an element's end and content are known where it begins.
/// </summary>
internal sealed class XmlTape
{
    internal PooledList<XmlToken> Tokens { get; } = new(wipes: false);

    internal XmlNamespaces Namespaces { get; } = new();

    internal XmlNameCache Elements { get; } = new();

    internal XmlNameCache Attributes { get; } = new();

    /// <summary>The attributes of the element at hand.</summary>
    internal XmlAttributeName[] Seen { get; } = new XmlAttributeName[XmlScanner.MaxAttributes];

    /// <summary>The elements that are open while rules are asked.</summary>
    internal XmlFrame[] Frames { get; } = new XmlFrame[XmlInspection.MaxFrames];

    /// <summary>Which conditions the open elements fulfil.</summary>
    internal PooledList<ulong> Rows { get; } = new(wipes: false);

    /// <summary>The texts of one element with text and elements side by side, one behind the other.</summary>
    internal PooledList<byte> Mixed { get; } = new(wipes: true);

    /// <summary>Each of them.</summary>
    internal PooledList<XmlMixedPiece> MixedPieces { get; } = new(wipes: false);

    /// <summary>How many elements are signatures.</summary>
    internal int Signatures { get; set; }

    internal XmlOpenElement[] Open { get; } = new XmlOpenElement[XmlScanner.MaxDepth];

    internal void Return()
    {
        Tokens.Return();
        Namespaces.Return();
        Elements.Clear();
        Attributes.Clear();
        Rows.Return();
        Mixed.Return();
        MixedPieces.Return();
        Signatures = 0;
    }
}

/// <summary>An element that is open while a document is scanned.</summary>
/// <param name="Token">Its start tag.</param>
/// <param name="Bindings">How many prefixes were bound before it.</param>
/// <param name="Scope">Which prefixes are bound inside it: equal numbers, equal bindings.</param>
internal readonly record struct XmlOpenElement(int Token, int Bindings, int Scope);
