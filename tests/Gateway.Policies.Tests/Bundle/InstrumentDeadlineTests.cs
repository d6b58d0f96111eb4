using System.Globalization;
using Gateway.Policies.Bundle;
using Gateway.Policies.Instruments;

namespace Gateway.Policies.Tests.Bundle;

public sealed class InstrumentDeadlineTests
{
    private const string Gba = "instruments/gba.yaml";

    [Fact]
    public void An_instrument_that_a_routed_leg_hangs_on_ends_on_its_last_day()
    {
        var deadline = Assert.Single(Of(BundleFolder.Valid()), deadline => deadline.Id.ToString() == "gba-2024-0001");

        Assert.Null(deadline.Filing);
        Assert.Equal(Day("2027-02-28"), deadline.LastDay);
        Assert.Equal(Gba, deadline.Mark.File);
    }

    [Fact]
    public void A_filing_without_a_number_is_a_deadline_when_it_is_due_first()
    {
        var files = BundleFolder.ValidBut(
            Gba, "number: HK-2024-9, date: 2024-03-06, due: 2024-03-14", "due: 2026-11-30");

        var deadline = Assert.Single(Of(files), deadline => deadline.Id.ToString() == "gba-2024-0001");

        Assert.Equal((Parties.Zone.HK, Day("2026-11-30")), (deadline.Filing, deadline.LastDay));
    }

    [Fact]
    public void A_leg_lasts_as_long_as_the_last_instrument_that_covers_it()
    {
        var files = BundleFolder.Valid();
        var text = System.Text.Encoding.UTF8.GetString(files.Single(file => file.Path == Gba).Bytes.Span);
        var next = text[..text.IndexOf("  - id: hkout-1", StringComparison.Ordinal)]
            .Replace("gba-2024-0001", "gba-2027-0002", StringComparison.Ordinal)
            .Replace("validTo: 2027-02-28", "validTo: 2030-02-28", StringComparison.Ordinal);
        files.Add(BundleFolder.Text("instruments/next.yaml", next));

        var ids = Of(files).Select(deadline => deadline.Id.ToString()).ToList();

        Assert.Contains("gba-2027-0002", ids);
        Assert.DoesNotContain("gba-2024-0001", ids);
    }

    [Fact]
    public void An_instrument_without_an_end_and_one_that_no_route_needs_are_no_deadline()
    {
        var open = BundleFolder.ValidBut(Gba, "    validTo: 2027-02-28\n", "");
        var unrouted = BundleFolder.ValidBut(Gba, "categories: [BK.cdd@3]", "categories: [BK.cdd@2]");

        Assert.DoesNotContain(Of(open), deadline => deadline.Id.ToString() == "gba-2024-0001");
        Assert.DoesNotContain(Of(unrouted), deadline => deadline.Id.ToString() == "gba-2024-0001");
    }

    private static IReadOnlyList<InstrumentDeadline> Of(List<BundleFile> files) =>
        InstrumentDeadlines.Of(BundleFolder.Read(files));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
