using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Tests.Engine;
using Gateway.Policies.Tokens;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Tokens;

public sealed class TokeniseTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData("prc-id", "110101199003070732", "^[0-9]{17}[0-9X]$")]
    [InlineData("prc-id", "11010519491231002X", "^[0-9]{17}[0-9X]$")]
    [InlineData("hkid", "A1234563", "^[A-Z][0-9]{6}[0-9A]$")]
    [InlineData("hkid", "AB9876543", "^[A-Z]{2}[0-9]{6}[0-9A]$")]
    [InlineData("bank-card", "6222034046686604", "^[0-9]{16}$")]
    [InlineData("bank-card", "4111111111111111", "^[0-9]{16}$")]
    [InlineData("cn-mobile", "13800138000", "^1[3-9][0-9]{9}$")]
    [InlineData("permit", "H12345678", "^[HM][0-9]{8}$")]
    [InlineData("permit", "C12345678", "^C[0-9]{8}$")]
    [InlineData("permit", "CA1234567", "^C[A-HJ-NP-Z][0-9]{7}$")]
    [InlineData("permit", "W12345678", "^W[0-9]{8}$")]
    [InlineData("passport", "E12345678", "^[A-Z][0-9]{8}$")]
    [InlineData("passport", "EA1234567", "^[A-Z]{2}[0-9]{7}$")]
    [InlineData("passport", "12AB34567", "^[0-9]{2}[A-Z]{2}[0-9]{5}$")]
    [InlineData("digits", "000123", "^[0-9]{6}$")]
    [InlineData("digits", "1234567890123456789012345678901234567890", "^[0-9]{40}$")]
    [InlineData("alphanumeric", "A0Z9", "^[0-9A-Z]{4}$")]
    public void A_token_keeps_the_form_and_comes_back_with_the_key(string shape, string value, string form)
    {
        var action = Action(shape);
        var token = Token(action, value);
        Assert.Matches(form, token);
        Assert.NotEqual(value, token);
        Assert.Equal(token, Token(action, value));
        Assert.Equal(value, action.Reveal(token));
        Assert.NotEqual(value, new TokeniseAction(Rule(shape), new byte[32], "BK.cdd", "$.v").Reveal(token));
    }

    [Theory]
    [InlineData("prc-id", "110101199003070732", "１１０１０１１９９００３０７０７３２", "110101-1990\u200b0307·0732")]
    [InlineData("prc-id", "11010519491231002X", "11010519491231002x", "11010519491231002Ｘ")]
    [InlineData("hkid", "A1234563", "A123456(3)", "ａ１２３４５６（３）")]
    [InlineData("bank-card", "6222034046686604", "6222 0340 4668 6604", "6222-0340-4668-6604")]
    [InlineData("cn-mobile", "13800138000", "+86 138-0013-8000", "008613800138000")]
    [InlineData("cn-mobile", "13800138000", "86 13800138000", "٠١٣٨٠٠١٣٨٠٠٠")]
    [InlineData("permit", "H12345678", "H1234567801", "h1234567899")]
    [InlineData("permit", "M87654321", "M 8765 4321 02", "M8765432100")]
    [InlineData("passport", "E12345678", "e12345678", "E 1234 5678")]
    [InlineData("digits", "123456", "12-34-56", "１２３４５６")]
    [InlineData("alphanumeric", "AB12", "ab-12", "ＡＢ１２")]
    public void However_a_value_is_written_its_token_is_the_same(string shape, string value, string second, string third)
    {
        var action = Action(shape);
        var token = Token(action, value);
        Assert.Equal(value.Length, token.Length);
        Assert.All([second, third], spelling =>
        {
            Assert.True(Fits(action, spelling));
            Assert.Equal(token, Token(action, spelling));
        });
    }

    [Theory]
    [InlineData("prc-id", "110101199003070733")]
    [InlineData("prc-id", "11010119900307073")]
    [InlineData("prc-id", "110101900307073")]
    [InlineData("prc-id", "nobody")]
    [InlineData("hkid", "A1234564")]
    [InlineData("hkid", "ABC123456")]
    [InlineData("hkid", "(3)")]
    [InlineData("bank-card", "6222034046686607")]
    [InlineData("bank-card", "411111111111")]
    [InlineData("cn-mobile", "12800138000")]
    [InlineData("cn-mobile", "1380013800")]
    [InlineData("cn-mobile", "+852 91234567")]
    [InlineData("permit", "H1234567")]
    [InlineData("permit", "H123456780")]
    [InlineData("permit", "X12345678")]
    [InlineData("permit", "CI1234567")]
    [InlineData("passport", "E12345")]
    [InlineData("passport", "E123456789")]
    [InlineData("passport", "E1234+678")]
    [InlineData("digits", "12345")]
    [InlineData("digits", "12345a")]
    [InlineData("digits", "1234.56")]
    [InlineData("alphanumeric", "AB1")]
    [InlineData("alphanumeric", "王小明AB12")]
    public void What_has_not_the_shape_or_too_small_a_domain_is_refused(string shape, string value)
    {
        var body = JsonSerializer.Serialize(new { v = value });
        var refusal = new Desk().Rule("$.v", Rule(shape)).Refuse(body);
        Assert.Equal(("field.value", "$.v"), (refusal.Code.Wire, refusal.Rule));
        Assert.DoesNotContain(value, refusal.Detail, StringComparison.Ordinal);
        Assert.Equal("{\"v\":\"***\"}",
            new Desk().Rule("$.v", Rule(shape), MismatchRule.Redact).Pass(body, out var report));
        Assert.Equal((1, 0), (report.Fields.Redacted, report.Fields.Tokenised));
    }

    [Fact]
    public void A_value_that_is_longer_than_any_identifier_is_refused_at_once()
    {
        var digits = new string('1', 10_000_000);
        Assert.Equal("field.value", new Desk().Rule("$.v", Rule("digits")).Refuse($"{{\"v\":\"{digits}\"}}").Code.Wire);
        Assert.True(Fits(Action("digits"), new string('7', Ff1.MaxLength)));
        Assert.False(Fits(Action("digits"), new string('7', Ff1.MaxLength + 1)));
    }

    [Theory]
    [InlineData("prc-id")]
    [InlineData("bank-card")]
    [InlineData("hkid")]
    public void No_token_passes_as_a_real_number_by_its_check_digit(string shape)
    {
        var action = Action(shape);
        for (var i = 0; i < 3000; i++)
        {
            var token = System.Text.Encoding.UTF8.GetBytes(Token(action, Real(shape, i)));
            Assert.False(Luhn.IsValid(token));
            Assert.False(Hkid.IsMatch(token));
            Assert.False(ResidentId.IsMatch(token));
            Assert.True(token.Length != ResidentId.Length || shape == "hkid"
                || token[..^1].Any(unit => unit is < (byte)'0' or > (byte)'9')
                || ResidentId.CheckCharacter(token.AsSpan(0, 17)) != token[^1]);
        }
    }

    [Theory]
    [InlineData("prc-id")]
    [InlineData("bank-card")]
    [InlineData("hkid")]
    public void A_real_number_or_a_changed_token_is_not_revealed(string shape)
    {
        var action = Action(shape);
        var value = Real(shape, 7);
        Assert.Null(action.Reveal(value));
        var token = Token(action, value);
        var others = "0123456789AX".Where(check => check != token[^1]).Select(check => token[..^1] + check);
        Assert.All(others, changed => Assert.Null(action.Reveal(changed)));
    }

    // The whole domain: each token once, none its own value, and the one value in a million that is, is redacted.
    [Fact]
    public void Over_a_whole_domain_tokens_are_a_permutation_without_fixed_points()
    {
        var action = Action("digits");
        var seen = new HashSet<string>();
        var redacted = 0;
        for (var i = 0; i < Ff1.MinDomain; i++)
        {
            var value = i.ToString("D6", CultureInfo.InvariantCulture);
            var token = Token(action, value);
            Assert.NotEqual(value, token);
            redacted += token == "***" ? 1 : 0;
            Assert.True(token == "***" || seen.Add(token));
        }

        Assert.Equal(Ff1.MinDomain, seen.Count + redacted);
        Assert.InRange(redacted, 0, 10);
    }

    [Theory]
    [InlineData("甲乙丙丁戊己庚辛壬癸", "甲乙丙丁戊己", true)]
    [InlineData("甲乙丙丁戊己庚辛壬癸", "甲乙丙丁戊子", false)]
    [InlineData("01", "01010101010101010101", true)]
    [InlineData("01", "0101010101010101010", false)]
    [InlineData("abcdefghijklmnopqrstuvwxyz-", "a-b-c", true)]
    [InlineData("0123456789", "12-34-56", true)]
    [InlineData("\uD83D\uDE00\uD83D\uDE01\uD83D\uDE020123456789", "\uD83D\uDE0012345", true)]
    public void An_alphabet_is_the_literal_characters(string alphabet, string value, bool fits)
    {
        var action = new TokeniseAction(new FieldAction.Tokenise("k1", null, alphabet), Key, "BK.cdd", "$.v");
        Assert.Equal(fits, Fits(action, value));
        if (fits)
        {
            var token = Token(action, value);
            Assert.NotEqual(value, token);
            Assert.All(token.EnumerateRunes(), rune => Assert.Contains(rune, alphabet.EnumerateRunes()));
            Assert.Equal(value.EnumerateRunes().Count(rune => alphabet.EnumerateRunes().Contains(rune)),
                token.EnumerateRunes().Count());
        }
    }

    [Fact]
    public void The_same_number_in_another_field_or_category_is_another_token()
    {
        string[] tokens =
        [
            Token(new TokeniseAction(Rule("digits"), Key, "BK.cdd", "$.a"), "123456789"),
            Token(new TokeniseAction(Rule("digits"), Key, "BK.cdd", "$.b"), "123456789"),
            Token(new TokeniseAction(Rule("digits"), Key, "BK.ack", "$.a"), "123456789"),
        ];
        Assert.Equal(3, tokens.Distinct().Count());
    }

    [Fact]
    public void In_a_body_a_number_becomes_a_string_and_nothing_stays_nothing()
    {
        var desk = new Desk().Rule("$.v", Rule("digits"));
        var token = Token(Action("digits"), "1234567");
        Assert.Equal($"{{\"v\":\"{token}\"}}", desk.Pass("{\"v\":1234567}", out var report));
        Assert.Equal(1, report.Fields.Tokenised);
        Assert.Equal("{\"v\":null}", desk.Pass("{\"v\":null}"));
        Assert.Equal("{\"v\":\"\"}", desk.Pass("{\"v\":\"\"}"));
        Assert.Equal($"{{\"v\":\"{token}\"}}", desk.Pass("{\"v\":\"\\u00312345-67\"}"));
        Assert.Equal("field.value", desk.Refuse("{\"v\":true}").Code.Wire);
        Assert.Equal("field.shape", desk.Refuse("{\"v\":[1234567]}").Code.Wire);
    }

    [Fact]
    public void Without_instructions_for_aes_the_tokens_are_the_same()
    {
        Assert.SkipUnless(AesBlock.HasInstructions, "this processor has none");
        foreach (var size in new[] { 16, 24, 32 })
        {
            var (fast, slow) = (new AesBlock(Key.AsSpan(0, size)), new AesBlock(Key.AsSpan(0, size), isPortable: true));
            for (var i = 0; i < 100; i++)
            {
                var block = Vector128.Create((byte)i).WithElement(3, (byte)(i * 7 % 256));
                Assert.Equal(slow.Encrypt(block), fast.Encrypt(block));
            }
        }
    }

    private static string Real(string shape, int number) => shape switch
    {
        "prc-id" => WithCheck($"{110101 + (number % 50)}19{10 + (number % 89)}0307{number % 1000:D3}", ResidentIdCheck),
        "bank-card" => WithCheck($"62{number:D5}{number * 31 % 1000:D3}90{number % 100:D2}{new string('5', number % 5)}", CardCheck),
        _ => WithCheck($"{(number % 3 == 0 ? "W" : "")}{(char)('A' + (number % 26))}{number * 37 % 1000000:D6}", HkidCheck),
    };

    private static bool ResidentIdCheck(byte[] text) => ResidentId.CheckCharacter(text.AsSpan(0, 17)) == text[^1];

    private static bool CardCheck(byte[] text) => Luhn.IsValid(text);

    private static bool HkidCheck(byte[] text) => Hkid.IsMatch(text);

    private static string WithCheck(string start, Func<byte[], bool> isRight) => "0123456789XA"
        .Select(check => start + check).First(text => isRight(System.Text.Encoding.UTF8.GetBytes(text)));

    private static FieldAction.Tokenise Rule(string shape) => new("k1", shape, null);

    private static TokeniseAction Action(string shape) => new(
        Rule(shape), KeyDerivation.Derive(Desk.FixedKeys.File, "tokenise", "BK.cdd", "k1"), "BK.cdd", "$.v");

    private static bool Fits(TokeniseAction action, string value) =>
        action.Fits(System.Text.Encoding.UTF8.GetBytes(value), default);

    private static string Token(TokeniseAction action, string value)
    {
        var target = new Formats.PooledList<byte>(wipes: true);
        action.WriteText(System.Text.Encoding.UTF8.GetBytes(value), default, target);
        var token = System.Text.Encoding.UTF8.GetString(target.Items);
        target.Return();
        return token;
    }
}
