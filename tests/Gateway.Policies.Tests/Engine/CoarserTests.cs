using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Regions;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Engine;

/// <summary>Generalise and truncate: what leaves is less than what came.</summary>
public sealed class CoarserTests
{
    // The day of the tests is 2026-11-01.
    [Theory]
    [InlineData("year", "\"1987-06-12\"", "1987")]
    [InlineData("year", "\"19870612\"", "1987")]
    [InlineData("year", "19870612", "1987")]
    [InlineData("year", "\"1987-06-12T23:59:60.123+08:00\"", "1987")]
    [InlineData("year", "\"1987-06-12t01:02:03z\"", "1987")]
    [InlineData("year", "\"0042-01-01\"", "0042")]
    [InlineData("month", "\"1987-06-12\"", "1987-06")]
    [InlineData("month", "\"20240229\"", "2024-02")]
    [InlineData("decade", "\"1987-06-12\"", "1980s")]
    [InlineData("decade", "\"2000-01-01\"", "2000s")]
    [InlineData("age-band", "\"1987-06-12\"", "30-39")]
    [InlineData("age-band", "\"1986-11-02\"", "30-39")]
    [InlineData("age-band", "\"1986-11-01\"", "40-49")]
    [InlineData("age-band", "\"2026-11-01\"", "0-9")]
    [InlineData("age-band", "\"1936-11-02\"", "80-89")]
    [InlineData("age-band", "\"1936-11-01\"", "90+")]
    [InlineData("age-band", "\"1900-01-01\"", "90+")]
    [InlineData("age-band", "34", "30-39")]
    [InlineData("age-band", "\"107\"", "90+")]
    [InlineData("district", "\"440106\"", "440106")]
    [InlineData("city", "\"440106\"", "440100")]
    [InlineData("province", "\"440106\"", "440000")]
    [InlineData("province", "440106", "440000")]
    [InlineData("district", "\"440106001001\"", "440106")]
    [InlineData("city", "\"440106001\"", "440100")]
    [InlineData("city", "\"110221\"", "110200")]
    [InlineData("province", "\"810000\"", "810000")]
    public void A_date_or_a_place_becomes_a_coarser_one(string to, string value, string coarser) =>
        Assert.Equal(
            $"{{\"v\":\"{coarser}\"}}",
            new Desk().Rule("$.v", new FieldAction.Generalise(to, [])).Pass($"{{\"v\":{value}}}"));

    [Theory]
    [InlineData("year", "\"1987-06\"")]
    [InlineData("year", "\"1987-02-29\"")]
    [InlineData("year", "\"1987-13-01\"")]
    [InlineData("year", "\"0000-01-01\"")]
    [InlineData("year", "\"1987-06-12 10:00:00Z\"")]
    [InlineData("year", "\"1987-06-12T10:00:00\"")]
    [InlineData("year", "\"1987-06-12T24:00:00Z\"")]
    [InlineData("year", "\"1987-06-12T10:00:00.Z\"")]
    [InlineData("year", "\"1987-06-12T10:00:00+0800\"")]
    [InlineData("year", "\"1987-06-12T10:00:00Zx\"")]
    [InlineData("year", "\"12/06/1987\"")]
    [InlineData("year", "\"in 1987\"")]
    [InlineData("year", "1.9870612e7")]
    [InlineData("year", "true")]
    [InlineData("age-band", "\"2026-11-02\"")]
    [InlineData("age-band", "151")]
    [InlineData("age-band", "-3")]
    [InlineData("city", "\"999999\"")]
    [InlineData("city", "\"44010\"")]
    [InlineData("city", "\"4401060\"")]
    [InlineData("city", "\"44O106\"")]
    [InlineData("city", "\"Guangzhou\"")]
    public void What_is_no_date_and_no_place_is_refused(string to, string value)
    {
        var desk = new Desk().Rule("$.v", new FieldAction.Generalise(to, []));
        Assert.Equal("field.value", desk.Refuse($"{{\"v\":{value}}}").Code.Wire);
        Assert.Equal(
            "{\"v\":\"***\"}",
            new Desk().Rule("$.v", new FieldAction.Generalise(to, []), MismatchRule.Redact).Pass($"{{\"v\":{value}}}"));
    }

    [Theory]
    [InlineData("-1", "<0")]
    [InlineData("-0.01", "<0")]
    [InlineData("0", "0-10000")]
    [InlineData("\"9999.99\"", "0-10000")]
    [InlineData("1e4", "10000-50000")]
    [InlineData("49999.999", "10000-50000")]
    [InlineData("50000", "50000+")]
    [InlineData("99999999999999999999", "50000+")]
    [InlineData("1e400", "50000+")]
    [InlineData("-1e400", "<0")]
    [InlineData("1e29", "50000+")]
    [InlineData("1e-400", "0-10000")]
    public void A_number_becomes_the_band_it_is_in(string value, string band) =>
        Assert.Equal($"[\"{band}\"]",
            new Desk().Rule("$[*]", new FieldAction.Generalise(null, [0, 10000, 50000])).Pass($"[{value}]"));

    [Theory]
    [InlineData("\"many\"")]
    [InlineData("\"1,000\"")]
    [InlineData("\" 5\"")]
    [InlineData("\"¥5\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"-Infinity\"")]
    [InlineData("\"1e400x\"")]
    [InlineData("\"NaN\"")]
    public void What_is_no_number_is_in_no_band(string value) =>
        Assert.Equal("field.value",
            new Desk().Rule("$[*]", new FieldAction.Generalise(null, [0])).Refuse($"[{value}]").Code.Wire);

    [Fact]
    public void Bands_are_spelled_as_the_bundle_spells_them()
    {
        var desk = new Desk().Rule("$[*]", new FieldAction.Generalise(null, [-1.50m, 2.5m]));
        Assert.Equal("[\"<-1.50\",\"-1.50-2.5\",\"2.5+\"]", desk.Pass("[-2,0,2.5]", out var report));
        Assert.Equal(3, report.Fields.Generalised);
    }

    [Fact]
    public void Every_code_ever_in_use_is_known_and_nothing_else()
    {
        string[] lists = ["mumuy-list.json", "mumuy-history.json"];
        var codes = lists
            .SelectMany(name => JsonDocument.Parse(Packed.Text("gbt2260", name)).RootElement.EnumerateObject())
            .Select(member => member.Name)
            .Concat(Packed.Text("gbt2260", "areas.csv").Split('\n').Skip(1).Select(line => line.Split(',')[0]))
            .Concat(Packed.Text("gbt2260", "cities.csv").Split('\n').Skip(1)
                .Where(line => line.Length > 0).Select(line => line.Split(',')[0] + "00"))
            .Where(code => code.Length == 6).ToHashSet();
        Assert.Equal(codes.Count, RegionCodes.Count);
        Assert.All(codes, code => Assert.True(RegionCodes.IsKnown(System.Text.Encoding.ASCII.GetBytes(code)), code));
    }

    [Theory]
    [InlineData("\"abcdef\"", 3, "\"abc\"")]
    [InlineData("\"ab\"", 3, "\"ab\"")]
    [InlineData("\"王小明\"", 1, "\"王\"")]
    [InlineData("\"a\uD83D\uDE00b\"", 2, "\"a\uD83D\uDE00\"")]
    [InlineData("\"a\\u0022bc\"", 2, "\"a\\\"\"")]
    [InlineData("123456", 2, "\"12\"")]
    [InlineData("\"\"", 2, "\"\"")]
    [InlineData("null", 2, "null")]
    public void Truncate_keeps_the_first_characters(string value, int to, string kept)
    {
        var desk = new Desk().Rule("$.v", new FieldAction.Truncate(to));
        Assert.Equal($"{{\"v\":{kept}}}", desk.Pass($"{{\"v\":{value}}}", out var report));
        Assert.Equal(1, report.Fields.Truncated);
    }

    [Fact]
    public void What_truncate_leaves_is_clear_text_and_is_screened()
    {
        const string Body = "{\"v\":\"13800138000 is the number\"}";
        var desk = new Desk { Screen = DetectorKind.Built }.Rule("$.v", new FieldAction.Truncate(12));
        Assert.Equal("screen.finding", desk.Refuse(Body).Code.Wire);
        var masking = new Desk { Screen = DetectorKind.Built, OnFinding = FindingRule.Mask };
        Assert.Equal("{\"v\":\"***\"}", masking.Rule("$.v", new FieldAction.Truncate(12)).Pass(Body, out var report));
        Assert.Equal((1, 0), (report.Fields.Redacted, report.Fields.Truncated));
        Assert.Equal("{\"v\":\"1380013800\"}", new Desk { Screen = DetectorKind.Built }
            .Rule("$.v", new FieldAction.Truncate(10)).Pass(Body));
    }
}
