using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Tests.Engine;

namespace Gateway.Policies.Tests.Screening;

/// <summary>What is encoded is read, or it is said that it is encoded too deep. There is no third.</summary>
public sealed class DepthTests
{
    private const string Number = "11010519491231002X";

    // Each writes a text so that the number in it can no longer be seen.
    private static readonly Func<string, string>[] Ways =
    [
        text => string.Concat(Encoding.UTF8.GetBytes(text).Select(value => $"%{value:X2}")),
        text => string.Concat(text.Select(character => $"\\u{(int)character:x4}")),
        text => string.Concat(text.Select(character => $"\\x{(int)character:x2}")),
        text => string.Concat(text.Select(character => $"&#{(int)character};")),
        text => string.Concat(text.Select(character => $"&#x{(int)character:X};")),
        text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
    ];

    // Each leaves letters and digits as they are and writes what marks them.
    private static readonly Func<string, string>[] Again =
    [
        Uri.EscapeDataString,
        text => JsonSerializer.Serialize(text)[1..^1],
        text => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("%", "&percnt;", StringComparison.Ordinal)
            .Replace("\\", "&bsol;", StringComparison.Ordinal),
        text => JsonSerializer.Serialize(new { inside = text }),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Three_layers_of_one_escape_are_read_and_the_fourth_is_refused(int way)
    {
        var text = Number;
        for (var layer = 1; layer <= 3; layer++)
        {
            text = Ways[way](text);
            Assert.Contains("prc-id", Found.Kinds(text));
            Assert.DoesNotContain("depth", Found.Kinds(text));
        }

        text = Ways[way](Ways[way](text));
        Assert.Equal(["depth"], Found.Kinds(text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_text_that_is_marked_again_and_again_is_read_or_refused(int way)
    {
        var text = Ways[way](Number);
        for (var layer = 1; layer <= 6; layer++)
        {
            text = Again[way](text);
            Assert.Contains(layer < 3 ? "prc-id" : "depth", Found.Kinds(text));
        }
    }

    [Fact]
    public void Whatever_is_written_in_whatever_again_is_read_or_refused()
    {
        var gen = Gen.Choose(0, Ways.Length + Again.Length - 1).ListOf()
            .Where(layers => layers.Count is > 0 and <= 6);
        Check.One(Draws.Of(600), Prop.ForAll(gen.ToArbitrary(), layers =>
        {
            var text = $"see {Number}, please";
            foreach (var layer in layers)
            {
                // What grows sixfold with each layer is enough at a few thousand characters.
                text = text.Length > 20_000 ? text : layer < Ways.Length ? Ways[layer](text) : Again[layer - Ways.Length](text);
            }

            var kinds = Found.Kinds(text);
            return (kinds.Contains("prc-id") || kinds.Contains("depth")).Label(string.Join(' ', layers) + text);
        }));
    }

    [Fact]
    public void A_document_within_documents_within_documents_does_not_leave()
    {
        var inner = new { id = Number, name = "x" };
        var text = Enumerable.Range(0, 6).Aggregate(
            JsonSerializer.Serialize(inner), (inside, _) => JsonSerializer.Serialize(new { inside }));
        var desk = new Desk { Screen = [DetectorKind.PrcId], OnFinding = FindingRule.Mask }.Rule("$", Desk.Deep);

        Assert.Equal(RefusalCode.ScreenDepth, desk.Refuse(text).Code);
    }

    [Theory]
    [InlineData("a\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\|")]
    [InlineData("/=\\\\\\\\\\\\\\\\=/ 12")]
    [InlineData("100 % of 50 %25 and 7 %2525")]
    [InlineData("\\\\\\\\server\\\\share\\\\new")]
    [InlineData("{\\\"a\\\":\\\"{\\\\\\\"b\\\\\\\":1}\\\"}")]
    [InlineData("AT&amp;T &amp;amp; R&D")]
    public void What_only_looks_like_much_escaping_is_nothing(string text) => Assert.Empty(Found.Kinds(text));

    [Theory]
    [InlineData("%%331%31010519491231002X")]
    [InlineData("&%2349;1010519491231002X")]
    [InlineData("\\%7500311010519491231002X")]
    public void A_marker_apart_from_its_escaped_digits_is_read(string text) =>
        Assert.Equal(["prc-id"], Found.Kinds(text));
}
