using System.Buffers;

namespace Gateway.Policies.Formats;

/// <summary>Where one object says that it is a resource. <see cref="NameStart"/> is -1 where it does not.</summary>
internal struct FhirResource
{
    internal int Start;

    /// <summary>The comma before the member, or -1 where it is the first.</summary>
    internal int Comma;

    /// <summary>The name with its quotes.</summary>
    internal int NameStart;
    internal int NameEnd;

    internal int Colon;

    /// <summary>The type with its quotes.</summary>
    internal int ValueStart;
    internal int ValueEnd;
}

/// <summary>
/// What type each object of a document is of, found by reading it once ahead: the member that says so may stand behind
/// all others. Only brackets and strings are looked at; where the text is not JSON the walk over the same bytes
/// refuses it.
/// </summary>
internal sealed class FhirResources
{
    private const int MaxTypeLength = 64;

    private static readonly SearchValues<byte> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly PooledList<FhirResource> _objects = new(wipes: false);
    private int _next;

    internal ref readonly FhirResource this[int resource] => ref _objects[resource];

    internal void Return()
    {
        _objects.Return();
        _next = 0;
    }

    internal void Read(ReadOnlySpan<byte> json, int maxDepth)
    {
        Span<int> open = stackalloc int[maxDepth + 1];
        var depth = 0;
        var comma = -1;
        for (var at = 0; at < json.Length && depth < open.Length;)
        {
            switch (json[at])
            {
                case (byte)'{' or (byte)'[':
                    open[depth++] = json[at] == (byte)'{' ? Add(at) : -1;
                    comma = -1;
                    at++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    at++;
                    if (depth <= 0)
                    {
                        return;
                    }

                    break;
                case (byte)',':
                    comma = at++;
                    break;
                case (byte)'"':
                    at = ReadString(json, at, depth > 0 ? open[depth - 1] : -1, comma);
                    break;
                default:
                    at++;
                    break;
            }
        }
    }

    /// <summary>The resource that the next object is, or -1. Objects are asked for in document order.</summary>
    internal int Next(int start)
    {
        var at = _next++;
        return at < _objects.Count && _objects[at].Start == start && _objects[at].NameStart >= 0 ? at : -1;
    }

    private int Add(int start)
    {
        _objects.Add(new FhirResource { Start = start, NameStart = -1 });
        return _objects.Count - 1;
    }

    private int ReadString(ReadOnlySpan<byte> json, int at, int holder, int comma)
    {
        var end = JsonScanner.FindQuote(json, at + 1, out var escaped);
        if (end < 0)
        {
            return json.Length;
        }

        var colon = JsonScanner.SkipWhite(json, end + 1);
        if (holder < 0 || colon >= json.Length || json[colon] != (byte)':' || !IsType(json[(at + 1)..end], escaped))
        {
            return end + 1;
        }

        var value = JsonScanner.SkipWhite(json, colon + 1);
        var valueEnd = value < json.Length && json[value] == (byte)'"'
            ? JsonScanner.FindQuote(json, value + 1, out _)
            : -1;
        if (valueEnd < 0 || !IsTypeName(json[(value + 1)..valueEnd]))
        {
            return end + 1;
        }

        ref var resource = ref _objects[holder];
        (resource.Comma, resource.NameStart, resource.NameEnd) = (comma, at, end + 1);
        (resource.Colon, resource.ValueStart, resource.ValueEnd) = (colon, value, valueEnd + 1);
        return valueEnd + 1;
    }

    private static bool IsType(ReadOnlySpan<byte> name, bool escaped)
    {
        // Every letter of the name may be an escape of six.
        const int Longest = 72;
        if (!escaped || name.Length > Longest)
        {
            return name.SequenceEqual("resourceType"u8);
        }

        Span<byte> text = stackalloc byte[Longest];
        return text[..JsonText.Unescape(name, text)].SequenceEqual("resourceType"u8);
    }

    // FHIR R4: a capital and letters. Whatever else stands there is no resource's type.
    private static bool IsTypeName(ReadOnlySpan<byte> text) =>
        text.Length is > 1 and <= MaxTypeLength && char.IsAsciiLetterUpper((char)text[0])
            && !text.ContainsAnyExcept(Letters);
}
