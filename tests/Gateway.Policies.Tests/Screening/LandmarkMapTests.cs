using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Screening;
using Gateway.Policies.Screening.Encodings;
using Gateway.Policies.Screening.Landmarks;

namespace Gateway.Policies.Tests.Screening;

/// <summary>The map of a text against going through it octet by octet, in rooms too small for it as well.</summary>
public class LandmarkMapTests
{
    private static readonly string[] Parts =
    [
        "abc", "name", "Bic", "名", "员", "生", "先生", "a", " ", ". ", "<b>", "@", "%41", "7", "４", "，", "。", "女",
        "0123456789abcdef", "QUJDREVGR0hJSktMTU5P", "ünï", "😀", "٣", "\0", "\u007f\u001f", "\t\n\v\f\r", "-----", "状态正常一二三四五六七八九十",
    ];

    private static readonly Screener NumbersOnly = Screener.For([DetectorKind.PrcId, DetectorKind.Email]);

    private static readonly byte[] Signs =
        [.. "@&%\\<\u007f"u8, .. Enumerable.Range(0, 32).Select(value => (byte)value).Except("\t\n\v\f\r"u8.ToArray())];

    [Fact]
    public void Every_digit_and_sign_of_a_text_is_on_the_map_and_no_letter_of_ascii_is() => HoldFor((text, map) =>
    {
        var beginnings = All(map, Landmark.Beginning);
        var digits = All(map, Landmark.Digit);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] < 0x80)
            {
                Assert.Equal(char.IsAsciiDigit((char)text[at]) || Signs.Contains(text[at]), beginnings.Contains(at));
                Assert.Equal(char.IsAsciiDigit((char)text[at]), digits.Contains(at));
            }
        }

        Assert.Equal(Places(text, "４", "٣").Except(digits), []);
    });

    [Fact]
    public void Every_label_and_title_of_a_text_is_on_the_map_where_they_are_looked_for() => HoldFor((text, map) =>
        Assert.Equal(
            map().Screener.FindsMarks ? Places(text, "ame", "Bic", "名", "员", "生") : [],
            All(map, Landmark.Mark).Where(at => LandmarkScan.Marks.IsAt(text, at))));

    [Fact]
    public void Every_word_of_sixteen_and_more_characters_of_base64_is_on_the_map() => HoldFor((text, map) =>
    {
        var (ends, run) = (new List<int>(), 0);
        for (var at = 0; at < text.Length; at++)
        {
            run = Base64Token.Is(text[at]) ? run + 1 : 0;
            if (run >= Base64Token.MinLength)
            {
                ends.Add(at);
            }
        }

        Assert.Equal(ends, All(map, Landmark.LongRun));
    });

    [Fact]
    public void The_map_of_a_part_tells_what_the_map_of_the_whole_tells_of_it() =>
        Prop.ForAll(Texts(), Gen.Choose(0, 200).ToArbitrary(), Gen.Choose(0, 200).ToArbitrary(), (text, from, length) =>
        {
            from = Math.Min(from, text.Length);
            var to = Math.Min(text.Length, from + length);
            var map = new LandmarkMap(Screener.All, text, new ulong[LandmarkMap.RoomFor(text.Length)]);
            var whole = All(map, Landmark.Beginning).Where(at => at >= from && at < to).Select(at => at - from);
            Assert.Equal(whole, All(map.Within(from, to), Landmark.Beginning));
        }).Check(Draws.Of(500));

    [Fact]
    public void Who_looks_for_no_number_is_not_led_to_digits()
    {
        var text = "7 @ 8"u8.ToArray();
        var screener = Screener.For([DetectorKind.Email]);
        var map = new LandmarkMap(screener, text, new ulong[LandmarkMap.RoomFor(text.Length)]);
        Assert.Equal([2], All(map, Landmark.Beginning));
        Assert.Equal([0, 4], All(map, Landmark.Digit));
    }

    // A block at a time and in parts. In a room for the whole of it, and in one for two blocks only: then it is mapped piece by piece. Short texts
    // in which no labels are looked for are not mapped at all.
    private static void HoldFor(Action<byte[], MapOf> holds) =>
        Prop.ForAll(Texts(), Gen.Elements(Screener.All, NumbersOnly).ToArbitrary(), (text, screener) =>
        {
            for (var more = 0; more < 4; more++)
            {
                var (whole, few) = (LandmarkMap.RoomFor(text.Length) + more, LandmarkMap.RoomFor(128) + more);
                foreach (var byBlock in new[] { true, false })
                {
                    holds(text, () => new LandmarkMap(screener, text, Used(whole)) { GoesByBlock = byBlock });
                    holds(text, () => new LandmarkMap(screener, text, Used(few)) { GoesByBlock = byBlock });
                }
            }
        }).Check(Draws.Of(1_000));

    // Room that was lent before holds what it held.
    private static ulong[] Used(int words)
    {
        var room = new ulong[words];
        Array.Fill(room, ulong.MaxValue);
        return room;
    }

    private static Arbitrary<byte[]> Texts() =>
        Gen.Elements(Parts).ArrayOf().Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))).ToArbitrary();

    private static List<int> All(MapOf map, Landmark landmark) => All(map(), landmark);

    private static List<int> All(LandmarkMap map, Landmark landmark)
    {
        var places = new List<int>();
        for (var at = map.Next(landmark, 0); at >= 0; at = map.Next(landmark, at + 1))
        {
            places.Add(at);
        }

        return places;
    }

    private static IEnumerable<int> Places(byte[] text, params string[] strings) =>
        Enumerable.Range(0, text.Length).Where(at =>
            strings.Any(wanted => text.AsSpan(at).StartsWith(Encoding.UTF8.GetBytes(wanted))));

    private delegate LandmarkMap MapOf();
}
