using System.Globalization;

namespace Gateway.Ledger.Inspection;

/// <summary>A place in a ledger: "YYYY:index". Cursors sort in the order of the log.</summary>
internal readonly record struct LedgerCursor(int Year, long Index) : IComparable<LedgerCursor>
{
    private const int YearDigits = 4;

    /// <summary>Before the first entry of all.</summary>
    internal static LedgerCursor Start => default;

    /// <summary>The place after this one, within the year.</summary>
    internal LedgerCursor Next => this with { Index = Index + 1 };

    /// <summary>Exactly what <see cref="ToString"/> writes.</summary>
    internal static bool TryParse(string? text, out LedgerCursor cursor)
    {
        cursor = default;
        if (text is not { Length: > YearDigits + 1 } || text[YearDigits] != ':'
            || !int.TryParse(text.AsSpan(0, YearDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !long.TryParse(
                text.AsSpan(YearDigits + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return false;
        }

        cursor = new LedgerCursor(year, index);
        return cursor.ToString() == text;
    }

    public int CompareTo(LedgerCursor other) => (Year, Index).CompareTo((other.Year, other.Index));

    public static bool operator <(LedgerCursor left, LedgerCursor right) => left.CompareTo(right) < 0;

    public static bool operator >(LedgerCursor left, LedgerCursor right) => left.CompareTo(right) > 0;

    public static bool operator <=(LedgerCursor left, LedgerCursor right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LedgerCursor left, LedgerCursor right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}:{Index}");
}
