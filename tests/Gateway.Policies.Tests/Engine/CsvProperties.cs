using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine;

/// <summary>Rows against a slow and obvious reading of the same rules.</summary>
public sealed class CsvProperties
{
    private static readonly string[] Names = ["a", "b", "c", "d d", "名"];

    private static readonly string[] Fields =
        ["", "1", "x,y", "q\"q", "l\nl", "=1+1", "-5", "@x", "张三", " ", "'", "\t1", "a\r\nb", "+1e2", "-", "zz"];

    [Fact]
    public void What_leaves_is_what_an_obvious_reading_lets_out() =>
        Check(tape =>
        {
            var choices = new Choices(tape);
            var table = Table(choices);
            var rules = Enumerable.Range(0, choices.Next(5)).Select(_ => Rule.Of(choices)).ToArray();
            var desk = new Desk { Format = BodyFormat.Csv };
            foreach (var rule in rules)
            {
                desk.Rule($"$[*]['{rule.Name}']", rule.Action, rule.Where);
            }

            if (RuleCoverage.Check(desk.Category()).Count > 0)
            {
                return;
            }

            var output = desk.Pass(Write(table, choices), out var report);
            var expected = Obvious(table, rules, out var kept);
            if (expected[0].Length > 0)
            {
                Assert.Equal(expected, Read(output));
            }

            Assert.Equal(kept, report.Fields.Kept);
        });

    // Decides each field by itself, with the rules in order.
    private static string[][] Obvious(string[][] table, Rule[] rules, out int kept)
    {
        var header = table[0];
        var leaving = Enumerable.Range(0, header.Length).Where(i =>
        {
            var own = rules.Where(rule => rule.Name == header[i]).ToList();
            var last = own.FindIndex(rule => rule.Where.Length == 0);
            return own.Take(last < 0 ? own.Count : last + 1).Any(rule => rule.Action is not FieldAction.Drop);
        }).ToArray();
        kept = 0;
        var rows = new List<string[]> { leaving.Select(i => header[i]).ToArray() };
        foreach (var row in table.Skip(1))
        {
            var left = new List<string>();
            foreach (var i in leaving)
            {
                var rule = rules.FirstOrDefault(rule => rule.Name == header[i]
                    && rule.Where.All(pair => header.Contains(pair.Name)
                        && row[Array.IndexOf(header, pair.Name)] == pair.Value));
                kept += rule?.Action is FieldAction.Keep ? 1 : 0;
                left.Add(rule?.Action switch
                {
                    FieldAction.Keep => Safe(row[i]),
                    FieldAction.Constant constant => Safe(constant.Value),
                    FieldAction.Redact redact => row[i].Length == 0 ? "" : Safe(redact.With),
                    _ => "",
                });
            }

            rows.Add([.. left]);
        }

        return [.. rows];
    }

    private static string Safe(string text) =>
        text.Length > 0 && "=@+-\t\r".Contains(text[0], StringComparison.Ordinal)
        && text is not ("-5" or "+1e2")
            ? "'" + text
            : text;

    private static string[][] Table(Choices choices)
    {
        var header = Names.Where(_ => choices.Next(4) > 0).DefaultIfEmpty("a").ToArray();
        return
        [
            header,
            .. Enumerable.Range(0, choices.Next(4))
                .Select(_ => header.Select(_ => Fields[choices.Next(Fields.Length)]).ToArray()),
        ];
    }

    private static byte[] Write(string[][] table, Choices choices) => Encoding.UTF8.GetBytes(string.Join(
        choices.Next(2) == 0 ? "\n" : "\r\n",
        table.Select(row => string.Join(',', row.Select(field =>
            // A line with nothing on it at the end of a file is no row.
            field.AsSpan().ContainsAny("\",\r\n") || (field.Length == 0 && row.Length == 1) || choices.Next(3) == 0
                ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
                : field)))));

    // Character by character, as a person would.
    private static string[][] Read(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i <= text.Length; i++)
        {
            var character = i < text.Length ? text[i] : '\n';
            if (isQuoted && character == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (character == '"' && (isQuoted || field.Length == 0))
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted || (character is not (',' or '\n') && !text[i..].StartsWith("\r\n", StringComparison.Ordinal)))
            {
                field.Append(character);
            }
            else if (character is ',' or '\n')
            {
                row.Add(field.ToString());
                field.Clear();
                if (character == '\n')
                {
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
        }

        return [.. rows];
    }

    private static void Check(Action<int[]> property) =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ArrayOf(100).ToArbitrary(),
            tape =>
            {
                property(tape);
                return true;
            }).Check(Draws.Of(600));

    private sealed record Rule(string Name, FieldAction Action, (string Name, string Value)[] Where)
    {
        internal static Rule Of(Choices choices) => new(
            Names[choices.Next(Names.Length)],
            new[] { Desk.Keep, Desk.Drop, Desk.Redact, Desk.Constant("=c\",") }[choices.Next(4)],
            choices.Next(3) == 0 ? [(Names[choices.Next(Names.Length)], Fields[choices.Next(Fields.Length)])] : []);
    }
}
