using System.Buffers;
using System.Text;

namespace Gateway.Policies.Formats;

//
//  References between FHIR resources
//
//  References:
//
//      FHIR R4, section 2.3.0 (references), 2.21.0 (id), 3.1.0 (RESTful addresses), 2.36.4.1 (fullUrl)
//
//  Shape:
//
//      [base/]Type/id[/_history/version]   urn:uuid:id   urn:oid:id   #id
//
//  In a reference, a query, a fragment or a slash behind the id, and a scheme in capitals, are not FHIR's; in an
//  address, an operation or another type may stand there. The id before them is the same person's all the same.
//

/// <summary>Where the id stands in a reference.</summary>
internal static class FhirReference
{
    private const int MaxIdLength = 64;

    private static ReadOnlySpan<byte> Version => "/_history/"u8;

    private static readonly SearchValues<byte> IdBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."u8);

    private static readonly SearchValues<byte> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>True where a member of that name holds a reference.</summary>
    internal static bool IsMember(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("reference"u8) || name.SequenceEqual("fullUrl"u8);

    /// <summary>
    /// True where a member of that name holds an address that may name a resource as a reference does: of a link, of a
    /// request and its response, of an attachment. Not so in a resource itself, nor in a <see cref="IsDefined"/> holder.
    /// </summary>
    internal static bool IsAddress(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("url"u8) || name.SequenceEqual("location"u8);

    /// <summary>True where the address in an element of that name is of a definition.</summary>
    internal static bool IsDefined(ReadOnlySpan<byte> holder) =>
        holder.SequenceEqual("extension"u8) || holder.SequenceEqual("modifierExtension"u8);

    /// <summary>
    /// True where more stands behind the id than its version, a query for example. A hash takes such a text whole.
    /// </summary>
    internal static bool HasTail(ReadOnlySpan<byte> text) =>
        TryFindId(text, out var id, out _) && text[id.End..] is { IsEmpty: false } tail
        && !(tail.StartsWith(Version) && IsId(tail[Version.Length..]));

    /// <summary>
    /// False where the text names no id. <paramref name="type"/> is empty where the reference does not say what it is
    /// to.
    /// </summary>
    internal static bool TryFindId(ReadOnlySpan<byte> text, out Range id, out Range type)
    {
        (id, type) = (0..0, 0..0);
        if (text.StartsWith("#"u8))
        {
            id = 1..text.Length;
            return IsId(text[id]);
        }

        var tail = text.IndexOfAny((byte)'?', (byte)'#');
        text = (tail < 0 ? text : text[..tail]).TrimEnd((byte)'/');
        if (IsUrn(text, "urn:uuid:"u8) || IsUrn(text, "urn:oid:"u8))
        {
            id = (text.LastIndexOf((byte)':') + 1)..text.Length;
            return IsId(text[id]);
        }

        // The last of the path that is one.
        for (var slash = text.LastIndexOf((byte)'/'); slash > 0; slash = text[..slash].LastIndexOf((byte)'/'))
        {
            var end = text[(slash + 1)..].IndexOf((byte)'/');
            id = (slash + 1)..(end < 0 ? text.Length : slash + 1 + end);
            type = (text[..slash].LastIndexOf((byte)'/') + 1)..slash;
            if (IsId(text[id]) && IsType(text[type]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsType(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && char.IsAsciiLetterUpper((char)text[0]) && !text.ContainsAnyExcept(Letters);

    private static bool IsUrn(ReadOnlySpan<byte> text, ReadOnlySpan<byte> scheme) =>
        text.Length > scheme.Length && Ascii.EqualsIgnoreCase(text[..scheme.Length], scheme);

    private static bool IsId(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= MaxIdLength && !text.ContainsAnyExcept(IdBytes);
}
