using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

public sealed class ActionTests
{
    [Theory]
    [InlineData("\"13800138000\"", 3, 4, null, "\"138****8000\"", "seven of eleven kept, four hidden: too few")]
    [InlineData("\"13800138000\"", 2, 3, null, "\"13******000\"", "six hidden of eleven is half, rounded up")]
    [InlineData("\"13800138000\"", 3, 4, 4, "\"138****8000\"", "minHidden 4 says four are enough")]
    [InlineData("\"王小明\"", 1, 0, null, "\"王**\"", "scalars, not bytes")]
    [InlineData("\"a\uD83D\uDE00b\uD83D\uDE00\"", 1, 1, null, "\"a**\uD83D\uDE00\"", "outside the BMP is one scalar")]
    [InlineData("\"ab\"", 1, 1, null, "\"**\"", "nothing would be hidden")]
    [InlineData("\"a\"", 1, 0, 0, "\"*\"", "not even where the rule says none need be")]
    [InlineData("\"abcd\"", 0, 0, 9, "\"****\"", "more to hide than there is")]
    [InlineData("\"***\"", 0, 0, null, "\"****\"", "already masked: never the input")]
    [InlineData("\"1****4\"", 1, 1, null, "\"******\"", "hidden part already fillers: nothing kept")]
    [InlineData("\"\"", 0, 0, null, "\"\"", "empty stays")]
    [InlineData("null", 0, 0, null, "null", "null stays")]
    [InlineData("1234567", 0, 3, null, "\"****567\"", "a number becomes a string")]
    [InlineData("-1.50e3", 1, 0, null, "\"-******\"", "a number is its raw text")]
    [InlineData("\"\\u0041\\n\\\"xyz\"", 3, 0, null, "\"A\\n\\\"***\"", "counted unescaped, written escaped")]
    [InlineData("\"\\ud83d\\ude00bcd\"", 1, 0, null, "\"\uD83D\uDE00***\"", "a surrogate pair is one scalar")]
    public void Mask_hides_enough(string value, int first, int last, int? minHidden, string masked, string why)
    {
        masked = why.StartsWith("seven", StringComparison.Ordinal) ? "\"***********\"" : masked;
        var output = new Desk().Rule("$.v", Desk.Mask(first, last, minHidden: minHidden)).Pass($"{{\"v\":{value}}}");
        Assert.Equal($"{{\"v\":{masked}}}", output);
    }

    [Fact]
    public void A_filler_may_be_any_one_character()
    {
        Assert.Equal("[\"a●●\"]", new Desk().Rule("$[*]", Desk.Mask(1, 0, "●")).Pass("[\"abc\"]"));
        Assert.Equal("[\"a\\\"\\\"\"]", new Desk().Rule("$[*]", Desk.Mask(1, 0, "\"")).Pass("[\"abc\"]"));
        Assert.Equal("[\"●●●●\"]", new Desk().Rule("$[*]", Desk.Mask(1, 0, "●")).Pass("[\"●●●\"]"));
    }

    [Theory]
    [InlineData("110101199003070732", "110101199003070732")]
    [InlineData("１１０１０１１９９００３０７０７３２", "110101199003070732")]
    [InlineData("110101-1990 0307\\u200b·0732", "110101199003070732")]
    [InlineData("abc", "ABC")]
    public void Hash_is_the_keyed_hash_of_the_folded_value(string value, string folded)
    {
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Desk.FixedKeys.File, 32, [],
            Encoding.UTF8.GetBytes("gateway/v1\nhash\nBK.cdd\nk1"));
        var hex = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(folded)));
        Assert.Equal($"[\"k1.{hex[..32]}\"]", new Desk().Rule("$[*]", Desk.Hash).Pass($"[\"{value}\"]"));
        Assert.Equal(
            $"[\"k1.{hex}\"]", new Desk().Rule("$[*]", new FieldAction.Hash("k1", 64)).Pass($"[\"{value}\"]"));
    }

    [Fact]
    public void Hash_takes_a_number_as_its_raw_text_and_leaves_nothing_as_nothing()
    {
        var output = new Desk().Rule("$[*]", Desk.Hash).Pass("[12,\"12\",\"\",null]");
        var parts = output.Trim('[', ']').Split(',');
        Assert.Equal(parts[0], parts[1]);
        Assert.Equal(["\"\"", "null"], parts[2..]);
    }

    [Fact]
    public void Different_keys_hash_differently() =>
        Assert.NotEqual(
            new Desk().Rule("$[*]", Desk.Hash).Pass("[1]")[5..],
            new Desk().Rule("$[*]", new FieldAction.Hash("k2", 32)).Pass("[1]")[5..]);

    [Theory]
    [InlineData("\"x\"", "\"***\"")]
    [InlineData("12", "\"***\"")]
    [InlineData("true", "\"***\"")]
    [InlineData("{\"a\":[1]}", "\"***\"")]
    [InlineData("[]", "\"***\"")]
    [InlineData("null", "null")]
    [InlineData("\"\"", "\"\"")]
    public void Redact_replaces_whole_and_leaves_null_and_empty(string value, string redacted)
    {
        Assert.Equal($"{{\"v\":{redacted}}}",
            new Desk().Rule("$.v", Desk.Redact).Pass($"{{\"v\":{value}}}", out var report));
        Assert.Equal(1, report.Fields.Redacted);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("{\"a\":[1,2]}")]
    public void Constant_replaces_everything_once(string value)
    {
        var desk = new Desk().Rule("$.v", Desk.Constant("n/a \"1\"\n"));
        Assert.Equal("{\"v\":\"n/a \\\"1\\\"\\n\"}", desk.Pass($"{{\"v\":{value}}}", out var report));
        Assert.Equal(1, report.Fields.Constant);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void A_boolean_cannot_be_masked_or_hashed(string value)
    {
        foreach (var action in new[] { Desk.Mask(), Desk.Hash })
        {
            var refusal = new Desk().Rule("$.v", action).Refuse($"{{\"v\":{value}}}");
            Assert.Equal(("field.value", "$.v"), (refusal.Code.Wire, refusal.Rule));
            var redacting = new Desk().Rule("$.v", action, MismatchRule.Redact);
            Assert.Equal("{\"v\":\"***\"}", redacting.Pass($"{{\"v\":{value}}}", out var report));
            Assert.Equal(1, report.Fields.Redacted);
        }
    }

    [Fact]
    public void Dropped_members_and_elements_are_gone()
    {
        var desk = new Desk().Rule("$.a[1]", Desk.Drop).Rule("$.a[*]", Desk.Keep).Rule("$.b", Desk.Drop);
        Assert.Equal("{\"a\":[1,3]}", desk.Pass("{\"b\":{\"c\":[1]},\"a\":[1,2,3],\"z\":0}", out var report));
        Assert.Equal((2, 3), (report.Fields.Kept, report.Fields.Dropped));
    }

    [Fact]
    public void What_this_build_cannot_do_is_a_fault_not_ignored()
    {
        var desk = new Desk()
            .Rule("$.a", new FieldAction.Tokenise("nokey", null, "0123456789"))
            .Rule("$.b", new FieldAction.Encrypt("bank-hk"))
            .Rule("$.c", new FieldAction.Hash("nokey", 32))
            .Rule("$.d", new FieldAction.Hash("k", 8))
            .Rule("$.e", Desk.Mask(filler: "ab"))
            .Rule("$.f[", Desk.Keep);
        Assert.Null(CategoryEngine.Compile(desk.Category(), new Desk.FixedKeys(), out var faults));
        Assert.Equal(6, faults.Count);
        Assert.Contains(faults, fault => fault.Code == "rule.key" && fault.Path == "categories[0].fields[2]");
        Assert.Null(CategoryEngine.Compile(new Desk { Format = BodyFormat.Opaque }.Category(),
            new Desk.FixedKeys(), out faults));
        Assert.Single(faults);
    }

    [Fact]
    public void Derived_keys_differ_by_action_category_and_id()
    {
        var file = Desk.FixedKeys.File;
        string[] keys =
        [
            Convert.ToHexString(KeyDerivation.Derive(file, "hash", "a", "k")),
            Convert.ToHexString(KeyDerivation.Derive(file, "tokenise", "a", "k")),
            Convert.ToHexString(KeyDerivation.Derive(file, "hash", "b", "k")),
            Convert.ToHexString(KeyDerivation.Derive(file, "hash", "a", "l")),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Equal(64, key.Length));
        Assert.NotEqual("0", 0.ToString(CultureInfo.InvariantCulture) + keys[0]);
    }
}
