using System.Text;
using Gateway.Policies.Bundle;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Engine;

/// <summary>Detectors that a bundle brings, thresholds it sets, and what a hit on important data does.</summary>
public sealed class OwnDetectorTests
{
    private const string Bundle = """
        lists:
          - { id: survey, words: [地形图, 大地坐标, 大地座標, "military survey", mạp] }
        detectors:
          - { id: staff-number, pattern: "EMP[0-9]{6}" }
          - { id: contract, pattern: "[0-9]{4}-[0-9]{4}", context: [合同号, contract no], score: 0.9 }
          - { id: important-geodata, list: survey, raises: important }
          - { id: hkid, threshold: 0.8 }
        """;

    private static readonly (string Text, string[] Found)[] Texts =
    [
        ("EMP123456", ["staff-number EMP123456"]),
        ("ＥＭＰ１２３４５６", ["staff-number ＥＭＰ１２３４５６"]),
        ("EMP 123 456", ["staff-number EMP 123 456"]),
        ("&#69;MP123456", ["staff-number &#69;MP123456"]),
        ("EMP<b>123</b>456", ["staff-number EMP<b>123</b>456"]),
        ("emp123456", []),
        ("合同号 2026-0001", ["contract 2026-0001"]),
        ("2026-0001", []),
        ("比例尺 1:5000 地形图", ["important-geodata 地形图"]),
        ("地 形\u200B图", ["important-geodata 地 形\u200B图"]),
        ("地形圖", ["important-geodata 地形圖"]),
        ("大地座標", ["important-geodata 大地座標"]),
        ("the Military-Survey of", ["important-geodata Military-Survey"]),
        ("paramilitary surveyor", []),
        ("A1234563", []),
        ("A123456(3)", ["hkid A123456(3)"]),
    ];

    private static readonly PolicyBundle Read = Assert.IsType<PolicyBundle>(
        BundleReader.ReadOffline([new BundleFile("a.yaml", Encoding.UTF8.GetBytes(Bundle))]).Bundle);

    [Fact]
    public void A_bundles_detectors_see_what_this_builds_do()
    {
        var screener = Screener.For(Read.Detectors);
        Assert.All(Texts, text => Assert.Equal(text.Found, Quoted(screener, text.Text)));
    }

    [Fact]
    public void A_category_without_a_list_of_its_own_is_screened_by_the_bundles_detectors_too()
    {
        var bundle = Category("grade: general");
        Assert.Contains(bundle.Categories.Values.Single().Screen, kind => kind.Name == "important-geodata");
    }

    [Theory]
    [InlineData("grade: general", "地形图", "grade.important")]
    [InlineData("grade: important", "地形图", null)]
    [InlineData("grade: general, onFinding: { default: refuse, important-geodata: mask }", "地形图", null)]
    [InlineData("grade: important, onFinding: { default: mask, important-geodata: refuse }", "地形图", "screen.finding")]
    [InlineData("grade: important", "13800138000", "screen.finding")]
    [InlineData("grade: general", "plain", null)]
    public void A_hit_raises_the_grade_of_what_it_stands_in(string category, string value, string? refused)
    {
        var engine = CategoryEngineOf(Category(category));
        var passed = engine.Inspect(Encoding.UTF8.GetBytes($"{{\"a\":\"{value}\"}}"), DateTimeOffset.UnixEpoch)
            .TryPass(out var consignment, out var refusal);
        consignment.Dispose();
        Assert.Equal(refused, passed ? null : refusal!.Code.Wire);
        Assert.DoesNotContain(value, refusal?.Detail ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoding_within_encodings_is_looked_into_and_too_deep_a_one_is_refused()
    {
        var engine = CategoryEngineOf(Category("grade: general"));
        var text = "11010519491231002X";
        for (var depth = 1; depth <= 6; depth++)
        {
            text = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
            Assert.False(engine.Inspect(Encoding.UTF8.GetBytes($"{{\"a\":\"{text}\"}}"), DateTimeOffset.UnixEpoch)
                .TryPass(out _, out var refusal));
            Assert.Equal(depth <= 4 ? "screen.finding" : "screen.depth", refusal.Code.Wire);
        }
    }

    private static PolicyBundle Category(string more) => Assert.IsType<PolicyBundle>(BundleReader.ReadOffline(
    [
        new BundleFile("a.yaml", Encoding.UTF8.GetBytes(Bundle)),
        new BundleFile("b.yaml", Encoding.UTF8.GetBytes($$"""
            categories:
              - { id: c, version: 1, format: json, media: [application/json], {{more}}, fields: [ { path: $.a, do: keep } ] }
            """)),
    ]).Bundle);

    private static Transforms.CategoryEngine CategoryEngineOf(PolicyBundle bundle)
    {
        var engine = Transforms.CategoryEngine.Compile(bundle.Categories.Values.Single(), new Desk.FixedKeys(), out var faults);
        Assert.Empty(faults);
        return engine!;
    }

    private static IEnumerable<string> Quoted(Screener screener, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var findings = new List<Finding>();
        screener.Screen(utf8, findings);
        return findings.Select(found => $"{found.Kind} {Encoding.UTF8.GetString(utf8, found.Offset, found.Length)}");
    }
}
