using System.Globalization;

namespace Gateway.Policies.Screening;

//
//  E-mail address
//
//  References:
//
//      RFC 5322, section 3.4.1 - addr-spec; RFC 6531 - letters of any script
//      RFC 5321, section 4.5.3.1 - 64 characters before the '@', 255 after it
//
//  Shape:
//
//      local '@' label ('.' label)+, the last label beginning with a letter. Quoted local parts, comments and
//      address literals are not looked for, and of the punctuation allowed before the '@' only what
//      addresses are really made of, so that "?to=a@b.example" begins where a reader would say.
//

/// <summary>E-mail addresses, found from their '@' outwards in bounded steps.</summary>
public static class EmailAddress
{
    internal const double Score = 0.9;

    private const int MaxLocal = 64;
    private const int MaxDomain = 255;
    private const int MaxTag = 128;

    /// <summary>True where the whole text is one address.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var at = utf8.IndexOf((byte)'@');
        var steps = 0L;
        return at > 0 && TryFind(utf8, new Unit('@', at, at + 1), out var start, out var end, ref steps)
            && start == 0 && end == utf8.Length;
    }

    internal static bool TryFind(ReadOnlySpan<byte> utf8, Unit at, out int start, out int end, ref long steps)
    {
        end = 0;
        return TryLocal(utf8, at.Start, out start, ref steps) && TryDomain(utf8, at.End, out end, ref steps);
    }

    private static bool TryLocal(ReadOnlySpan<byte> utf8, int end, out int start, ref long steps)
    {
        start = -1;
        bool? isAscii = null;
        var at = BeforeTag(utf8, end);
        for (var count = 0; at > 0 && count < MaxLocal; count++)
        {
            steps++;
            var previous = CodePoints.Before(utf8, at);
            var scalar = CodePoints.Decode(utf8, previous, out _);
            var folded = FoldTable.Of(scalar);
            var isLetter = folded.Kind == FoldedKind.Letter || IsOtherLetter(scalar, folded);
            var belongs = isLetter || folded.Kind is FoldedKind.Digit or FoldedKind.Void;
            if (!belongs && !IsLocalPunctuation(folded, scalar))
            {
                break;
            }

            // Where Chinese runs into an address without a space, the change of script is the space.
            if (isLetter && isAscii is { } script && script != (folded.Kind == FoldedKind.Letter))
            {
                break;
            }

            isAscii = isLetter ? folded.Kind == FoldedKind.Letter : isAscii;
            start = isLetter || folded.Kind == FoldedKind.Digit ? previous : start;
            at = previous;
        }

        return start >= 0;
    }

    private static bool TryDomain(ReadOnlySpan<byte> utf8, int from, out int end, ref long steps)
    {
        end = -1;
        var units = new Units(utf8, from);
        var dots = 0;
        var tagRoom = MaxTag;
        var label = new Label();
        for (var count = 0; count < MaxDomain && units.Next(out var unit); count++)
        {
            var folded = FoldTable.Of(unit.Scalar);
            if (folded.Kind == FoldedKind.Void || (unit.Scalar == '<' && TrySkipTag(ref units, ref tagRoom)))
            {
                continue;
            }

            if (IsDot(folded, unit.Scalar, dots))
            {
                if (label.Length == 0)
                {
                    break;
                }

                dots++;
                label = default;
                continue;
            }

            if (!label.TryAdd(folded, unit.Scalar, dots > 0))
            {
                break;
            }

            end = dots > 0 && label.IsTopLevel ? unit.End : end;
        }

        steps += units.Steps;
        return end >= 0;
    }

    // The ideographic full stop parts labels (RFC 3490 section 3.1), but it also ends Chinese sentences.
    private static bool IsDot(Folded folded, int scalar, int dots) =>
        folded.First == '.' || (scalar is 0x3002 or 0xFF61 && dots == 0);

    private static bool TrySkipTag(ref Units units, ref int room)
    {
        while (room-- > 0 && units.Next(out var unit))
        {
            if (unit.Scalar == '>')
            {
                return true;
            }
        }

        return false;
    }

    private static int BeforeTag(ReadOnlySpan<byte> utf8, int at)
    {
        if (at == 0 || utf8[at - 1] != '>')
        {
            return at;
        }

        var window = utf8[Math.Max(0, at - MaxTag)..at];
        var open = window.LastIndexOf((byte)'<');
        return open < 0 ? at : at - window.Length + open;
    }

    private static bool IsOtherLetter(int scalar, Folded folded) =>
        folded.Kind == FoldedKind.Hard && scalar > 0x7F && CodePoints.CategoryOf(scalar) is
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.TitlecaseLetter;

    private static bool IsLocalPunctuation(Folded folded, int scalar) => scalar == '-'
        || folded.First is (byte)'.' or (byte)'_' or (byte)'+' or (byte)'%' or (byte)'\'' or (byte)'~' or (byte)'!'
            or (byte)'#' or (byte)'$' or (byte)'*';

    private struct Label
    {
        private bool _isAscii;
        private bool _beginsWithLetter;
        private bool _endsWithDash;

        internal int Length { get; private set; }

        internal readonly bool IsTopLevel => Length > 1 && _beginsWithLetter && !_endsWithDash;

        internal bool TryAdd(Folded folded, int scalar, bool cutsAtScript)
        {
            var isOther = IsOtherLetter(scalar, folded);
            _endsWithDash = scalar == '-' && Length > 0;
            if (!isOther && !folded.IsAlphanumeric && !_endsWithDash)
            {
                return false;
            }

            if (Length == 0)
            {
                _isAscii = !isOther;
                _beginsWithLetter = isOther || folded.Kind == FoldedKind.Letter;
            }

            Length++;
            return !(cutsAtScript && isOther && _isAscii);
        }
    }
}
