using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// Finds where something that is looked for may begin: a digit of any script, or a sign. Thirty-two bytes at a time;
/// Chinese with its punctuation is passed over as words are. What is found is decided by who asked.
/// </summary>
internal sealed class Beginnings
{
    private const int Length = 3;

    // What a character of two and more bytes begins with, where it folds to a digit, to letters, to one of @ % & \, or
    // is not seen at all: leads, second bytes, third bytes; none said means any. Tests hold this against the folding
    // table: a label in small letters of full width, or with unseen characters in it, is one wherever it stands.
    private static readonly (string Leads, string Seconds, string Thirds)[] Sequences =
    [
        ("C2 C4 C5 C7 CA CC CD D6 D7 D8 D9 DB DC DD DE DF", "", ""),
        ("E0 E1 EA F0", "", ""),
        ("E2", "81 82 84 85 86 91 92 93 9D 9E", ""),
        ("E3 EF", "85 86 88 89 8A 8B 8D 8E 8F B8 BD BE BF", ""),
        ("EF", "BC", "90 91 92 93 94 95 96 97 98 99"),
        ("EF F3", "A0 AC BB BC", "80 81 82 83 84 85 86 87 BF"),
        ("EF", "B9 BC", "A0 BF A1 B1 A2 B2 A3 B3 A4 B4 A5 B5 A6 B6 A7 B7 A8 B8 A9 B9 AA BA AB BB AC BC AD AE AF"),
        ("E2", "80", "8B 8C 8D 8E 8F AA AB AC AD AE"),
    ];

    private static readonly NibbleTable Leads = TableOf(Sequences.Select(sequence => sequence.Leads));
    private static readonly NibbleTable Seconds = TableOf(Sequences.Select(sequence => sequence.Seconds));
    private static readonly NibbleTable Thirds = TableOf(Sequences.Select(sequence => sequence.Thirds));

    private readonly NibbleTable _ascii;
    private readonly SearchValues<byte> _first;

    private Beginnings(ReadOnlySpan<byte> ascii)
    {
        var rows = ascii.ToArray().GroupBy(value => value >> 4);
        _ascii = TableOf(rows.Select(row => Convert.ToHexString([.. row])));
        var leads = Sequences.SelectMany(sequence => Bytes(sequence.Leads));
        _first = SearchValues.Create([.. ascii, .. leads.Distinct()]);
    }

    /// <summary>Digits, '@', escapes and markup.</summary>
    internal static Beginnings OfAnything { get; } = new("0123456789@&%\\<"u8);

    /// <summary>The same without ASCII digits, for those who look for no number but for what is hidden.</summary>
    internal static Beginnings OfSigns { get; } = new("@&%\\<"u8);

    /// <summary>Digits.</summary>
    internal static Beginnings OfNumbers { get; } = new("0123456789"u8);

    /// <summary>Where the next begins; -1 for none. Near the end any byte that may begin one is told.</summary>
    internal int Next(ReadOnlySpan<byte> text, int from)
    {
        var at = from;
        unchecked
        {
            var (ascii, leads, seconds, thirds) = (_ascii, Leads, Seconds, Thirds);
            for (; NibbleTable.IsWide && at + Vector256<byte>.Count + Length - 1 <= text.Length;
                at += Vector256<byte>.Count)
            {
                var may = ascii.Wide(text, at);
                if (NibbleTable.HasHigh(text, at))
                {
                    may |= leads.Wide(text, at) & seconds.Wide(text, at + 1) & thirds.Wide(text, at + 2);
                }

                if (may != Vector256<byte>.Zero)
                {
                    return at + BitOperations.TrailingZeroCount(
                        ~Vector256.Equals(may, Vector256<byte>.Zero).ExtractMostSignificantBits());
                }
            }
        }

        var skip = text[at..].IndexOfAny(_first);
        return skip < 0 ? -1 : at + skip;
    }

    // One group of bytes a bit.
    private static NibbleTable TableOf(IEnumerable<string> groups)
    {
        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        foreach (var (bit, group) in groups.Index())
        {
            var bytes = group.Length == 0
                ? [.. Enumerable.Range(0, 256).Select(value => (byte)value)]
                : Bytes(group);
            foreach (var value in bytes)
            {
                low[value & 15] |= (byte)(1 << bit);
                high[value >> 4] |= (byte)(1 << bit);
            }
        }

        return new NibbleTable(low, high);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
