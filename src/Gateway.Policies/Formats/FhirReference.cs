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
//  A query, a fragment or a slash behind the id, and a scheme in capitals, are not FHIR's; the id before them is the
//  same person's all the same.
//

/// <summary>Where the id stands in a reference.</summary>
internal static class FhirReference
{
    private const int MaxIdLength = 64;

    private static readonly SearchValues<byte> IdBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."u8);

    private static readonly SearchValues<byte> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>True where a member of that name holds a reference.</summary>
    internal static bool IsMember(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("reference"u8) || name.SequenceEqual("fullUrl"u8);

    /// <summary>
    /// True where more stands behind the reference, a query for example. A hash takes such a text whole.
    /// </summary>
    internal static bool HasTail(ReadOnlySpan<byte> text) =>
        text.EndsWith("/"u8) || text.LastIndexOfAny((byte)'?', (byte)'#') > 0;

    /// <summary>
    /// False where the text names no id. <paramref name="type"/> is empty where the reference does not say what it is
    /// to.
    /// </summary>
    internal static bool TryFindId(ReadOnlySpan<byte> text, out Range id, out Range type)
    {
        type = 0..0;
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

        var version = text.LastIndexOf("/_history/"u8);
        var path = (version < 0 ? text : text[..version]).TrimEnd((byte)'/');
        var slash = path.LastIndexOf((byte)'/');
        id = (slash + 1)..path.Length;
        if (slash <= 0 || !IsId(path[id]))
        {
            return false;
        }

        type = (path[..slash].LastIndexOf((byte)'/') + 1)..slash;
        var name = path[type];
        return !name.IsEmpty && char.IsAsciiLetterUpper((char)name[0]) && !name.ContainsAnyExcept(Letters);
    }

    private static bool IsUrn(ReadOnlySpan<byte> text, ReadOnlySpan<byte> scheme) =>
        text.Length > scheme.Length && Ascii.EqualsIgnoreCase(text[..scheme.Length], scheme);

    private static bool IsId(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= MaxIdLength && !text.ContainsAnyExcept(IdBytes);
}
