using System.Globalization;
using System.Text;
using Gateway.Policies.Screening;
using Gateway.Policies.Screening.Landmarks;

namespace Gateway.Policies.Tests.Screening;

public sealed class FoldingTests
{
    private static readonly (string Text, string Expected)[] Seen =
    [
        ("A123456 (3)", "A123456(3)"),
        ("１３８<b>0013</b>\\u0038000", "13800138000"),
        ("中文 abc", "中文abc"),
        ("a < b", "a<b"),
    ];

    [Fact]
    public void Normalization_works_where_the_tests_run() => Assert.Null(TextFolding.SelfTest());

    [Theory]
    [InlineData("abc", "ABC")]
    [InlineData("a b-c·d", "ABCD")]
    [InlineData("Ａ１２３（４）", "A123(4)")]
    [InlineData("a\u200Bb\uFEFFc\u00ADd", "ABCD")]
    [InlineData("a\u00A0b\u3000c\td", "ABCD")]
    [InlineData("a–b—c‐d−e", "ABCDE")]
    [InlineData("ﬁ", "FI")]
    [InlineData("ñ", "Ñ")]
    [InlineData("n\u0303", "Ñ")]
    [InlineData("张·三", "张三")]
    [InlineData("a_b.c", "A_B.C")]
    [InlineData("", "")]
    public void What_is_hashed_is_folded_as_the_form_says(string text, string expected)
    {
        Assert.Equal(expected, TextFolding.FoldForHash(Encoding.UTF8.GetBytes(text)));
        var room = new byte[TextFolding.MaxFoldedLength(text.Length * 3)];
        Assert.True(TextFolding.TryFoldForHash(Encoding.UTF8.GetBytes(text), room, out var written));
        Assert.Equal(expected, Encoding.UTF8.GetString(room, 0, written));
    }

    [Fact]
    public void Folding_into_too_little_room_says_so()
    {
        Assert.False(TextFolding.TryFoldForHash("abcd"u8, new byte[3], out _));
        Assert.False(TextFolding.TryFoldForHash("ａｂ"u8, new byte[1], out _));
        Assert.True(TextFolding.TryFoldForHash("a b"u8, new byte[2], out var written));
        Assert.Equal(2, written);
    }

    [Fact]
    public void Screening_sees_a_value_without_escapes_markup_and_separators() => Assert.All(
        Seen,
        row => Assert.Equal(row.Expected, TextFolding.FoldForScreening(Encoding.UTF8.GetBytes(row.Text))));

    [Fact]
    public void Every_decimal_digit_of_unicode_is_its_ascii_digit()
    {
        var digits = AllRunes().Where(rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber);
        foreach (var rune in digits)
        {
            var folded = FoldTable.Of(rune.Value);
            Assert.Equal(FoldedKind.Digit, folded.Kind);
            Assert.Equal('0' + (int)Rune.GetNumericValue(rune), folded.First);
        }
    }

    [Fact]
    public void The_skim_stops_at_every_character_that_folds_to_a_digit_or_an_at_sign()
    {
        foreach (var rune in AllRunes())
        {
            var folded = FoldTable.Of(rune.Value);
            if (folded.Kind == FoldedKind.Digit || folded.First is (byte)'@' or (byte)'&' or (byte)'%' or (byte)'\\')
            {
                var utf8 = Encoding.UTF8.GetBytes(rune.ToString());
                byte[] amongWords = [.. "no sign in it "u8, .. utf8, .. new byte[64]];
                Assert.Equal(0, FirstIn(utf8, Landmark.Beginning));
                Assert.Equal(14, FirstIn(amongWords, Landmark.Beginning));
                Assert.True(folded.Kind != FoldedKind.Digit || FirstIn(amongWords, Landmark.Digit) == 14);
                Assert.False(Skim.IsPunctuation([.. utf8, 0, 0], 0, out _), $"U+{rune.Value:X4} is passed");
            }
        }
    }

    // What is read as Latin letters, or not seen at all, may stand in a label; where that is in a text decides nothing.
    // Left out is what stands in none: tone marks of Han, voiced marks of kana, points and letters above letters, and
    // places beyond the tags that no character has.
    [Fact]
    public void The_skim_stops_at_every_character_that_folds_to_letters_or_is_not_seen()
    {
        const string LeftOut = "\u2C7C\u2C7D\u2CEF\u2CF0\u2CF1\u2D7F\u302A\u302B\u302C\u302D\u3099\u309A\uFB1E";
        var passed = AllRunes().Where(rune => rune.Value is >= 0x80 and not (>= 0x2DE0 and <= 0x2DFF or >= 0xE01F0)).Where(rune =>
        {
            byte[] amongWords = [.. "no sign in it "u8, .. Encoding.UTF8.GetBytes(rune.ToString()), .. new byte[64]];
            return FoldTable.Of(rune.Value).Kind is FoldedKind.Letter or FoldedKind.Void
                && FirstIn(amongWords, Landmark.Beginning) != 14;
        });
        Assert.Empty(passed.Select(rune => rune.ToString()).Except(LeftOut.Select(c => $"{c}")));
    }

    [Fact]
    public void No_ideograph_of_the_basic_planes_is_a_digit_a_sign_or_a_separator() =>
        Assert.All(Enumerable.Range(0x4000, 0x6000), scalar => Assert.Equal((FoldedKind.Hard, 0), Plain(scalar)));

    private static int FirstIn(byte[] text, Landmark landmark) =>
        new LandmarkMap(Screener.All, text, new ulong[LandmarkMap.RoomFor(text.Length)]).Next(landmark, 0);

    private static (FoldedKind Kind, int First) Plain(int scalar) => (FoldTable.Of(scalar).Kind, FoldTable.Of(scalar).First);

    private static IEnumerable<Rune> AllRunes() =>
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value));
}
