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
    private const int MaxVersionLength = 64;

    private static ReadOnlySpan<byte> Version => "/_history/"u8;

    private static readonly SearchValues<byte> VersionBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."u8);

    // Of an id, of whatever it is made.
    private static readonly SearchValues<byte> Ends = SearchValues.Create("/?#"u8);

    private static readonly SearchValues<byte> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>True where a member of that name holds a reference.</summary>
    internal static bool IsMember(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("reference"u8) || name.SequenceEqual("fullUrl"u8);

    /// <summary>
    /// True where a member of that name holds an address that may name a resource as a reference does: of a link, of a
    /// request and its response, of an attachment. Not so in a resource itself, nor in a <see cref="IsDefined"/>
    /// holder.
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
        && !(tail.StartsWith(Version) && IsVersion(tail[Version.Length..]));

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

        text = PathOf(text);
        if (IsUrn(text, "urn:uuid:"u8) || IsUrn(text, "urn:oid:"u8))
        {
            id = (text.LastIndexOf((byte)':') + 1)..text.Length;
            return IsId(text[id]);
        }

        return TryFindIn(text, 0, out id, out type);
    }

    /// <summary>Moves to the next id in the path of the text, behind one; false where there is none.</summary>
    internal static bool TryFindNext(ReadOnlySpan<byte> text, ref Range id, out Range type) =>
        TryFindIn(PathOf(text), id.End.Value, out id, out type);

    // Of several the first of a known type: what stands before an id is anybody's, what stands behind is its own. The
    // last of all where no type is known.
    private static bool TryFindIn(ReadOnlySpan<byte> path, int from, out Range id, out Range type)
    {
        (id, type) = (0..0, 0..0);
        var isFound = false;
        for (var start = from; start < path.Length && path[start..].IndexOf((byte)'/') is var first and >= 0;)
        {
            var slash = start + first;
            var length = path[(slash + 1)..].IndexOf((byte)'/');
            var end = length < 0 ? path.Length : slash + 1 + length;
            var name = Math.Max(start, path[..slash].LastIndexOf((byte)'/') + 1)..slash;
            start = slash + 1;
            if (!IsId(path[start..end]) || !IsType(path[name]))
            {
                continue;
            }

            if (isFound && FhirTypes.Has(path[type]) && !FhirTypes.Has(path[id]))
            {
                return true;
            }

            (id, type, isFound) = (start..end, name, true);
        }

        return isFound;
    }

    private static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> text) =>
        (text.IndexOfAny((byte)'?', (byte)'#') is var tail and >= 0 ? text[..tail] : text).TrimEnd((byte)'/');

    private static bool IsType(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && char.IsAsciiLetterUpper((char)text[0]) && !text.ContainsAnyExcept(Letters);

    private static bool IsUrn(ReadOnlySpan<byte> text, ReadOnlySpan<byte> scheme) =>
        text.Length > scheme.Length && Ascii.EqualsIgnoreCase(text[..scheme.Length], scheme);

    // Also what no id of FHIR is, with '_' or longer for example: where such ids are hashed, they are somebody's.
    private static bool IsId(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && text[0] is not ((byte)'$' or (byte)'_') && !text.ContainsAny(Ends);

    private static bool IsVersion(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= MaxVersionLength && !text.ContainsAnyExcept(VersionBytes);
}
