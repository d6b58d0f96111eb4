using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine.Xml;

public sealed class XmlProperties
{
    private static readonly string[] Spaces = ["", "urn:one", "urn:two"];
    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public void What_leaves_is_what_a_slow_reading_of_the_rules_lets_out() =>
        Check(tape =>
        {
            var choices = new Tape(tape);
            var rules = Enumerable.Range(0, 1 + choices.Next(5)).Select(_ => Rule(choices)).ToArray();
            var body = Document(choices);
            var desk = new Desk
            {
                Format = BodyFormat.Xml,
                Namespaces = new() { ["o"] = Spaces[1], ["t"] = Spaces[2] },
            };
            foreach (var rule in rules)
            {
                desk.Rule("$" + string.Concat(rule.Steps.Select(Spell)), Action(rule.Op));
            }

            var slow = new SlowXml(rules);
            var expected = slow.Decide(XElement.Parse(body, LoadOptions.PreserveWhitespace));
            if (slow.RefusesShape)
            {
                Assert.Equal(RefusalCode.FieldShape, desk.Refuse(body).Code);
                return;
            }

            var output = desk.Pass(body);
            Assert.DoesNotContain("<!--", output, StringComparison.Ordinal);
            Assert.Equal(
                SlowXml.Canonical(expected!),
                SlowXml.Canonical(XElement.Parse(output, LoadOptions.PreserveWhitespace)));
        });

    [Fact]
    public void Whatever_bytes_come_they_are_accepted_exactly_if_they_are_well_formed() =>
        Check(tape =>
        {
            var choices = new Tape(tape);
            var body = Encoding.UTF8.GetBytes("<?xml version='1.0'?>" + Document(choices));
            for (var changes = choices.Next(4); changes > 0; changes--)
            {
                body[choices.Next(body.Length)] = "<>/=\"' &;:a!-[]?x#1\n"u8[choices.Next(20)];
            }

            var engine = new Desk { Format = BodyFormat.Xml }.Rule("$", Engine.Desk.Deep).Compile();
            var isTaken = engine.Inspect(body).TryPass(out var consignment, out _);
            consignment.Dispose();
            Assert.True(IsWellFormed(body) == isTaken, Encoding.UTF8.GetString(body));
        });

    private static bool IsWellFormed(byte[] body)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new MemoryStream(body), settings);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static SlowRule Rule(Tape choices)
    {
        var steps = new List<string>();
        for (var left = 1 + choices.Next(3); left > 0; left--)
        {
            steps.Add((choices.Next(4) == 0 ? ".." : "") + Name(choices));
        }

        var op = (SlowOp)choices.Next(4);
        if (choices.Next(3) == 0 && op != SlowOp.Deep)
        {
            steps.Add("@" + Name(choices));
        }

        return new SlowRule([.. steps], op);
    }

    private static string Name(Tape choices) =>
        ((XNamespace)Spaces[choices.Next(3)] + Names[choices.Next(3)]).ToString();

    private static string Spell(string step)
    {
        var descends = step.StartsWith("..", StringComparison.Ordinal);
        var name = descends ? step[2..] : step;
        var at = name.StartsWith('@') ? "@" : "";
        return (descends ? ".." : ".") + at + name[at.Length..]
            .Replace("{urn:one}", "o:", StringComparison.Ordinal).Replace("{urn:two}", "t:", StringComparison.Ordinal);
    }

    private static FieldAction Action(SlowOp op) => op switch
    {
        SlowOp.Keep => Engine.Desk.Keep,
        SlowOp.Deep => Engine.Desk.Deep,
        SlowOp.Drop => Engine.Desk.Drop,
        _ => Engine.Desk.Constant("constant"),
    };

    private static string Document(Tape choices)
    {
        var text = new StringBuilder();
        Element(choices, text, 3, ["", "", ""]);
        return text.ToString();
    }

    // Prefixes: "" for the default, p and q; each may be bound anew anywhere.
    private static void Element(Tape choices, StringBuilder text, int depth, string[] bound)
    {
        bound = [.. bound];
        var declarations = new StringBuilder();
        foreach (var (prefix, i) in new[] { "", "p", "q" }.Select((prefix, i) => (prefix, i)))
        {
            if (choices.Next(4) == 0)
            {
                bound[i] = Spaces[choices.Next(2) + (i == 0 ? 0 : 1)];
                declarations.Append(CultureInfo.InvariantCulture,
                    $" xmlns{(i == 0 ? "" : ":" + prefix)}=\"{bound[i]}\"");
            }
        }

        string[] usable = [.. new[] { "", "p:", "q:" }.Where((_, i) => i == 0 || bound[i].Length > 0)];
        var name = usable[choices.Next(usable.Length)] + Names[choices.Next(3)];
        text.Append('<').Append(name).Append(choices.Next(3) == 0 ? "\n " : "").Append(declarations);
        var seen = new HashSet<string>();
        for (var left = choices.Next(3); left > 0; left--)
        {
            var i = choices.Next(3);
            var prefix = i == 0 || bound[i].Length == 0 ? "" : new[] { "", "p:", "q:" }[i];
            var local = Names[choices.Next(3)];
            if (seen.Add((prefix.Length == 0 ? "" : bound[i]) + local))
            {
                text.Append(CultureInfo.InvariantCulture, $"{" \n"[choices.Next(2)]}{prefix}{local}='{Value(choices)}'");
            }
        }

        if (choices.Next(4) == 0)
        {
            text.Append("/>");
            return;
        }

        text.Append('>');
        for (var left = depth == 0 ? choices.Next(2) : choices.Next(5); left > 0; left--)
        {
            Content(choices, text, depth, bound);
        }

        text.Append("</").Append(name).Append('>');
    }

    private static void Content(Tape choices, StringBuilder text, int depth, string[] bound)
    {
        switch (choices.Next(depth == 0 ? 4 : 7))
        {
            case 0:
                text.Append(Value(choices));
                break;
            case 1:
                text.Append(choices.Next(2) == 0 ? "<!-- <no> -->" : "<?pi no?>");
                break;
            case 2:
                text.Append("<![CDATA[<&]]>");
                break;
            case 3:
                text.Append("\n  ");
                break;
            default:
                Element(choices, text, depth - 1, bound);
                break;
        }
    }

    private static string Value(Tape choices) => choices.Next(4) switch
    {
        0 => "&lt;&#x4E2D;",
        1 => "]]",
        2 => "&gt;",
        _ => choices.Next(1000).ToString(CultureInfo.InvariantCulture),
    };

    private static void Check(Action<int[]> property) =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ArrayOf(120).ToArbitrary(),
            tape =>
            {
                property(tape);
                return true;
            }).Check(Draws.Of(1500));

    /// <summary>Numbers that stand for choices; when they run out, the first one each time.</summary>
    private sealed class Tape(int[] numbers)
    {
        private int _at;

        internal int Next(int count) => _at < numbers.Length ? numbers[_at++] % count : 0;
    }
}
