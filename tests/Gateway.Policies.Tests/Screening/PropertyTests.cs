using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

public sealed class PropertyTests
{
    private static readonly string[] Splitters =
    [
        "", "", " ", "-", "·", "\u00A0", "\u3000", "\u200B", "\u2013", "<b>", "&nbsp;", "%20", "\\u00a0", "\n", "\t",
        "\uFEFF",
    ];

    // No digits and nothing that may begin an escape or a tag; no letter that could be an identifier's.
    private static readonly string[] Words =
        ["", "姓名", " remark: ", "备注，", " the number is ", "é", "𠮷", "\"", "(", "Ünï—", "。", "，", "; ", "/", ": "];

    private static readonly Gen<string> Identifiers = Gen.Elements<string>(
    [
        .. Vectors.Of("resident_id", "valid"), .. Vectors.Of("hkid", "valid"), .. Vectors.Of("unionpay", "valid"),
        "13812345678", "19912345678",
        .. Vectors.Of("uscc", "valid"), .. Vectors.Of("vin", "valid"), "GB82WEST12345698765432", "5493001KJTIIGC8Y1R12",
    ]);

    [Fact]
    public void An_identifier_is_found_in_any_text_however_it_is_split()
    {
        var texts = from number in Identifiers
                    from splits in Gen.Elements(Splitters).ArrayOf(number.Length)
                    from before in Gen.Elements(Words)
                    from after in Gen.Elements(Words)
                    select (before, Split: string.Concat(number.Zip(splits, (c, split) => split + c)), after);
        Check.One(Draws.Of(2000), Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var whole = text.before + text.Split + text.after;
            return Outermost(Found.In(whole)) == 1 && IsOnCharacters(Encoding.UTF8.GetBytes(whole));
        }));
    }

    [Fact]
    public void A_number_that_goes_on_is_not_found_in_part()
    {
        var texts = from number in Gen.Elements("13812345678", "18612345678")
                    from more in Gen.Choose(1, 9)
                    select number + more;
        Check.One(Draws.Of(100), Prop.ForAll(texts.ToArbitrary(), text => Found.In(text).Count == 0));
    }

    [Fact]
    public void Any_bytes_are_screened_and_findings_lie_within_them_on_character_boundaries() =>
        Check.One(
            Draws.Of(2000),
            Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(), IsOnCharacters));

    [Fact]
    public void Any_mix_of_markers_and_digits_is_screened_and_findings_lie_within_it()
    {
        var parts = Gen.Elements(
            "1", "38", "0013", "8000", "%", "%2", "%31", "%25", "\\", "\\u00", "\\u0031", "\\x", "&", "&#", "&#49;",
            "&amp;", "<", "<b", ">", "<![CDATA[", "]]>", "@", "a", "A", ".", "com", "(", ")", "3", " ", "-", "\u200B", "１",
            "中", "\uD835\uDFCE");
        Check.One(
            Draws.Of(3000),
            Prop.ForAll(
                parts.ListOf().ToArbitrary(),
                list => IsOnCharacters(Encoding.UTF8.GetBytes(string.Concat(list)))));
    }

    [Fact]
    public void What_is_found_in_a_value_is_found_in_the_same_line_of_a_document()
    {
        var texts = from number in Identifiers
                    from before in Gen.Elements(Words)
                    select before + number;
        Check.One(Draws.Of(100), Prop.ForAll(
            texts.ToArbitrary(),
            text => Found.Quoted(text).SequenceEqual(Found.QuotedInDocument(text))));
    }

    // A part may look like a number of its own where the separators set it off: it lies within what was found whole.
    private static int Outermost(IReadOnlyList<Finding> findings) => findings.Count(inner => !findings.Any(outer =>
        outer != inner && outer.Offset <= inner.Offset && outer.Offset + outer.Length >= inner.Offset + inner.Length));

    private static bool IsOnCharacters(byte[] utf8) => Found.In(utf8).All(finding =>
        finding.Offset >= 0 && finding.Length > 0 && finding.Offset + finding.Length <= utf8.Length
        && IsBoundary(utf8, finding.Offset) && IsBoundary(utf8, finding.Offset + finding.Length)
        && finding.Score is >= 0.5 and <= 1);

    // A byte that continues a character is never the first of what is reported, unless it continues nothing.
    private static bool IsBoundary(byte[] utf8, int at)
    {
        for (var start = Math.Max(0, at - 3); start < at; start++)
        {
            if (Rune.DecodeFromUtf8(utf8.AsSpan(start), out _, out var length) == System.Buffers.OperationStatus.Done
                && start + length > at)
            {
                return false;
            }
        }

        return true;
    }
}
