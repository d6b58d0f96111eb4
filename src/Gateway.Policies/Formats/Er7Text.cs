namespace Gateway.Policies.Formats;

//
//  Text inside ER7
//
//  References:
//
//      HL7 2.5.1 chapter 2, section 2.7 (escape sequences); chapter 2.A, section on formatted text (\.br\)
//

/// <summary>The escapes of one message, read and written.</summary>
internal static class Er7Text
{
    private const byte LineFeed = (byte)'\n';

    private static ReadOnlySpan<byte> LineBreak => ".br"u8;

    /// <summary>The explicit null: the value is to be deleted.</summary>
    internal static ReadOnlySpan<byte> Null => "\"\""u8;

    /// <summary>Appends the text of a value with escapes; false where one is not known here.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> raw, in Er7Delimiters delimiters, PooledList<byte> text)
    {
        while (raw.IndexOf(delimiters.Escape) is var open and >= 0)
        {
            raw[..open].CopyTo(text.Extend(open));
            raw = raw[(open + 1)..];
            var close = raw.IndexOf(delimiters.Escape);
            if (close <= 0 || !TryReadCode(raw[..close], delimiters, text))
            {
                return false;
            }

            raw = raw[(close + 1)..];
        }

        raw.CopyTo(text.Extend(raw.Length));
        return true;
    }

    /// <summary>Writes a text with the escapes it needs.</summary>
    /// <param name="isAscii">True where the message may hold nothing else.</param>
    internal static void Write(
        ReadOnlySpan<byte> text, in Er7Delimiters delimiters, bool isAscii, ref OutputWriter output)
    {
        while (!text.IsEmpty)
        {
            var plain = 0;
            while (plain < text.Length
                && !NeedsCode(text[plain], delimiters) && !NeedsHex(text[plain], delimiters, isAscii))
            {
                plain++;
            }

            output.Write(text[..plain]);
            text = text[plain..];
            var hex = 0;
            while (hex < text.Length && NeedsHex(text[hex], delimiters, isAscii))
            {
                hex++;
            }

            if (hex > 0)
            {
                WriteHex(text[..hex], delimiters, ref output);
                text = text[hex..];
            }
            else if (!text.IsEmpty)
            {
                WriteCode(text[0], delimiters, ref output);
                text = text[1..];
            }
        }
    }

    /// <summary>Writes bytes as a hexadecimal escape.</summary>
    internal static void WriteHex(ReadOnlySpan<byte> bytes, in Er7Delimiters delimiters, ref OutputWriter output)
    {
        var digits = "0123456789ABCDEF"u8;
        Put(delimiters.Escape, ref output);
        Put((byte)'X', ref output);
        foreach (var one in bytes)
        {
            Put(digits[one >> 4], ref output);
            Put(digits[one & 0xF], ref output);
        }

        Put(delimiters.Escape, ref output);
    }

    private static void WriteCode(byte one, in Er7Delimiters delimiters, ref OutputWriter output)
    {
        Put(delimiters.Escape, ref output);
        if (one == LineFeed)
        {
            output.Write(LineBreak);
        }
        else
        {
            Put(LetterOf(one, delimiters), ref output);
        }

        Put(delimiters.Escape, ref output);
    }

    private static void Put(byte one, ref OutputWriter output)
    {
        output.Reserve(1)[0] = one;
        output.Commit(1);
    }

    private static bool TryReadCode(ReadOnlySpan<byte> code, in Er7Delimiters delimiters, PooledList<byte> text)
    {
        if (code[0] == (byte)'X')
        {
            var digits = code[1..];
            return digits.Length is > 0 and var length && length % 2 == 0
                && TryReadHex(digits, text.Extend(length / 2));
        }

        byte? one = code switch
        {
            [(byte)'F'] => delimiters.Field,
            [(byte)'S'] => delimiters.Component,
            [(byte)'R'] => delimiters.Repetition,
            [(byte)'E'] => delimiters.Escape,
            [(byte)'T'] => delimiters.Subcomponent,
            [(byte)'P'] when delimiters.Truncation != 0 => delimiters.Truncation,
            _ => code.SequenceEqual(LineBreak) ? LineFeed : null,
        };
        if (one is { } known)
        {
            text.Add(known);
        }

        return one is not null;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> digits, Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var (high, low) = (Digit(digits[2 * i]), Digit(digits[(2 * i) + 1]));
            if ((high | low) < 0)
            {
                return false;
            }

            bytes[i] = (byte)((high << 4) | low);
        }

        return true;
    }

    private static int Digit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };

    // In a message that has the dot for a separator, the code of a line feed would be cut at it.
    private static bool NeedsHex(byte one, in Er7Delimiters delimiters, bool isAscii) =>
        one is < (byte)' ' and not LineFeed or 0x7F
        || (isAscii && one >= 0x80)
        || (one == LineFeed && LetterOf((byte)'.', delimiters) != 0);

    private static bool NeedsCode(byte one, in Er7Delimiters delimiters) =>
        one == LineFeed || LetterOf(one, delimiters) != 0;

    // 0 where it stands for itself.
    private static byte LetterOf(byte one, in Er7Delimiters delimiters) =>
        one == delimiters.Field ? (byte)'F'
        : one == delimiters.Component ? (byte)'S'
        : one == delimiters.Repetition ? (byte)'R'
        : one == delimiters.Escape ? (byte)'E'
        : one == delimiters.Subcomponent ? (byte)'T'
        : one != 0 && one == delimiters.Truncation ? (byte)'P'
        : (byte)0;
}
