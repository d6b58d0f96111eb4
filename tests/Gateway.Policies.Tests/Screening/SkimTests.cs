using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Screening;
using Gateway.Policies.Screening.Landmarks;

namespace Gateway.Policies.Tests.Screening;

public sealed class SkimTests
{
    // Numbers that are found, numbers that nearly are, what stands around them, and what hides them. No marker of an
    // escape stands alone: "%%41" is one thing read from its first '%' and another read from its second.
    private static readonly string[] Parts =
    [
        "11010519491231002X", "110105194912310021", "11010519491231002", "1101051949", "1231002", "X", "x", "(", ")", "3",
        "A123456", "A123456(3)", "AB987654", "123456", "1234563", "Z", "AB", "abc", "G", "4111111111111111", "4111", "1111",
        "411111111111111", "6222021001116245", "13800138000", "138", "0013", "8000", "+86", "0086", "86", "0", "1", "9",
        "12", "2026-11-22", "329296.41", "67651022-9763-4218-a884-280798136025", "-", " ", "  ", "\n", "·", "\u00a0",
        "\u200b", "，", "余额", "１３８", "①", "Ａ", ".", ",", ":", "/", "&#65;", "&#48;", "\\u0041", "\\u0031", "%31", "%41",
        "&nbsp;", "<b>", "</b>", "<i title='138'>", "<", ">", "]]>", "<![CDATA[", "a@b.example", "@", ";",
    ];

    // Each detector on its own looks at less than all of them together.
    private static readonly List<Screener> Screeners =
        [Screener.All, .. DetectorKind.Built.Select(kind => Screener.For([kind]))];

    [Fact]
    public void Passing_over_numbers_that_cannot_be_an_identifier_misses_no_finding() =>
        Prop.ForAll(
            Gen.Elements(Parts).ArrayOf().ToArbitrary(),
            Gen.Elements(ScanMode.Value, ScanMode.Document).ToArbitrary(),
            (parts, mode) =>
            {
                var text = Encoding.UTF8.GetBytes(string.Concat(parts));
                Assert.All(Screeners, screener => Assert.Equal(
                    Find(screener, text, mode, readsEveryRun: true), Find(screener, text, mode, readsEveryRun: false)));
            }).Check(Draws.Of(3_000));

    [Theory]
    [InlineData("１３８.&#48;13800138000")]
    [InlineData("138.%3013800138000")]
    public void A_fraction_that_hides_its_first_digit_is_a_fraction_to_both_readings(string written)
    {
        var text = Encoding.UTF8.GetBytes(written);
        Assert.Equal(
            Find(Screener.All, text, ScanMode.Value, readsEveryRun: true),
            Find(Screener.All, text, ScanMode.Value, readsEveryRun: false));
    }

    [Theory]
    [InlineData(new byte[] { 0xE3 })]
    [InlineData(new byte[] { 0xE2 })]
    [InlineData(new byte[] { 0xEF, 0xBC })]
    public void A_digit_behind_a_character_that_was_cut_is_part_of_its_number(byte[] cut)
    {
        foreach (var screener in new[] { Screener.All, Screener.For([DetectorKind.CnMobile]) })
        {
            byte[] text = [.. cut, .. "13800138000 "u8], longer = [.. cut, .. "113800138000 "u8];
            Assert.Single(Find(screener, text, ScanMode.Value, readsEveryRun: false), finding => finding.Kind == DetectorKind.CnMobile);
            Assert.Empty(Find(screener, longer, ScanMode.Value, readsEveryRun: false));
        }
    }

    [Fact]
    public void What_is_passed_over_and_what_is_read_both_occur()
    {
        var (text, read) = (Encoding.UTF8.GetBytes("A123456(3), 2026-11-22"), new List<int>());
        var skim = new Skim(Screener.All, MapOf(Screener.All, text), text, ScanMode.Value);
        for (var at = 0; skim.TryNext(ref at, 0); at += 9)
        {
            read.Add(at);
        }

        Assert.Equal([1], read);
    }

    private static LandmarkMap MapOf(Screener screener, byte[] text) =>
        new(screener, text, new ulong[LandmarkMap.RoomFor(text.Length)]);

    private static List<Finding> Find(Screener screener, byte[] text, ScanMode mode, bool readsEveryRun)
    {
        var findings = new List<Finding>();
        var skim = new Skim(screener, MapOf(screener, text), text, mode) { ReadsEveryRun = readsEveryRun };
        var next = 0;
        if (skim.TryNext(ref next, 0))
        {
            new Scan(screener, skim, text, findings, 0).Run(next);
        }

        return findings;
    }
}
