using Gateway.Commands.Offline;
using Gateway.Policies.Screening;
using Gateway.Tests.Conventions;

namespace Gateway.Tests.Docs;

/// <summary>docs/detectors.md tells how often the detectors are right: it is held to what they do.</summary>
public sealed class DetectorsPageTests
{
    private static readonly string[] Checked =
        ["prc-id", "hkid", "taiwan-id", "mrz", "bank-card", "iban", "lei", "uscc", "vin", "imei"];

    private static readonly ScreenEvaluation Evaluation = ScreenEvaluation.Of(
        DetectorKind.Built, LabelledTexts.Read(Path.Combine(SourceTree.Root, "tests", "vectors", "detectors")));

    [Fact]
    public void The_page_shows_the_table_that_the_command_prints() => Assert.Contains(
        Evaluation.Table(), File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "detectors.md")), StringComparison.Ordinal);

    [Fact]
    public void No_number_with_a_right_check_digit_is_missed() =>
        Assert.All(Checked, name => Assert.Equal(0, Evaluation.Tallies[name].Missed));

    [Fact]
    public void Every_detector_is_measured_and_described()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "detectors.md"));
        Assert.All(DetectorKind.Built, kind =>
        {
            Assert.True(Evaluation.Tallies[kind.Name].Labelled >= 40, kind.Name);
            Assert.Contains($"`{kind}`", page, StringComparison.Ordinal);
        });
    }
}
