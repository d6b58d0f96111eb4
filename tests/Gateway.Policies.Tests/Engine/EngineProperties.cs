using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

public sealed partial class EngineProperties
{
    [Fact]
    public void Exactly_what_the_first_matching_rule_keeps_appears_in_the_output() =>
        Check(tape =>
        {
            var choices = new Choices(tape);
            var rules = Enumerable.Range(0, 1 + choices.Next(4))
                .Select(_ => (choices.Path().Steps, Keeps: choices.Next(2) == 0)).ToArray();
            var document = choices.Document();
            var desk = new Desk();
            foreach (var (steps, keeps) in rules)
            {
                desk.Rule("$" + string.Concat(steps), keeps ? Desk.Deep : Desk.Drop);
            }

            var output = desk.Pass(document.Write(choices.Next(2) == 0 ? "" : "\n "), out var report);
            using var parsed = JsonDocument.Parse(output);
            var kept = document.Scalars().Where(scalar => Keeps(rules, scalar.At))
                .Select(scalar => scalar.Text).ToArray();
            Assert.Equal(kept, Scalar().Matches(output).Select(match => match.Value));
            Assert.Equal(kept.Length, report.Fields.Kept);
            Assert.DoesNotContain('\n', output);
        });

    [Fact]
    public void Keeping_everything_is_minifying() =>
        Check(tape =>
        {
            var document = new Choices(tape).Document();
            foreach (var white in new[] { "", " ", "\r\n\t" })
            {
                Assert.Equal(document.Write(""), new Desk().Rule("$", Desk.Deep).Pass(document.Write(white)));
            }
        });

    [Fact]
    public void Whatever_bytes_come_they_are_accepted_exactly_if_they_are_strict_json() =>
        Check(tape =>
        {
            var choices = new Choices(tape);
            var body = Encoding.UTF8.GetBytes(choices.Document().Write(choices.Next(2) == 0 ? "" : " "));
            for (var changes = choices.Next(3); changes > 0; changes--)
            {
                body[choices.Next(body.Length)] = "{}[]\",:\\ 0-.e\u0001na"u8[choices.Next(16)];
            }

            var engine = new Desk().Rule("$", Desk.Deep).Compile();
            Assert.Equal(IsStrict(body), engine.Inspect(body).TryPass(out var consignment, out _));
            consignment.Dispose();
        });

    [Fact]
    public void Mask_and_hash_never_return_what_they_were_given_and_write_json() =>
        Check(tape =>
        {
            var choices = new Choices(tape);
            var text = string.Concat(Enumerable.Range(0, choices.Next(12)).Select(_ =>
                new[] { "*", "●", "a", "王", "\uD83D\uDE00", "\"", "\\", "\n", "\u200b", "1" }[choices.Next(10)]));
            var filler = choices.Next(2) == 0 ? "*" : "●";
            int? minHidden = choices.Next(2) == 0 ? null : choices.Next(6);
            var desk = new Desk().Rule("$[0]", Desk.Mask(choices.Next(5), choices.Next(5), filler, minHidden))
                .Rule("$[1]", Desk.Hash);
            var output = JsonSerializer.Deserialize<string[]>(
                desk.Pass(JsonSerializer.Serialize(new[] { text, text })))!;
            Assert.All(output, value =>
                Assert.Equal(text.Length == 0, string.Equals(value, text, StringComparison.Ordinal)));
        });

    [Fact]
    public void Withheld_records_leave_json_behind() =>
        Check(tape =>
        {
            var choices = new Choices(tape);
            var document = choices.Document();
            var engine = new Desk { Records = choices.Path().Path }.Rule("$", Desk.Deep).Compile();
            var withheld = Enumerable.Range(0, 8).Where(_ => choices.Next(2) == 1).ToArray();
            var output = Desk.Run(
                engine, Encoding.UTF8.GetBytes(document.Write(" ")),
                AskVerdicts.Withholding(withheld), out var report);
            Assert.Equal(report.Records.In, report.Records.Out + report.Records.Withheld);
            if (output.Length > 0)
            {
                using var parsed = JsonDocument.Parse(output);
            }

            Assert.Equal(report.Fields.Kept, Scalar().Count(output));
        });

    private static bool Keeps((List<string> Steps, bool Keeps)[] rules, string[] at)
    {
        foreach (var (steps, keeps) in rules)
        {
            for (var length = 0; length <= at.Length; length++)
            {
                if (Node.Matches([.. steps], at.AsSpan(0, length)))
                {
                    return keeps;
                }
            }
        }

        return false;
    }

    private static bool IsStrict(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body,
                new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                && System.Text.Unicode.Utf8.IsValid(body);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Check(Action<int[]> property) =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ArrayOf(60).ToArbitrary(),
            tape =>
            {
                property(tape);
                return true;
            }).Check(Draws.Of(1000));

    [GeneratedRegex("\"v[0-9]{4,}\"|(?<![0-9v])[0-9]{4,}")]
    private static partial Regex Scalar();
}
