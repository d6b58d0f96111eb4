using System.Text;

namespace Gateway.Policies.Formats;

//
//  HL7 version 2 in the vertical bar encoding (ER7)
//
//  References:
//
//      HL7 2.5.1 chapter 2, sections 2.5 (segments, fields), 2.6 (construction rules), 2.15.9 (MSH)
//
//  Taken more narrowly than there where two programs could read one message in two ways: docs/formats/hl7v2.md.
//

/// <summary>Splits one message into its values, or says that it is none.</summary>
internal ref struct Er7Scanner
{
    /// <summary>The largest number of a field, a component or a subcomponent.</summary>
    internal const int MaxNumber = 999;

    /// <summary>The letters of a segment's name.</summary>
    internal const int NameLength = 3;

    /// <summary>MSH-18, the charset: it says how the message is read, and leaves as it came.</summary>
    internal const int CharacterSet = 18;

    // A separator costs one byte to send and more to keep.
    private const int MaxSeparators = 1 << 20;
    private const int MaxSegments = 16_384;

    private readonly ReadOnlySpan<byte> _message;
    private readonly Er7Delimiters _delimiters;
    private readonly Er7Tape _tape;
    private readonly PooledList<byte> _scratch;
    private readonly byte[] _special;
    private int _separators;
    private Er7Place _place;

    private Er7Scanner(ReadOnlySpan<byte> message, in Er7Delimiters delimiters, Er7Tape tape, PooledList<byte> scratch)
    {
        _message = message;
        _delimiters = delimiters;
        _tape = tape;
        _scratch = scratch;
        _special =
        [
            delimiters.Field, delimiters.Repetition, delimiters.Component, delimiters.Subcomponent, delimiters.Escape,
        ];
    }

    /// <summary>Reads a message whose segments all end in a carriage return.</summary>
    /// <param name="isAscii">True where the message does not say that it is in UTF-8.</param>
    internal static bool TryScan(
        ReadOnlySpan<byte> message,
        Er7Tape tape,
        PooledList<byte> scratch,
        out Er7Delimiters delimiters,
        out bool isAscii)
    {
        isAscii = true;
        return Er7Delimiters.TryRead(message, out delimiters)
            && IsText(message)
            && new Er7Scanner(message, delimiters, tape, scratch).TryScan()
            && TryReadCharacterSet(message, tape, out isAscii)
            && (isAscii ? Ascii.IsValid(message) : Utf8Octets.IsValid(message));
    }

    // Of the control characters only the end of a segment, and the tab that people type.
    private static bool IsText(ReadOnlySpan<byte> message) =>
        !message.ContainsAnyInRange((byte)0, (byte)8)
        && !message.ContainsAnyInRange((byte)0x0A, (byte)0x0C)
        && !message.ContainsAnyInRange((byte)0x0E, (byte)0x1F)
        && !message.Contains((byte)0x7F);

    // MSH-18. Without it a message is in ASCII.
    private static bool TryReadCharacterSet(ReadOnlySpan<byte> message, Er7Tape tape, out bool isAscii)
    {
        isAscii = true;
        var count = 0;
        foreach (ref readonly var leaf in tape.Leaves.Items[..tape.Segments[0].Last])
        {
            if (leaf.Place.Field != CharacterSet)
            {
                continue;
            }

            var name = message[leaf.Start..leaf.End];
            isAscii = !name.SequenceEqual("UNICODE UTF-8"u8);
            if (++count > 1 || leaf.Place != new Er7Place(CharacterSet, 1, 1, 1)
                || (isAscii && !name.SequenceEqual("ASCII"u8) && !name.SequenceEqual(Er7Text.Null)))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryScan()
    {
        for (var at = 0; at < _message.Length;)
        {
            var end = at + _message[at..].IndexOf((byte)'\r');
            var first = _tape.Leaves.Count;
            if (_tape.Segments.Count == MaxSegments || !TryReadName(at, end) || !TryReadFields(at, end))
            {
                return false;
            }

            _tape.Segments.Add(new Er7Segment(at, first, _tape.Leaves.Count, end));
            at = end + 1;
        }

        return true;
    }

    // One message: the header stands first and once, and nothing is wrapped around it.
    private readonly bool TryReadName(int at, int end)
    {
        if (end - at < NameLength)
        {
            return false;
        }

        var name = _message.Slice(at, NameLength);
        return name[0] is >= (byte)'A' and <= (byte)'Z'
            && IsUpperOrDigit(name[1])
            && IsUpperOrDigit(name[2])
            && name.SequenceEqual("MSH"u8) == (at == 0)
            && !name.SequenceEqual("FHS"u8) && !name.SequenceEqual("BHS"u8)
            && !name.SequenceEqual("BTS"u8) && !name.SequenceEqual("FTS"u8);
    }

    private static bool IsUpperOrDigit(byte one) =>
        one is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9');

    private bool TryReadFields(int at, int end)
    {
        var before = at == 0 ? 2 : 0;
        _place = new Er7Place(before, 1, 1, 1);
        var start = at == 0 ? _delimiters.HeaderLength : at + NameLength;
        var escaped = false;
        for (var next = start; ; next++)
        {
            var found = _message[next..end].IndexOfAny(_special);
            next = found < 0 ? end : next + found;
            if (next < end && _message[next] == _delimiters.Escape)
            {
                if (!TrySkipEscape(ref next, end))
                {
                    return false;
                }

                escaped = true;
                continue;
            }

            // What stands between the name and the first separator belongs to neither.
            if (next > start && (_place.Field == before || !TryAdd(start, next, escaped)))
            {
                return false;
            }

            if (next == end)
            {
                return true;
            }

            if (!TryMove(_message[next]))
            {
                return false;
            }

            start = next + 1;
            escaped = false;
        }
    }

    private readonly bool TrySkipEscape(ref int at, int end)
    {
        var close = _message[(at + 1)..end].IndexOfAny(_special);
        at += close + 1;
        return close >= 0 && _message[at] == _delimiters.Escape;
    }

    private readonly bool TryAdd(int start, int end, bool escaped)
    {
        _tape.Leaves.Add(new Er7Leaf(start, end, _place, escaped));
        if (!escaped)
        {
            return true;
        }

        _scratch.Truncate(0);
        return Er7Text.TryRead(_message[start..end], _delimiters, _scratch) && Utf8Octets.IsValid(_scratch.Items);
    }

    private bool TryMove(byte separator)
    {
        var (field, repetition, component, subcomponent) = _place;
        _place = separator == _delimiters.Field ? new Er7Place(field + 1, 1, 1, 1)
            : separator == _delimiters.Repetition ? new Er7Place(field, repetition + 1, 1, 1)
            : separator == _delimiters.Component ? new Er7Place(field, repetition, component + 1, 1)
            : new Er7Place(field, repetition, component, subcomponent + 1);

        // Nothing repeats, and nothing has parts, before the first field.
        return ++_separators <= MaxSeparators
            && _place.Field > 0
            && _place.Field <= MaxNumber && _place.Component <= MaxNumber && _place.Subcomponent <= MaxNumber;
    }
}
