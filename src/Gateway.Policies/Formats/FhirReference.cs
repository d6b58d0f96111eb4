using System.Buffers;

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

        if (text.StartsWith("urn:uuid:"u8) || text.StartsWith("urn:oid:"u8))
        {
            id = (text.LastIndexOf((byte)':') + 1)..text.Length;
            return IsId(text[id]);
        }

        var version = text.LastIndexOf("/_history/"u8);
        var path = version < 0 ? text : text[..version];
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

    private static bool IsId(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= MaxIdLength && !text.ContainsAnyExcept(IdBytes);
}
