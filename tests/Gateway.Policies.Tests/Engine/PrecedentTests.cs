using System.Buffers;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>
/// What is written like an element before it is decided as that was. Nothing else may come of it than where no two
/// elements are written alike: with white space that is nowhere the same, each is read as it stands.
/// </summary>
public sealed class PrecedentTests
{
    private const int MostElements = 24;

    private static readonly string[] Names = ["n0", "n1", "n2", "n3", "n4"];

    private static readonly FieldAction[] Actions =
    [
        Desk.Keep, Desk.Keep, Desk.Keep, Desk.Deep, Desk.Drop, Desk.Redact, Desk.Constant("c"), Desk.Mask(1), Desk.Hash,
        new FieldAction.Tokenise("k1", "digits", null), new FieldAction.Generalise("year", []),
        new FieldAction.Shift("k1", 30), new FieldAction.Truncate(3),
    ];

    // A finding, text with escapes, dates, numbers, nothing at all.
    private static readonly string[] Values =
    [
        "\"a\"", "\"b\"", "\"text\"", "\"11010519491231002X\"", "\"\\u4e2d\\n\"", "\"1990-05-06\"", "\"123456789012\"", "7",
        "123456789012", "-1.5e3", "true", "null", "\"\"", "\"中文名字\"",
    ];

    [Fact]
    public void Elements_written_alike_leave_as_those_written_each_in_its_own_way() =>
        Check((choices, format) =>
        {
            var category = Category(choices, format);
            var elements = Elements(choices);
            var engine = CategoryEngine.Compile(category, new Desk.FixedKeys(), out var faults);
            if (engine is null)
            {
                Assert.NotEmpty(faults);
                return;
            }

            var withheld = Enumerable.Range(0, MostElements).Where(_ => choices.Next(6) == 0).ToHashSet();
            var alike = Run(engine, Write(elements, format, _ => ""), withheld);
            Assert.Equal(Run(engine, Write(elements, format, White), withheld), alike);
        });

    [Fact]
    public void A_value_that_is_not_like_the_one_before_is_decided_as_it_is()
    {
        var desk = new Desk
        {
            Screen = DetectorKind.Built,
            OnFinding = FindingRule.Mask,
        }
            .Rule("$[*].id", Desk.Keep)
            .Rule("$[*].born", new FieldAction.Generalise("year", []), MismatchRule.Redact)
            .Rule("$[*].name", Desk.Mask(1))
            .Rule("$[*].kin", Desk.Redact);
        var output = desk.Pass(
            """
            [{"id":"x1","born":"1990-05-06","name":"Wong","kin":"Li","other":[1,2]},
            """.Trim() + """
            {"id":"x2","born":"1991-05-06","name":"Chan","kin":"Ho","other":[3,4]},{"id":"11010519491231002X","born":"unknown","name":"","kin":null,"other":[5,6]},{"id":"x4","born":"1993-05-06","name":"\u0041b","kin":"Ip","other":[7,8]}]
            """.Trim(),
            out var report);
        Assert.Equal(
            """[{"id":"x1","born":"1990","name":"W***","kin":"***"},{"id":"x2","born":"1991","name":"C***","kin":"***"},{"id":"***","born":"***","name":"","kin":null},{"id":"x4","born":"1993","name":"A*","kin":"***"}]""",
            output);
        Assert.Equal((3, 4, 6, 4, 3), Counts(report.Fields));
    }

    [Theory]
    [InlineData("""[{"a":[1,2],"b":"x"},{"a":[1,2],"b":"x}]""")]
    [InlineData("""[{"a":[1,2],"b":"x"},{"a":[1,02],"b":"x"}]""")]
    [InlineData("""[{"a":[1,2],"b":"x"},{"a":[1,tru],"b":"x"}]""")]
    [InlineData("""[{"a":[1,2],"b":"x"},{"a":[1,],"b":"x"}]""")]
    [InlineData("""[{"a":{"p":1,"q":2},"b":"x"},{"a":{"p":1,"p":2},"b":"x"}]""")]
    [InlineData("""[{"a":[1,2],"b":"x"},{"a":[1,2],"b":"\ud800"}]""")]
    [InlineData("""[{"a":[1,2],"b":"x"},{"a":[1,2],"b":"x"]""")]
    [InlineData("""[{"a":[1,2],"b":"x"},{"a":[1,2],"b":"x"}""")]
    [InlineData("""[{"a":[1,2],"b":"x"},{"a":[1,2],"b":1x}]""")]
    public void What_is_not_json_is_refused_behind_any_precedent(string body)
    {
        foreach (var rules in new[] { new Desk().Rule("$[*].b", Desk.Keep), new Desk().Rule("$", Desk.Deep) })
        {
            Assert.Equal("body.malformed", rules.Refuse(body).Code.Wire);
        }
    }

    // As deep as may be where it stands first, and one deeper behind any number of members: at one of them the places
    // fall together.
    [Fact]
    public void What_is_too_deep_is_refused_though_it_was_not_where_it_stood_before()
    {
        var deep = new string('[', 62) + "1" + new string(']', 62);
        var (dropped, kept) = (new Desk().Rule("$.z", Desk.Keep), new Desk().Rule("$", Desk.Deep));
        for (var members = 0; members < 256; members++)
        {
            var between = string.Concat(Enumerable.Range(0, members).Select(i => $"\"m{i}\":0,"));
            var body = $$"""{"x":[{{deep}},{{deep}}],{{between}}"y":[[{{deep}}]]}""";
            Assert.Equal("body.malformed", dropped.Refuse(body).Code.Wire);
            Assert.Equal("body.malformed", kept.Refuse(body).Code.Wire);
        }
    }

    private static (long, long, long, long, long) Counts(FieldCounts fields) =>
        (fields.Kept, fields.Dropped, fields.Redacted, fields.Masked, fields.Generalised);

    private static Category Category(Choices choices, BodyFormat format)
    {
        var root = format == BodyFormat.Ndjson ? "$" : choices.Next(3) == 0 ? "$.groups[*].rows[*]" : "$.list[*]";
        var first = choices.Next(4) == 0 ? root.Replace("rows[*]", "rows[0]", StringComparison.Ordinal).Replace("list[*]", "list[0]", StringComparison.Ordinal) : root;
        var desk = new Desk
        {
            Format = format,
            Unlisted = choices.Next(8) == 0 ? UnlistedRule.Refuse : UnlistedRule.Drop,
            Records = format == BodyFormat.Ndjson ? null : new[] { null, root, root + ".many[*]" }[choices.Next(3)],
            Subjects = choices.Next(3) == 0 ? [root + ".n0"] : [],
            Screen = choices.Next(2) == 0 ? [] : [DetectorKind.PrcId],
            OnFinding = new[] { FindingRule.Refuse, FindingRule.Mask, FindingRule.Mask, FindingRule.Hold }[choices.Next(4)],
            Commit = choices.Next(4) == 0 ? CommitRule.Fields : CommitRule.None,
        };
        for (var rules = 1 + choices.Next(7); rules > 0; rules--)
        {
            var place = new[] { ".", ".", ".", ".in.", ".many[*].", ".." }[choices.Next(6)];
            var where = choices.Next(5) == 0 ? new[] { (Names[choices.Next(Names.Length)], "a") } : [];
            desk.Rule(
                (rules == 1 ? root : first) + place + Names[choices.Next(Names.Length)],
                Actions[choices.Next(Actions.Length)],
                choices.Next(4) == 0 ? MismatchRule.Refuse : MismatchRule.Redact,
                where);
        }

        // Some groups leave whole, whatever the rules say that come later.
        _ = choices.Next(3) == 0 && root.Contains("rows", StringComparison.Ordinal) ? desk.Rule("$.groups[*].rows", Desk.Deep, ("n0", "a")) : desk;
        var category = (choices.Next(4) == 0 ? desk.Rule(root, Desk.Deep) : desk).Category();
        var quasi = category.Fields[choices.Next(category.Fields.Count)].Path;
        return choices.Next(4) > 0
            ? category
            : category with { KAnonymity = new KAnonymity(2, [quasi], (SmallGroupRule)choices.Next(2), category.Mark) };
    }

    // Few spellings, so that most are like one before.
    private static List<Element> Elements(Choices choices)
    {
        var kinds = Enumerable.Range(0, 1 + choices.Next(2)).Select(_ => new Element(choices)).ToArray();
        return [.. Enumerable.Range(0, choices.Next(MostElements)).Select(_ => kinds[choices.Next(kinds.Length)].Again(choices))];
    }

    private static byte[] Write(List<Element> elements, BodyFormat format, Func<int, string> white)
    {
        var next = 0;
        var texts = elements.Select(element => element.Write(() => white(next++)));
        return Encoding.UTF8.GetBytes(format == BodyFormat.Ndjson
            ? string.Join('\n', texts)
            : $$"""{"list":[{{string.Join(',', texts)}}],"groups":[{{string.Join(',', texts.Chunk(4).Select(Group))}}]}""");

        string Group(string[] rows, int number) =>
            $$"""{{{white(next++)}}"n0":"{{"ab"[number & 1]}}","rows":[{{string.Join(',', rows)}}]}""";
    }

    // No two alike, and none that a line would end at.
    private static string White(int number) => string.Concat(
        Convert.ToString(number + 2, 2).Select(digit => digit == '0' ? ' ' : '\t'));

    // All that may be said of a body, as one text.
    private static string Run(CategoryEngine engine, byte[] body, HashSet<int> withheld)
    {
        if (!engine.Inspect(body).TryPass(out var inspected, out var turnBack))
        {
            return $"{turnBack!.Code.Wire}: {turnBack.Detail}";
        }

        using (inspected)
        {
            var output = new ArrayBufferWriter<byte>();
            var report = inspected!.Transform(AskVerdicts.Withholding(withheld), output);
            return string.Join('\n', [
                Encoding.UTF8.GetString(output.WrittenSpan),
                $"{inspected.Decision?.Detail}, {inspected.Records}, {report.Fields}, {report.Records}, {report.Subjects}",
                string.Join(' ', inspected.Subjects.Select(subject =>
                    $"{subject.Record} {subject.Path} {Encoding.UTF8.GetString(subject.Value.Span)}")),
                string.Join(' ', report.Findings.Select(found => $"{found.Key.Name} {found.Value}")),
                string.Join(' ', report.Released),
                string.Join(' ', report.Values?.Select(value =>
                    $"{value.Path} {value.Action} {value.LeftAt} {value.LeftLength}") ?? []),
            ]);
        }
    }

    private static void Check(Action<Choices, BodyFormat> property) =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ArrayOf(400).ToArbitrary(),
            tape =>
            {
                var choices = new Choices(tape);
                property(choices, choices.Next(3) == 0 ? BodyFormat.Ndjson : BodyFormat.Json);
                return true;
            }).Check(Draws.Of(3000));

    /// <summary>One way to write an element, with values that may be anything.</summary>
    private sealed class Element
    {
        private readonly string _text;

        private Element(string text) => _text = text;

        // '#' stands for a value, '~' for white space.
        internal Element(Choices choices)
        {
            var members = Names.Where(_ => choices.Next(3) > 0).Select(name => $"~\"{name}\":~#").ToList();
            if (choices.Next(2) == 0)
            {
                members.Insert(choices.Next(members.Count + 1), "~\"in\":{~\"n0\":#,~\"n1\":[~#,~#],~\"n2\":~{}}");
            }

            if (choices.Next(2) == 0)
            {
                members.Insert(choices.Next(members.Count + 1), "~\"many\":[{~\"n2\":#,\"n3\":#~},~{~\"n2\":#}~]");
            }

            _text = $"{{{string.Join(',', members)}~}}";
        }

        internal Element Again(Choices choices)
        {
            var text = new StringBuilder();
            foreach (var character in _text)
            {
                _ = character == '#'
                    ? text.Append(Values[choices.Next(3) > 0 ? 2 : choices.Next(Values.Length)])
                    : text.Append(character);
            }

            return new Element(text.ToString());
        }

        internal string Write(Func<string> white)
        {
            var text = new StringBuilder();
            foreach (var character in _text)
            {
                text.Append(character == '~' ? white() : character.ToString(CultureInfo.InvariantCulture));
            }

            return text.ToString();
        }
    }
}
