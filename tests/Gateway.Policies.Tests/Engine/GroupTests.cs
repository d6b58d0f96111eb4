using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>k-anonymity: nobody leaves who is picked out by what leaves of them.</summary>
public sealed class GroupTests
{
    private const string Born = "$.people[*].born";
    private const string City = "$.people[*].city";

    private static readonly Mark Here = new("test.yaml", 1, 1, "categories[0].kAnonymity");

    private const string Six =
        """
        {"people":[{"n":0,"born":"1987-01-01","city":"440106"},{"n":1,"born":"1987-12-31","city":"440103"},
        {"n":2,"city":"440100","born":"19870504"},{"n":3,"born":"1950-01-01","city":"440106"},
        {"n":4,"born":"1990-05-05","city":"440106"},{"n":5,"born":"1990-06-06","city":"440106"}]}
        """;

    [Fact]
    public void A_record_that_few_are_like_refuses_the_body()
    {
        var refusal = Refused(People(3, SmallGroupRule.Refuse), Six);
        Assert.Equal("screen.small_group", refusal.Code.Wire);
        Assert.Equal($"fewer than 3 records are alike in '{Born}', '{City}'", refusal.Detail);
    }

    [Theory]
    [InlineData(2, "0 1 2 4 5", 1)]
    [InlineData(3, "0 1 2", 3)]
    [InlineData(4, "", 6)]
    public void Or_only_those_are_withheld(int k, string left, int withheld)
    {
        var output = Desk.Run(Compile(People(k, SmallGroupRule.Suppress)), Encoding.UTF8.GetBytes(Six), AskVerdicts.AllGo, out var report);
        Assert.Equal(left, string.Join(' ', Numbers(output)));
        Assert.Equal((6 - withheld, withheld), (report.Records.Out, report.Records.Withheld));
        Assert.Equal(3 * (6 - withheld), report.Fields.Kept + report.Fields.Generalised);
    }

    [Theory]
    [InlineData(SmallGroupRule.Suppress)]
    [InlineData(SmallGroupRule.Refuse)]
    public void Whoever_is_withheld_for_another_reason_is_not_counted(SmallGroupRule below)
    {
        const string Three =
            """{"people":[{"n":0,"born":"1987-01-01"},{"n":1,"born":"1987-01-01"},{"n":2,"born":"1987-01-01"}]}""";
        var engine = Compile(People(3, below));
        Assert.Equal(["0", "1", "2"], Numbers(Desk.Run(engine, Encoding.UTF8.GetBytes(Three), AskVerdicts.AllGo, out _)));
        Assert.Equal("{\"people\":[]}", Desk.Run(engine, Encoding.UTF8.GetBytes(Three), AskVerdicts.Withholding([1]), out var report));
        Assert.Equal((0, 3), (report.Records.Out, report.Records.Withheld));
    }

    [Fact]
    public void What_leaves_is_compared_and_not_what_came()
    {
        const string Two = """{"people":[{"n":0,"born":"1987-01-01","city":"440106"},{"n":1,"born":"1988-01-01","city":"440106"}]}""";
        Assert.Equal("screen.small_group", Refused(People(2, SmallGroupRule.Refuse), Two).Code.Wire);
        var coarser = People(2, SmallGroupRule.Refuse, "decade");
        Assert.Equal(2, Numbers(Desk.Run(Compile(coarser), Encoding.UTF8.GetBytes(Two), AskVerdicts.AllGo, out _)).Count);
    }

    [Fact]
    public void A_missing_value_is_a_group_of_its_own() => Assert.Equal(
        "screen.small_group",
        Refused(People(2, SmallGroupRule.Refuse), """{"people":[{"born":"1987-01-01","n":0},{"born":"1987-01-01","city":"440106","n":1}]}""").Code.Wire);

    [Fact]
    public void Values_of_a_list_count_each_and_in_any_order()
    {
        var category = new Desk { Records = "$[*]" }.Rule("$[*].tags[*]", Desk.Keep).Category() with
        {
            KAnonymity = new KAnonymity(2, ["$[*].tags[*]"], SmallGroupRule.Refuse, Here),
        };
        Assert.Null(Inspect(category, """[{"tags":["a","b"]},{"tags":["b","a"]}]"""));
        Assert.NotNull(Inspect(category, """[{"tags":["a","b"]},{"tags":["a","b","b"]}]"""));
        Assert.NotNull(Inspect(category, """[{"tags":["a","a"]},{"tags":["b","b"]}]"""));
    }

    [Fact]
    public void Rows_and_lines_are_records_by_themselves()
    {
        var csv = new Desk { Format = BodyFormat.Csv }.Rule("$[*].born", new FieldAction.Generalise("year", [])).Category() with
        {
            KAnonymity = new KAnonymity(2, ["$[*].born"], SmallGroupRule.Suppress, Here),
        };
        var engine = Compile(csv);
        Assert.False(engine.GoesByRecord);
        var output = Desk.Run(engine, "born\r\n1987-01-01\r\n1950-01-01\r\n19870202\r\n"u8.ToArray(), AskVerdicts.AllGo, out var report);
        Assert.Equal(["born", "1987", "1987"], output.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, report.Records.Withheld);
        var lines = new Desk { Format = BodyFormat.Ndjson }.Rule("$.born", Desk.Keep).Category() with
        {
            KAnonymity = new KAnonymity(2, ["$.born"], SmallGroupRule.Suppress, Here),
        };
        Assert.Equal("{\"born\":1}\n{\"born\":1}\n", Desk.Run(
            Compile(lines), "{\"born\":1}\n{\"born\":2}\n{\"born\":1}\n"u8.ToArray(), AskVerdicts.AllGo, out _));
    }

    [Theory]
    [InlineData(1, City, true)]
    [InlineData(5, "$.people[*].other", true)]
    [InlineData(5, "$.people[*].n", true)]
    [InlineData(5, City, false)]
    public void A_gate_that_can_compare_nothing_is_a_fault(int k, string quasi, bool hasRecords)
    {
        var desk = new Desk { Records = hasRecords ? "$.people[*]" : null }
            .Rule(City, Desk.Keep).Rule("$.people[*].n", Desk.Drop);
        var category = desk.Category() with { KAnonymity = new KAnonymity(k, [quasi], SmallGroupRule.Refuse, Here) };
        Assert.Null(CategoryEngine.Compile(category, new Desk.FixedKeys(), out var faults));
        Assert.Equal("category.kanonymity", Assert.Single(faults).Code);
    }

    private static Category People(int k, SmallGroupRule below, string to = "year") =>
        new Desk { Records = "$.people[*]" }
            .Rule("$.people[*].n", Desk.Keep)
            .Rule(Born, new FieldAction.Generalise(to, []))
            .Rule(City, new FieldAction.Generalise("city", []))
            .Category() with
        { KAnonymity = new KAnonymity(k, [Born, City], below, Here) };

    private static CategoryEngine Compile(Category category)
    {
        var engine = CategoryEngine.Compile(category, new Desk.FixedKeys(), out var faults);
        Assert.Empty(faults);
        return engine!;
    }

    private static Refusal Refused(Category category, string body) =>
        Inspect(category, body) ?? throw new InvalidOperationException("it passed");

    private static Refusal? Inspect(Category category, string body)
    {
        if (!Compile(category).Inspect(Encoding.UTF8.GetBytes(body)).TryPass(out var consignment, out var turnBack))
        {
            return Assert.IsType<Refusal>(turnBack);
        }

        consignment.Dispose();
        return null;
    }

    private static List<string> Numbers(string output) =>
        [.. System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("people").EnumerateArray()
            .Select(person => person.GetProperty("n").GetRawText())];
}
