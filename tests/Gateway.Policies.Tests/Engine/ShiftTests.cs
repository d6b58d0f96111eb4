using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>Dates move, per person, by a key; their order stays.</summary>
public sealed class ShiftTests
{
    private static readonly FieldAction Shift = new FieldAction.Shift("k1", 30);

    private static Desk Visits => new Desk { Records = "$[*]", Subjects = ["$[*].who"] }
        .Rule("$[*].days[*]", Shift).Rule("$[*].who", Desk.Drop);

    [Fact]
    public void All_dates_of_a_person_move_by_the_same_days_whatever_stands_first()
    {
        var days = Read(Visits.Pass(
            """
            [{"days":["2026-01-01","2026-01-31"],"who":"A"},{"who":"A","days":["2026-06-01"]},
            {"who":"a ","days":["20260101"]}]
            """, out var report));
        var by = DayOf(days[0][0]).DayNumber - new DateOnly(2026, 1, 1).DayNumber;
        Assert.NotEqual(0, by);
        Assert.InRange(by, -30, 30);
        Assert.Equal(new DateOnly(2026, 1, 31).AddDays(by), DayOf(days[0][1]));
        Assert.Equal(new DateOnly(2026, 6, 1).AddDays(by), DayOf(days[1][0]));
        Assert.Equal(new DateOnly(2026, 1, 1).AddDays(by), DateOnly.ParseExact(days[2][0], "yyyyMMdd", CultureInfo.InvariantCulture));
        Assert.Equal(4, report.Fields.Shifted);
    }

    [Theory]
    [InlineData("2026-01-01T23:30:00.5+08:00", 10)]
    [InlineData("2026-01-01T00:00:00Z", 10)]
    [InlineData("20260101", 8)]
    public void The_form_and_the_time_of_day_stay(string value, int date)
    {
        var shifted = Read(Visits.Pass($$"""[{"who":"A","days":["{{value}}"]}]"""))[0][0];
        Assert.Equal(value[date..], shifted[date..]);
        Assert.NotEqual(value[..date], shifted[..date]);
    }

    [Fact]
    public void Persons_are_spread_over_all_days_but_none()
    {
        var action = new ShiftAction(new FieldAction.Shift("k1", 3), new byte[32]);
        var days = Enumerable.Range(0, 1000)
            .Select(person => action.DaysFor(Encoding.UTF8.GetBytes($"P{person}"))).ToHashSet();
        Assert.Equal([-3, -2, -1, 1, 2, 3], days.Order());
        var other = new ShiftAction(new FieldAction.Shift("k1", 3), Enumerable.Repeat((byte)1, 32).ToArray());
        Assert.Contains(Enumerable.Range(0, 99), person =>
            action.DaysFor(Encoding.UTF8.GetBytes($"P{person}")) != other.DaysFor(Encoding.UTF8.GetBytes($"P{person}")));
    }

    [Fact]
    public void Order_is_kept_and_no_date_stays() =>
        Prop.ForAll(Gen.Choose(0, 3_000_000).ArrayOf(6).ToArbitrary(), numbers =>
        {
            var dates = numbers.Select(number => new DateOnly(1, 3, 1).AddDays(number)).ToArray();
            var body = $"[{{\"days\":[{string.Join(',', dates.Select(day => $"\"{day:yyyy-MM-dd}\""))}],\"who\":{numbers[0]}}}]";
            var shifted = Read(Visits.Pass(body))[0].Select(DayOf).ToArray();
            for (var i = 0; i < dates.Length; i++)
            {
                Assert.NotEqual(dates[i], shifted[i]);
                Assert.Equal(dates[i].CompareTo(dates[0]), shifted[i].CompareTo(shifted[0]));
            }
        }).Check(Draws.Of(100));

    [Theory]
    [InlineData("0001-01-30")]
    [InlineData("9999-12-02")]
    [InlineData("tomorrow")]
    [InlineData("2026-01")]
    public void A_date_that_could_leave_the_calendar_is_no_date(string value) => Assert.Equal(
        "field.value", Visits.Refuse($$"""[{"who":"A","days":["{{value}}"]}]""").Code.Wire);

    [Fact]
    public void Without_a_person_no_date_can_be_moved()
    {
        const string Body = """[{"who":"A","days":["2026-01-01"]},{"days":["2026-01-01"],"who":null}]""";
        var refusal = Visits.Refuse(Body);
        Assert.Equal(("field.value", "$[*].days[*]"), (refusal.Code.Wire, refusal.Rule));
        var redacting = new Desk { Records = "$[*]", Subjects = ["$[*].who"] }
            .Rule("$[*].days[*]", Shift, MismatchRule.Redact).Rule("$[*].who", Desk.Drop);
        var days = Read(redacting.Pass(Body, out var report));
        Assert.Equal("***", days[1][0]);
        Assert.NotEqual("2026-01-01", days[0][0]);
        Assert.Equal((1, 1), (report.Fields.Shifted, report.Fields.Redacted));
    }

    [Fact]
    public void A_record_without_a_person_of_its_own_is_about_the_one_outside_of_all_records()
    {
        var desk = new Desk { Records = "$.visits[*]", Subjects = ["$.patient"] }.Rule("$.visits[*].day", Shift);
        var first = desk.Pass("""{"visits":[{"day":"2026-01-01"}],"patient":"A"}""");
        Assert.Equal(first, desk.Pass("""{"patient":"A","visits":[{"day":"2026-01-01"}]}"""));
        Assert.DoesNotContain("2026-01-01", first, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_subject_path_says_who_the_record_is_about()
    {
        var desk = new Desk { Records = "$[*]", Subjects = ["$[*].patient", "$[*].doctor"] }.Rule("$[*].day", Shift);
        var days = JsonDocument.Parse(desk.Pass(
            """
            [{"doctor":"D1","patient":"P","day":"2026-01-01"},{"doctor":"D2","patient":"P","day":"2026-01-01"}]
            """)).RootElement.EnumerateArray().Select(visit => visit.GetProperty("day").GetString()).ToArray();
        Assert.Equal(days[0], days[1]);
    }

    [Fact]
    public void A_category_without_a_subject_cannot_shift()
    {
        var desk = new Desk().Rule("$.day", Shift);
        Assert.Null(CategoryEngine.Compile(desk.Category(), new Desk.FixedKeys(), out var faults));
        Assert.Equal("rule.subject", Assert.Single(faults).Code);
    }

    private static DateOnly DayOf(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string[][] Read(string json) =>
        [.. JsonDocument.Parse(json).RootElement.EnumerateArray().Select(visit =>
            visit.GetProperty("days").EnumerateArray().Select(day => day.GetString()!).ToArray())];
}
