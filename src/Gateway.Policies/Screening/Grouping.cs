namespace Gateway.Policies.Screening;

/// <summary>
/// How a number is written. A number that is all there is between two words may be split in any way; one
/// that shares its line with other digits must be in one piece, or in groups people write, so that a
/// table of small numbers is not one long card number.
/// </summary>
internal static class Grouping
{
    private const int MaxGroups = BankCard.MaxLength;

    internal static bool IsCard(in DigitRun run, int from, int to)
    {
        Span<byte> sizes = stackalloc byte[MaxGroups];
        var groups = Sizes(in run, from, to, sizes);
        return groups.Length == 1
            || groups.SequenceEqual<byte>([4, 6, 5])
            || (groups.Length == 2 && groups[0] == 6)
            || IsEven(groups);
    }

    internal static bool IsMobile(in DigitRun run, int from, int to)
    {
        Span<byte> sizes = stackalloc byte[MaxGroups];
        var groups = Sizes(in run, from, to, sizes);
        return groups.Length switch
        {
            1 => true,
            2 => groups[0] is 3 or 5 or 7,
            3 => groups.SequenceEqual<byte>([3, 4, 4]) || groups.SequenceEqual<byte>([4, 4, 3])
                || groups.SequenceEqual<byte>([4, 3, 4]) || groups.SequenceEqual<byte>([3, 3, 5]),
            _ => false,
        };
    }

    /// <summary>Whether a number is grouped as they are in North America: 1-555-555-5000.</summary>
    internal static bool IsNorthAmerican(in DigitRun run, int from, int to)
    {
        Span<byte> sizes = stackalloc byte[MaxGroups];
        return Sizes(in run, from, to, sizes).SequenceEqual<byte>([1, 3, 3, 4]);
    }

    /// <summary>Whether nothing that is seen was taken out inside.</summary>
    internal static bool IsOnePiece(in DigitRun run, int from, int to)
    {
        for (var i = from + 1; i < to; i++)
        {
            if (run[i].Gap > FoldedKind.Void)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether nothing but separators stands between this number and the text around it.</summary>
    /// <param name="endsRows">A line break is the end of a row: so in a document, not in a single value.</param>
    internal static bool IsWhole(in DigitRun run, int from, int to, bool isOpen, bool endsRows)
    {
        var starts = (from == 0 && !run.IsContinued) || (endsRows && run[from].Gap == FoldedKind.Line);
        var ends = to == run.Count ? !isOpen : endsRows && run[to].Gap == FoldedKind.Line;
        return starts && ends && (!endsRows || IsOnOneLine(in run, from, to) || IsDigitByDigit(in run, from, to));
    }

    private static bool IsOnOneLine(in DigitRun run, int from, int to)
    {
        for (var i = from + 1; i < to; i++)
        {
            if (run[i].Gap == FoldedKind.Line)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDigitByDigit(in DigitRun run, int from, int to)
    {
        for (var i = from + 1; i < to; i++)
        {
            if (run[i].Gap <= FoldedKind.Void)
            {
                return false;
            }
        }

        return true;
    }

    // 4-4-4-4, 4-4-4-4-3, 5-5-5-4: groups of three or more, all the same but for a shorter last one.
    private static bool IsEven(ReadOnlySpan<byte> groups) =>
        groups[0] >= 3 && !groups[..^1].ContainsAnyExcept(groups[0]) && groups[^1] <= groups[0];

    private static ReadOnlySpan<byte> Sizes(in DigitRun run, int from, int to, Span<byte> sizes)
    {
        var count = 0;
        for (var i = from; i < to; i++)
        {
            if (i == from || run[i].Gap > FoldedKind.Void)
            {
                sizes[count++] = 0;
            }

            sizes[count - 1]++;
        }

        return sizes[..count];
    }
}
