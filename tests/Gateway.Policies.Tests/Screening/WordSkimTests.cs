using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Screening;
using Gateway.Policies.Screening.Landmarks;
using Gateway.Policies.Screening.Words;

namespace Gateway.Policies.Tests.Screening;

/// <summary>What is passed over quickly is held against a reading that passes nothing over.</summary>
public sealed class WordSkimTests
{
    private static readonly string[] Parts =
    [
        "GB82WEST12345698765432", "GB82", "WEST", "1234", "91110000600037341L", "9111", "1M8GDM9AXKP042788", "A123456789",
        "5493001KJTIIGC8Y1R12", "H12345678", "00", "E12345678", "51234567", "+852", "852", "+", "00852", "6612", "3456",
        "0755", "88888888", "(", ")", "1234567(8)", "1/234567/8", "192.168.100.200", "10.", "1.2", "329296.41", "12.345",
        "2026-09-13", "2026-09-13T08:15:00Z", "20260913", "T08", "00:1a:2B:3c:4D:5e", "08:15:00", "2001:db8::1", "::", ":",
        "粤B12345", "粤", "B12345", "港", "101号", "路", "12栋", "39.9042", "116.4074", "电话", "phone", "护照", "passport ",
        "IMEI ", "病历号", "BIC", "HSBCHKHH", "490154203237518", "110105491231002", "身份证", "\"", ",", "{", "}", " ", "-",
        "\n", "=", "|", "a", "Z", "0", "7", "42", "12345", "，", "：", "\u00a0", "\u200b", "１", "&#49;", "<b>", "</b>", "\\u0031",
    ];

    private static readonly string[] Labels =
    [
        "病历号", "medical record no ", "health card ", "passport ", "护照", "回乡证", "电话", "phone ", "澳门身份证", "身份证", "IMEI ",
        "BIC", "SWIFT ", "坐标", "amount ", "date of ", "", "vin ", "MAC ", "version ",
    ];

    private static readonly string[] Openings = ["\"", ",", "\":", " is ", "=", "|", "[", "\n", "\t", "{", "'", "!", "?", ": ", " ", "，"];

    private static readonly string[] Endings =
        ["\"", ",", "}", "\n", " is ", ".\n", ". It", ".", "", "!", "?", ": ", "|", "=", "]", "'", "\t", "Z,", ".5", ".12,", "-1", " A1 "];

    private static readonly string[] Numbers =
    [
        "329296", "329296.41", "12345.6", "1234.56", "12345", "1234", "2026-09-13", "2026-13-45", "1899-01-01", "2026-09-13T08:15:00Z",
        "2026-09-13T08:15", "2026-09-13T08", "2026-09-13T", "20260913", "20260913T08", "51234567", "1234567(8)", "12345678",
        "H12345678", "E12345678", "A123456789", "HSBCHKHH", "HSBCHKHHXXX", "110105491231002", "490154203237518", "00852", "001234567",
        "0755", "39.9042", "39.904", "10.0.0.1", "12:30", "B12345", "M1234", "MR001234", "19.5", "2001:db8::1",
    ];

    private static readonly List<Screener> Screeners =
        [Screener.All, Screener.For(DetectorKind.Built, "$.phone"), .. DetectorKind.Built.Select(kind => Screener.For([kind]))];

    [Fact]
    public void Passing_over_short_numbers_in_plain_text_misses_no_finding() =>
        Prop.ForAll(
            Gen.Elements(Parts).ArrayOf().ToArbitrary(),
            Gen.Elements(ScanMode.Value, ScanMode.Document).ToArbitrary(),
            (parts, mode) =>
            {
                var text = Encoding.UTF8.GetBytes(string.Concat(parts));
                Assert.All(Screeners, screener => Assert.Equal(
                    Find(screener, text, mode, readsEveryNumber: true), Find(screener, text, mode, readsEveryNumber: false)));
            }).Check(Draws.Of(500));

    [Fact]
    public void A_number_beside_a_word_that_says_what_it_is_is_looked_at_however_it_is_set_off()
    {
        var fields = from label in Gen.Elements(Labels)
                     from opening in Gen.Elements(Openings)
                     from number in Gen.Elements(Numbers)
                     from ending in Gen.Elements(Endings)
                     select label + opening + number + ending;
        Prop.ForAll(
            fields.ArrayOf(2).ToArbitrary(),
            Gen.Elements(ScanMode.Value, ScanMode.Document).ToArbitrary(),
            (parts, mode) =>
            {
                var text = Encoding.UTF8.GetBytes(string.Concat(parts));
                Assert.Equal(
                    Find(Screener.All, text, mode, readsEveryNumber: true),
                    Find(Screener.All, text, mode, readsEveryNumber: false));
            }).Check(Draws.Of(5_000));
    }

    [Fact]
    public void Where_only_counts_between_ideographs_stand_there_is_no_word_to_read()
    {
        var ideographs = Gen.Elements("第", "次", "号", "路", "楼", "年", "病历号", "电话", "京", "名", "车牌", "患者", "，", "。", "\u200B")
            .Select(Encoding.UTF8.GetBytes);
        var counts = Gen.Elements("1", "12", "123", "1234", "12345", "1 2", "A1", "１").Select(Encoding.UTF8.GetBytes);
        var torn = Gen.Elements<byte[]>([0xE7, 0xAC], [0xAC], [0xE6], [0x80, 0x80]);
        var parts = Gen.Frequency((6, ideographs), (3, counts), (1, torn));
        var passed = 0;
        Prop.ForAll(
            Gen.Choose(1, 8).SelectMany(count => parts.ArrayOf(count)).ToArbitrary(),
            Gen.Elements(ScanMode.Value, ScanMode.Document).ToArbitrary(),
            (drawn, mode) =>
            {
                var text = drawn.SelectMany(part => part).ToArray();
                if (text.Any(octet => char.IsAsciiDigit((char)octet)) && !AsksForWords(text, mode))
                {
                    passed++;
                    Assert.Empty(Find(Screener.All, text, mode, readsEveryNumber: true));
                }
            }).Check(Draws.Of(5_000));
        Assert.True(passed > 100, $"{passed} of the texts were passed over");
    }

    [Theory]
    [InlineData("medical record no is 329296.")]
    [InlineData("病历号,329296.41,")]
    [InlineData("medical record \"329296\"")]
    public void The_number_of_a_record_is_found_at_the_end_of_a_sentence_too(string text) =>
        Assert.Contains(
            Find(Screener.All, Encoding.UTF8.GetBytes(text), ScanMode.Document, readsEveryNumber: false),
            finding => finding.Kind == DetectorKind.MedicalRecord);

    private static bool AsksForWords(byte[] text, ScanMode mode)
    {
        var map = new LandmarkMap(Screener.All, text, new ulong[LandmarkMap.RoomFor(text.Length)]);
        var skim = new Skim(Screener.All, map, text, mode);
        var at = 0;
        return skim.TryNext(ref at, 0) || skim.SawNumber;
    }

    private static List<Finding> Find(Screener screener, byte[] text, ScanMode mode, bool readsEveryNumber)
    {
        var findings = new List<Finding>();
        var map = new LandmarkMap(screener, text, new ulong[LandmarkMap.RoomFor(text.Length)]);
        new WordScan(screener, map, text, findings, mode, readsEveryNumber).Run();
        return findings;
    }
}
