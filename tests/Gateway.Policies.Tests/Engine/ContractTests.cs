using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Tests.Engine.Hl7;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>
/// The list of actions, row by row: each in every format that has fields, and each on every kind of value that JSON has.
/// </summary>
public sealed class ContractTests
{
    private const string Value = "19870612";
    private const string Base64 = "^[A-Za-z0-9+/]+=*$";

    private static readonly Dictionary<string, Row> Rows = new()
    {
        ["keep"] = new("kept", Desk.Keep, "^19870612$"),
        ["drop"] = new("dropped", Desk.Drop, null),
        ["redact"] = new("redacted", new FieldAction.Redact("gone"), "^gone$"),
        ["mask"] = new("masked", Desk.Mask(2, 2, "●", 4), "^19●●●●12$"),
        ["hash"] = new("hashed", new FieldAction.Hash("k1", 16), "^k1\\.[0-9a-f]{16}$"),
        ["tokenise"] = new("tokenised", new FieldAction.Tokenise("k1", "digits", null), "^(?!19870612)[0-9]{8}$"),
        ["generalise"] = new("generalised", new FieldAction.Generalise("month", []), "^1987-06$"),
        ["shift"] = new("shifted", new FieldAction.Shift("k1", 30), "^(?!19870612)1987[0-9]{4}$"),
        ["encrypt"] = new("encrypted", new FieldAction.Encrypt("bank-hk"), Base64),
        ["constant"] = new("constant", Desk.Constant("n/a"), "^n/a$"),
        ["truncate"] = new("truncated", new FieldAction.Truncate(4), "^1987$"),
    };

    private static readonly Dictionary<string, Form> Forms = new()
    {
        ["json"] = new(BodyFormat.Json, "$.v", "$.who", """{"who":"p","v":"19870612"}""", OfJson),
        ["ndjson"] = new(BodyFormat.Ndjson, "$.v", "$.who", "{\"who\":\"p\",\"v\":\"19870612\"}\n", OfJson),
        ["csv"] = new(BodyFormat.Csv, "$[*].v", "$[*].who", "who,v\np,19870612\n", output =>
            output.Length == 0 ? null : output.Split('\n')[1]),
        ["xml"] = new(BodyFormat.Xml, "$.a.v", "$.a.who", "<a><who>p</who><v>19870612</v></a>", output =>
            XElement.Parse(output).Element("v")?.Value),
        ["fhir"] = new(
            BodyFormat.Fhir, "Patient.birthDate", "Patient.id", """{"resourceType":"Patient","id":"p","birthDate":"19870612"}""",
            output => (string?)JsonNode.Parse(output)!["birthDate"]),
        ["hl7v2"] = new(
            BodyFormat.Hl7v2, "PID-7", "PID-3", "MSH|^~\\&|||||||ORU^R01\rPID|||p||||19870612\r",
            output => SlowHl7.Split(output).Find(segment => segment.Name == "PID").Values?.GetValueOrDefault("7.1.1.1")),
        ["form"] = new(BodyFormat.Form, "$.v", "$.who", "who=p&v=19870612", output =>
            output.Length == 0 ? null : Uri.UnescapeDataString(output["v=".Length..])),
    };

    public static TheoryData<string, string> ActionsByFormat =>
        [.. Forms.Keys.SelectMany(form => Rows.Keys.Select(action => (action, form)))];

    public static TheoryData<string> Actions => [.. Rows.Keys];

    public static TheoryData<string> Formats => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(ActionsByFormat))]
    public void Every_action_does_in_every_format_what_it_says(string action, string format)
    {
        var (row, form) = (Rows[action], Forms[format]);
        var desk = new Desk { Format = form.Format, Subjects = [form.Subject] }.Rule(form.Path, row.Action);

        var output = Pass(desk, form.Body, out var report);

        var left = form.Read(output);
        Assert.Equal(row.Leaves is null, left is null);
        if (row.Leaves is not null)
        {
            Assert.Matches(row.Leaves, left!);
        }

        // It is counted once, by what was done to it. A resource's type is kept, and beside it stands what is unlisted.
        var counts = report.Fields.Named().Where(pair => pair.Value > 0 && pair.Key != "dropped").ToDictionary();
        if (row.Leaves is not null)
        {
            Assert.Equal(format == "fhir" && action == "keep" ? 2 : 1, counts[row.Counted]);
        }

        Assert.DoesNotContain(counts.Keys, name => name != row.Counted && !(name == "kept" && format == "fhir"));
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void Null_and_nothing_stay_as_they_are_except_where_they_are_dropped_or_replaced(string action)
    {
        foreach (var nothing in new[] { "null", "\"\"" })
        {
            var expected = action switch { "drop" => "{}", "constant" => "{\"v\":\"n/a\"}", _ => $"{{\"v\":{nothing}}}" };
            Assert.Equal(expected, Json(action, nothing));
        }
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void A_number_is_taken_as_it_is_written_and_leaves_as_a_text_unless_it_is_kept(string action)
    {
        var left = JsonNode.Parse(Json(action, Value))!["v"];

        Assert.Equal(Rows[action].Leaves is null, left is null);
        if (left is not null)
        {
            Assert.Equal(action == "keep" ? JsonValueKind.Number : JsonValueKind.String, left.GetValueKind());
            Assert.Matches(Rows[action].Leaves!, left.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void A_truth_value_is_kept_dropped_or_replaced_and_nothing_else(string action)
    {
        if (action is "keep" or "drop" or "redact" or "constant")
        {
            var left = action switch { "keep" => "true", "redact" => "\"gone\"", _ => "\"n/a\"" };
            Assert.Equal(action == "drop" ? "{}" : $"{{\"v\":{left}}}", Json(action, "true"));
            return;
        }

        Assert.Equal(RefusalCode.FieldValue, Refused(action, "true", MismatchRule.Refuse));
        Assert.Equal("{\"v\":\"***\"}", Json(action, "true", MismatchRule.Redact));
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void A_container_is_taken_whole_or_refused_whatever_a_mismatch_says(string action)
    {
        foreach (var container in new[] { "{\"x\":1}", "[1]" })
        {
            switch (action)
            {
                case "drop":
                    Assert.Equal("{}", Json(action, container));
                    break;
                case "redact":
                    Assert.Equal("{\"v\":\"gone\"}", Json(action, container));
                    break;
                case "constant":
                    Assert.Equal("{\"v\":\"n/a\"}", Json(action, container));
                    break;
                case "encrypt":
                    Assert.Matches(Base64, (string)JsonNode.Parse(Json(action, container))!["v"]!);
                    break;
                default:
                    Assert.Equal(RefusalCode.FieldShape, Refused(action, container, MismatchRule.Redact));
                    break;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_finding_in_a_kept_value_refuses_is_masked_or_holds_in_every_format(string format)
    {
        var form = Forms[format];
        var body = form.Body.Replace(Value, "13800138000", StringComparison.Ordinal);
        Desk On(FindingRule rule) => new Desk { Format = form.Format, Screen = [DetectorKind.CnMobile], OnFinding = rule }
            .Rule(form.Path, Desk.Keep);

        Assert.Equal(RefusalCode.ScreenFinding, On(FindingRule.Refuse).Refuse(body).Code);
        Assert.Equal("***", form.Read(Pass(On(FindingRule.Mask), body, out var report)));
        Assert.Equal((1, DetectorKind.CnMobile), (report.Fields.Redacted, report.Findings.Single().Key));
        Assert.True(On(FindingRule.Hold).Compile().Inspect(Encoding.UTF8.GetBytes(body)).TryPass(out var held, out _));
        using (held)
        {
            Assert.Equal(RefusalCode.ScreenFinding, Assert.IsType<Hold>(held.Decision).Code);
        }
    }

    [Theory]
    [InlineData(BodyFormat.Json, "$", "[", "]", "{0}")]
    [InlineData(BodyFormat.Ndjson, "$", "[", "]", "{0}\n")]
    [InlineData(BodyFormat.Fhir, "Basic", "[", "]", "{{\"resourceType\":\"Basic\",\"a\":{0}}}")]
    [InlineData(BodyFormat.Xml, "$", "<a>", "</a>", "{0}")]
    public void Sixty_four_levels_are_read_and_one_more_is_malformed(
        BodyFormat format, string path, string open, string close, string document)
    {
        var levels = format == BodyFormat.Fhir ? 63 : 64;
        var desk = new Desk { Format = format }.Rule(path, Desk.Deep);
        string Nested(int count) => string.Format(
            CultureInfo.InvariantCulture, document,
            string.Concat(Enumerable.Repeat(open, count)) + string.Concat(Enumerable.Repeat(close, count)));

        Assert.NotEmpty(desk.Pass(Nested(levels)));
        Assert.Equal(RefusalCode.BodyMalformed, desk.Refuse(Nested(levels + 1)).Code);
    }

    // FORMATS.md 1 to the letter: who writes bundles and who reads statements goes by these.
    [Fact]
    public void The_lists_of_the_contract_are_what_this_build_has()
    {
        const string Detectors =
            "prc-id prc-id-15 hkid macao-id taiwan-id home-return-permit exit-entry-permit passport mrz cn-mobile cn-phone "
            + "hk-phone macao-phone bank-card iban bic lei uscc vin plate email ip mac imei coordinates cn-name cn-address "
            + "medical-record health-card jwt private-key";
        const string Counts =
            "kept dropped redacted masked hashed tokenised generalised shifted encrypted constant truncated";

        Assert.Equal(Detectors.Split(' ').Order(), DetectorKind.Built.Select(kind => kind.Name).Order());
        Assert.Equal(Rows.Keys, ActionReader.Names);
        Assert.Equal(Counts.Split(' '), FieldCounts.Of(_ => 0).Named().Select(pair => pair.Key));
        Assert.Equal(Rows.Values.Select(row => row.Counted).Order(), Counts.Split(' ').Order());
        Assert.Equal(
            "json ndjson csv xml fhir hl7v2 form multipart opaque".Split(' '),
            Enum.GetValues<BodyFormat>().Select(format => format.Wire()));
    }

    private static string? OfJson(string output) => (string?)JsonNode.Parse(output)!["v"];

    private static Desk With(string action, MismatchRule mismatch) =>
        new Desk { Subjects = ["$.who"] }.Rule("$.v", Rows[action].Action, mismatch);

    private static string Json(string action, string value, MismatchRule mismatch = MismatchRule.Refuse) =>
        Pass(With(action, mismatch), $"{{\"who\":\"p\",\"v\":{value}}}", out _);

    private static RefusalCode Refused(string action, string value, MismatchRule mismatch)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"who\":\"p\",\"v\":{value}}}");
        Assert.False(With(action, mismatch).Compile(new CipherKeys()).Inspect(body).TryPass(out _, out var refused));
        return refused!.Code;
    }

    private static string Pass(Desk desk, string body, out TransformReport report) => Desk.Run(
        desk.Compile(new CipherKeys()), Encoding.UTF8.GetBytes(body), AskVerdicts.AllGo, out report);

    /// <summary>One action of the list.</summary>
    /// <param name="Counted">Its name among the statement's counts.</param>
    /// <param name="Leaves">What becomes of <see cref="Value"/>; null: nothing leaves.</param>
    private sealed record Row(string Counted, FieldAction Action, string? Leaves);

    /// <summary>One format, a body of it, and how its one field with a rule is read again.</summary>
    private sealed record Form(
        BodyFormat Format, string Path, string Subject, string Body, Func<string, string?> Read);
}
