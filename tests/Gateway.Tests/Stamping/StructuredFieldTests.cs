using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Stamping;

namespace Gateway.Tests.Stamping;

public sealed class StructuredFieldTests
{
    public static TheoryData<string> Files() =>
        [.. Directory.GetFiles(Vectors.Folder("structured-fields"), "*.json").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_published_case_parses_and_serialises_as_told(string file)
    {
        var path = Path.Combine(Vectors.Folder("structured-fields"), file);
        using var cases = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.NotEmpty(cases.RootElement.EnumerateArray());
        foreach (var test in cases.RootElement.EnumerateArray())
        {
            var name = test.GetProperty("name").GetString()!;
            var actual = Parse(test);
            if (IsRefusedHere(test))
            {
                Assert.True(actual is null, name);
            }
            else if (actual is not null || !MayBeRefused(test))
            {
                Assert.True(actual is not null, name);
                Assert.True(Show(test.GetProperty("expected")) == actual.Value.Shown, $"{name}: {actual.Value.Shown}");
                Assert.True(Canonical(test) == actual.Value.Written, $"{name}: {actual.Value.Written}");
            }
        }
    }

    [Fact]
    public void A_key_that_comes_twice_is_remembered()
    {
        Assert.True(StructuredFields.TryParseDictionary("a=1, b=2, a=3", out var twice));
        Assert.True(twice.HasDuplicates);
        Assert.True(StructuredFields.TryParseDictionary("a=1, b=2;x=1", out var once));
        Assert.False(once.HasDuplicates);
        Assert.True(StructuredFields.TryParseItem("a;x=1;x=2", out var item));
        Assert.True(item.Parameters.HasDuplicates);
    }

    [Fact]
    public void What_is_written_parses_back_to_the_same_text() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        ArbMap.Default.ArbFor<NonNull<string>>(),
        ArbMap.Default.ArbFor<int>(),
        (bytes, text, number) =>
        {
            var plain = new string([.. text.Get.Where(c => c is >= ' ' and <= '~')]);
            var parameters = new StructuredParameters();
            parameters.Set("n", new BareItem.Integer(number));
            parameters.Set("t", new BareItem.Text(plain));
            parameters.Set("f", BareItem.Boolean.True);
            var none = new StructuredParameters();
            var dictionary = new StructuredDictionary();
            dictionary.Set("a", new StructuredInnerList([new(new BareItem.Text(plain), parameters)], parameters));
            dictionary.Set("b", new StructuredItem(new BareItem.Bytes(bytes), none));
            var written = StructuredFieldWriter.Write(dictionary);
            return StructuredFields.TryParseDictionary(written, out var read)
                && StructuredFieldWriter.Write(read) == written;
        }).Check(Draws.Of(100));

    [Fact]
    public void No_text_whatever_makes_the_parser_throw() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(text => text is not null),
        text =>
        {
            _ = StructuredFields.TryParseItem(text, out _);
            _ = StructuredFields.TryParseList(text, out _);
            _ = StructuredFields.TryParseDictionary("a=" + text, out _);
            return true;
        }).Check(Draws.Of(100));

    // RFC 8941 has no dates and no display strings.
    private static bool IsRefusedHere(JsonElement test) =>
        test.TryGetProperty("must_fail", out var must) && must.GetBoolean()
        || test.GetProperty("expected").GetRawText() is var text
            && (text.Contains("\"date\"", StringComparison.Ordinal)
                || text.Contains("\"displaystring\"", StringComparison.Ordinal));

    private static bool MayBeRefused(JsonElement test) =>
        test.TryGetProperty("can_fail", out var can) && can.GetBoolean();

    [Theory]
    [InlineData(":aGVsbG8:")]
    [InlineData(":iZ==:")]
    [InlineData(":aGVs bG8=:")]
    public void Base64_has_one_spelling(string text) => Assert.False(StructuredFields.TryParseItem(text, out _));

    private static (string Shown, string Written)? Parse(JsonElement test)
    {
        var raw = string.Join(", ", test.GetProperty("raw").EnumerateArray().Select(line => line.GetString()));
        switch (test.GetProperty("header_type").GetString())
        {
            case "item":
                return StructuredFields.TryParseItem(raw, out var item)
                    ? (Show(item), StructuredFieldWriter.Write(item)) : null;
            case "list":
                return StructuredFields.TryParseList(raw, out var list)
                    ? ($"[{string.Join(",", list.Select(Show))}]", StructuredFieldWriter.Write(list)) : null;
            default:
                return StructuredFields.TryParseDictionary(raw, out var dictionary)
                    ? ($"[{string.Join(",", dictionary.All.Select(m => $"[{Quote(m.Key)},{Show(m.Value)}]"))}]",
                        StructuredFieldWriter.Write(dictionary))
                    : null;
        }
    }

    private static string Canonical(JsonElement test) => string.Join(
        ", ",
        (test.TryGetProperty("canonical", out var canonical) ? canonical : test.GetProperty("raw"))
            .EnumerateArray().Select(line => line.GetString()));

    private static string Show(StructuredMember member) => member is StructuredItem item
        ? $"[{Show(item.Value)},{Show(item.Parameters)}]"
        : $"[[{string.Join(",", ((StructuredInnerList)member).Items.Select(Show))}],{Show(member.Parameters)}]";

    private static string Show(StructuredParameters parameters) =>
        $"[{string.Join(",", parameters.All.Select(p => $"[{Quote(p.Key)},{Show(p.Value)}]"))}]";

    private static string Show(BareItem value) => value switch
    {
        BareItem.Integer integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        BareItem.Decimal number => number.Value.ToString("0.###", CultureInfo.InvariantCulture),
        BareItem.Boolean boolean => boolean.Value ? "true" : "false",
        BareItem.Text text => Quote(text.Value),
        BareItem.Token token => $"token {token.Value}",
        BareItem.Bytes bytes => $"binary {Base32(bytes.Value)}",
        _ => "?",
    };

    // The expectation, in the same words.
    private static string Show(JsonElement expected) => expected.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(",", expected.EnumerateArray().Select(Show))}]",
        JsonValueKind.Object =>
            $"{expected.GetProperty("__type").GetString()} {expected.GetProperty("value").GetString()}",
        JsonValueKind.String => Quote(expected.GetString()!),
        JsonValueKind.Number => expected.GetDecimal().ToString("0.###", CultureInfo.InvariantCulture),
        _ => expected.GetRawText(),
    };

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static string Base32(byte[] bytes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < bytes.Length; i += 5)
        {
            var group = bytes.AsSpan(i, Math.Min(5, bytes.Length - i));
            ulong bits = 0;
            for (var j = 0; j < 5; j++)
            {
                bits = (bits << 8) | (j < group.Length ? group[j] : (byte)0);
            }

            var used = ((group.Length * 8) + 4) / 5;
            for (var j = 0; j < 8; j++)
            {
                text.Append(j < used ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(int)((bits >> (35 - (5 * j))) & 31)] : '=');
            }
        }

        return text.ToString();
    }
}
