using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine.Hl7;

/// <summary>Random messages and rules against a slow and obvious reading of both.</summary>
public sealed class Hl7Properties
{
    private static readonly string[] Marks = ["|^~\\&", "|^~\\&", "#*!%@", "^|&~\\"];

    private static readonly string[] Odd = ["", "", "", "\n", "|", "^a", "~", "\\", "&&", "张", "\r", "\t", "*#"];

    private static readonly FieldAction[] Actions =
        [Desk.Keep, Desk.Keep, Desk.Deep, Desk.Drop, Desk.Redact, Desk.Constant("c^|")];

    [Fact]
    public void What_leaves_is_what_an_obvious_reading_lets_out_and_nothing_else()
    {
        int crossed = 0, refused = 0;
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ArrayOf(160).ToArbitrary(),
            tape =>
            {
                var choices = new Choices(tape);
                var desk = new Desk { Format = BodyFormat.Hl7v2 };
                for (var left = 1 + choices.Next(6); left > 0; left--)
                {
                    desk.Rule(Path(choices), Actions[choices.Next(Actions.Length)]);
                }

                var category = desk.Category();
                if (RuleCoverage.Check(category).Any(fault => !fault.IsWarning))
                {
                    return true;
                }

                var message = Message(choices);
                var values = SlowHl7.Split(message);
                var end = new[] { "\r", "\n", "\r\n" }[choices.Next(3)];
                var body = message.Replace("\r", end, StringComparison.Ordinal);
                if (SlowHl7.Decide(values, category.Fields) is not { } expected)
                {
                    Assert.Equal(RefusalCode.FieldShape, desk.Refuse(body).Code);
                    refused++;
                    return true;
                }

                var output = desk.Pass(body);
                Assert.Equal(Sorted(expected), Sorted(SlowHl7.Split(output)));
                Assert.EndsWith("\r", output, StringComparison.Ordinal);
                var listed = expected.SelectMany(segment => segment.Values.Values).ToHashSet(StringComparer.Ordinal);
                var all = values.SelectMany(segment => segment.Values.Values);
                foreach (var secret in all.Where(text => !listed.Contains(text)))
                {
                    Assert.DoesNotContain(secret[..5], output, StringComparison.Ordinal);
                }

                crossed++;
                return true;
            }).Check(Draws.Of(1500));
        Assert.True(crossed > 200 && refused > 20, $"{crossed} crossed, {refused} refused");
    }

    [Fact]
    public void Any_bytes_are_decided_or_refused_and_never_more_than_that()
    {
        var desk = new Desk { Format = BodyFormat.Hl7v2 }.Rule("PID-3", Desk.Deep).Compile();
        Prop.ForAll(
            Gen.Elements("|^~\\&\r\nAPIDXF041M\"#.\u0001é".ToCharArray()).ArrayOf(60).ToArbitrary(),
            tail =>
            {
                var body = Encoding.UTF8.GetBytes("MSH|^~\\&|||||||||||||||||UNICODE UTF-8\rPID|||" + new string(tail));
                if (desk.Inspect(body).TryPass(out var consignment, out var turnBack))
                {
                    consignment.Dispose();
                }
                else
                {
                    Assert.Equal(RefusalCode.BodyMalformed, turnBack.Code);
                }
            }).Check(Draws.Of(1000));
    }

    private static IEnumerable<string> Sorted(IEnumerable<(string Name, Dictionary<string, string> Values)> segments) =>
        segments.Select(segment => segment.Name + ": " + string.Join(
            ", ",
            segment.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key}={pair.Value}")));

    private static string Path(Choices choices)
    {
        var name = new[] { "PID", "PID", "OBX", "MSH" }[choices.Next(4)];
        var field = SlowHl7.Address((name == "MSH" ? 2 : 0) + 1 + choices.Next(3));
        return $"{name}-{field}" + new[] { "", ".1", ".2", ".1.1", ".1.2", ".2.2" }[choices.Next(6)];
    }

    // Every value is another, and begins with its own number.
    private static string Message(Choices choices)
    {
        var marks = Marks[choices.Next(Marks.Length)];
        var isUtf8 = choices.Next(2) == 0;
        var next = 1000;
        var text = new StringBuilder("MSH" + marks);
        Fields(2, isUtf8 ? 15 : 2);
        text.Append(isUtf8 ? marks[0] + "UNICODE UTF-8" : "");
        for (var left = choices.Next(4); left > 0; left--)
        {
            text.Append('\r').Append(new[] { "PID", "OBX", "ZZ1" }[choices.Next(3)]);
            Fields(0, choices.Next(4));
        }

        return text.Append('\r').ToString();

        void Fields(int before, int count)
        {
            for (var f = 0; f < count; f++)
            {
                text.Append(marks[0]);
                for (var more = before + f < 6 ? choices.Next(4) : 0; more > 0; more--)
                {
                    text.Append(Value()).Append(new[] { "", marks[1..2], marks[2..3], marks[4..5] }[choices.Next(4)]);
                    text.Append(more == 1 && choices.Next(2) == 0 ? Value() : "");
                }
            }
        }

        string Value() => choices.Next(3) == 0 ? "" : Escape(
            "v" + (next++).ToString(CultureInfo.InvariantCulture) + Odd[choices.Next(Odd.Length)], marks, isUtf8);
    }

    private static string Escape(string text, string marks, bool isUtf8) => string.Concat(text.EnumerateRunes().Select(
        rune => marks.IndexOf(rune.ToString(), StringComparison.Ordinal) is var at and >= 0
            ? $"{marks[3]}{"FSRET"[at]}{marks[3]}"
            : rune.Value is '\r' or '\n' || (!isUtf8 && !rune.IsAscii)
                ? $"{marks[3]}X{Convert.ToHexString(Encoding.UTF8.GetBytes(rune.ToString()))}{marks[3]}"
                : rune.ToString()));
}
