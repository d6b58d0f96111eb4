using System.Runtime.CompilerServices;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// Tells where something that is looked for may begin: a digit of any script, or a sign. Chinese with its punctuation
/// is passed over as words are. What is told is decided by who asked.
/// </summary>
internal static class Beginnings
{
    // Of the table for ASCII: the digits; the rest are signs.
    private const byte Digits = 1;
    private const byte Signs = unchecked((byte)~Digits);

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

    /// <summary>The signs that something may begin with, and what nobody sees.</summary>
    internal static readonly byte[] SignOctets =
        [.. "@&%\\<"u8, .. Enumerable.Range(0, 0x80).Where(IsUnseen).Select(value => (byte)value)];

    // Signs each with those of the same upper half, or the same lower one, so that no group holds anything else.
    private static readonly NibbleTable Ascii = NibbleTable.Of(
    [
        "0123456789"u8.ToArray(),
        "<\\"u8.ToArray(),
        .. SignOctets.Except("<\\"u8.ToArray()).GroupBy(octet => octet >> 4).Select(row => row.ToArray()),
    ]);

    private static readonly NibbleTable Leads = TableOf(sequence => sequence.Leads);
    private static readonly NibbleTable Seconds = TableOf(sequence => sequence.Seconds);
    private static readonly NibbleTable Thirds = TableOf(sequence => sequence.Thirds);

    /// <summary>What any of the characters of two and more bytes begins with.</summary>
    internal static IEnumerable<byte> LeadOctets => Sequences.SelectMany(sequence => Octets(sequence.Leads)).Distinct();

    /// <summary>Signs and what may be one: empty but at their places.</summary>
    /// <param name="first">Some octets.</param>
    /// <param name="second">The same one octet on.</param>
    /// <param name="third">Two octets on.</param>
    /// <param name="digits">The same of digits and what may be one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TOctets Of<TOctets>(TOctets first, TOctets second, TOctets third, out TOctets digits)
        where TOctets : struct, IOctets<TOctets>
    {
        var ascii = first.In(in Ascii);
        var signs = ascii & Signs;
        digits = ascii & Digits;
        if (!first.IsAscii)
        {
            var wide = first.In(in Leads) & second.In(in Seconds) & third.In(in Thirds);
            signs |= wide;
            digits |= wide;
        }

        return signs;
    }

    private static bool IsUnseen(int ascii) => FoldTable.Of(ascii).Kind == FoldedKind.Void;

    private static NibbleTable TableOf(Func<(string Leads, string Seconds, string Thirds), string> octets) =>
        NibbleTable.Of(Sequences.Select(sequence => Octets(octets(sequence))));

    private static byte[] Octets(string hex) => hex.Length > 0
        ? Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))
        : [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
}
