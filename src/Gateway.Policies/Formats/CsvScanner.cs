using System.Buffers;

namespace Gateway.Policies.Formats;

//
//  Rows of comma- or tab-separated values
//
//  References:
//
//      RFC 4180 - Common Format and MIME Type for CSV Files, section 2
//      IANA media type text/tab-separated-values
//
//  Stricter than what programs accept, so that no two of them split a row in two ways: nothing stands behind a closing
//  quote, a carriage return only before a line feed. A quote inside a field that does not begin with one is common
//  (12" and the like) and read as a character; it leaves inside quotes. Tab-separated values follow the same rules with
//  another separator.
//

/// <summary>Where one field stands, quotes included.</summary>
/// <param name="Escaped">True where it is quoted and holds doubled quotes.</param>
/// <param name="Loose">True where it is not quoted, and holds a quote.</param>
internal readonly record struct CsvField(int Start, int End, bool Escaped, bool Loose);

/// <summary>Splits one row into fields.</summary>
internal sealed class CsvScanner
{
    /// <summary>The row goes on behind the text.</summary>
    internal const int Incomplete = -1;

    /// <summary>This is no row.</summary>
    internal const int Malformed = -2;

    private readonly SearchValues<byte> _stops;

    private CsvScanner(byte separator)
    {
        Separator = separator;
        _stops = SearchValues.Create([separator, (byte)'"', (byte)'\r', (byte)'\n']);
    }

    internal static CsvScanner Commas { get; } = new((byte)',');

    internal static CsvScanner Tabs { get; } = new((byte)'\t');

    internal byte Separator { get; }

    /// <summary>What makes a field need quotes.</summary>
    internal SearchValues<byte> Special => _stops;

    /// <summary>
    /// Adds the fields of the row that begins there. Returns where it ends: at a line break or at the end of the text.
    /// </summary>
    /// <param name="isLast">True where nothing follows the text.</param>
    internal int Split(ReadOnlySpan<byte> text, int at, bool isLast, PooledList<CsvField> fields)
    {
        while (true)
        {
            var start = at;
            bool escaped = false, loose = false;
            if (at < text.Length && text[at] == (byte)'"')
            {
                at = FindClosing(text, at + 1, isLast, ref escaped);
            }
            else
            {
                at = FindEnd(text, at, ref loose);
            }

            if (at < 0)
            {
                return at;
            }

            fields.Add(new CsvField(start, at, escaped, loose));
            if (at == text.Length)
            {
                return isLast ? at : Incomplete;
            }

            if (text[at] != Separator)
            {
                return Break(text, at, isLast) is var length and < 0 ? length : at;
            }

            at++;
        }
    }

    /// <summary>The length of the line break there; 0 at the end of the text.</summary>
    internal static int Break(ReadOnlySpan<byte> text, int at, bool isLast)
    {
        if (at == text.Length)
        {
            return 0;
        }

        if (text[at] == (byte)'\n')
        {
            return 1;
        }

        if (text[at] != (byte)'\r' || (at + 1 < text.Length ? text[at + 1] != (byte)'\n' : isLast))
        {
            return Malformed;
        }

        return at + 1 < text.Length ? 2 : Incomplete;
    }

    private int FindEnd(ReadOnlySpan<byte> text, int at, ref bool loose)
    {
        while (true)
        {
            var length = text[at..].IndexOfAny(_stops);
            at = length < 0 ? text.Length : at + length;
            if (at == text.Length || text[at] != (byte)'"')
            {
                return at;
            }

            loose = true;
            at++;
        }
    }

    // From behind the opening quote to behind the closing one.
    private static int FindClosing(ReadOnlySpan<byte> text, int at, bool isLast, ref bool escaped)
    {
        while (true)
        {
            var length = text[at..].IndexOf((byte)'"');
            at += length + 1;
            if (length < 0 || (at == text.Length && !isLast))
            {
                return isLast ? Malformed : Incomplete;
            }

            if (at == text.Length || text[at] != (byte)'"')
            {
                return at;
            }

            escaped = true;
            at++;
        }
    }
}
