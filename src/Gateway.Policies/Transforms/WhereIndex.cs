using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Which conditions each object of a document fulfils, found by reading ahead: a sibling may stand behind the member
/// it decides about. Each stretch of the document is read ahead at most once, with everything nested in it, so the
/// cost stays linear however objects nest.
/// </summary>
internal sealed class WhereIndex
{
    private readonly PooledList<int> _starts = new(wipes: false);
    private readonly PooledList<ulong> _rows = new(wipes: false);
    private readonly PooledList<byte> _text = new(wipes: true);
    private int _covered;

    internal void Return()
    {
        _starts.Return();
        _rows.Return();
        _text.Return();
        _covered = 0;
    }

    /// <summary>The number of the object that opens there. Objects are asked for in document order.</summary>
    internal int Find(ReadOnlySpan<byte> json, int start, WhereConditions conditions)
    {
        if (start >= _covered)
        {
            ReadAhead(json, start, conditions);
        }

        return _starts.Items.BinarySearch(start);
    }

    /// <summary>True if that object fulfils everything in the row.</summary>
    internal bool Fulfils(int number, ReadOnlySpan<ulong> row)
    {
        if (number < 0)
        {
            // The document broke off before this object was read ahead; it is refused as malformed later.
            return false;
        }

        for (var i = 0; i < row.Length; i++)
        {
            if ((_rows[(number * row.Length) + i] & row[i]) != row[i])
            {
                return false;
            }
        }

        return true;
    }

    // Looks for brackets and strings only. Where the text is not JSON the answer may be wrong, which is of no
    // consequence: the walk over the same bytes refuses it.
    private void ReadAhead(ReadOnlySpan<byte> json, int start, WhereConditions conditions)
    {
        Span<int> open = stackalloc int[JsonInspection.MaxDepth + 1];
        var depth = 0;
        var at = start;
        _covered = json.Length;
        while (at < json.Length && depth < open.Length)
        {
            switch (json[at])
            {
                case (byte)'{' or (byte)'[':
                    open[depth++] = json[at] == (byte)'{' ? AddObject(at, conditions.Words) : -1;
                    at++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    at++;
                    if (depth <= 0)
                    {
                        _covered = at;
                        return;
                    }

                    break;
                case (byte)'"':
                    at = ReadString(json, at, depth > 0 ? open[depth - 1] : -1, conditions);
                    break;
                default:
                    at++;
                    break;
            }
        }
    }

    private int AddObject(int start, int words)
    {
        _starts.Add(start);
        _rows.Extend(words).Clear();
        return _starts.Count - 1;
    }

    private int ReadString(ReadOnlySpan<byte> json, int at, int holder, WhereConditions conditions)
    {
        var end = JsonScanner.FindQuote(json, at + 1, out var escaped);
        if (end < 0)
        {
            return json.Length;
        }

        var colon = JsonScanner.SkipWhite(json, end + 1);
        if (holder < 0 || colon >= json.Length || json[colon] != (byte)':'
            || !conditions.TryFind(Text(json[(at + 1)..end], escaped), out var slot))
        {
            return end + 1;
        }

        var value = JsonScanner.SkipWhite(json, colon + 1);
        if (value >= json.Length || json[value] != (byte)'"')
        {
            return value;
        }

        end = JsonScanner.FindQuote(json, value + 1, out escaped);
        if (end < 0)
        {
            return json.Length;
        }

        var row = conditions.Words;
        conditions.Mark(slot, Text(json[(value + 1)..end], escaped), _rows.Span(holder * row, row));
        return end + 1;
    }

    private ReadOnlySpan<byte> Text(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (!escaped)
        {
            return raw;
        }

        _text.Truncate(0);
        var text = _text.Extend(raw.Length);
        return text[..JsonText.Unescape(raw, text)];
    }
}
