using Gateway.Observing;
using Gateway.Policies;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;
using Gateway.State;
using Gateway.Tests.Config;

namespace Gateway.Tests.Operations;

/// <summary>What mirrored copies would have become is counted by bundle, kept over a restart, and holds no value.</summary>
public sealed class ObservationsTests : IDisposable
{
    private static readonly Dictionary<DetectorKind, int> Found = new() { [DetectorKind.PrcId] = 2 };
    private static readonly FieldCounts Fields = FieldCounts.Of(name => name == "kept" ? 3 : name == "masked" ? 1 : 0);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-observed-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Copies_are_counted_by_route_code_rule_and_kind_and_survive_a_restart()
    {
        var observations = Open();
        observations.Note(ExampleBundle.Bundle, Crossing());
        observations.Note(ExampleBundle.Bundle, Crossing());
        observations.Note(ExampleBundle.Bundle, Refused());
        observations.Save();

        var again = Open();
        again.Note(ExampleBundle.Bundle, Refused());

        var period = Assert.Single(again.Periods);
        Assert.Equal((2, 2, 0), (period.Count("crosses"), period.Count("refused"), period.Count("unseen")));
        Assert.Equal("$.a", Assert.Single(period.Outcomes, outcome => outcome.Decision == "refused").Rule);
        Assert.Equal(new ObservedFinding("cdd-push", "prc-id", 4), Assert.Single(period.Findings));
        Assert.Equal((6, 2), (period.Fields[0].Counts.Kept, period.Fields[0].Counts.Masked));
    }

    [Fact]
    public void A_new_bundle_begins_anew_and_the_same_one_goes_on()
    {
        var observations = Open();
        var other = ExampleBundle.Bundle with { Digest = new string('0', 64), Version = 2 };
        observations.Note(ExampleBundle.Bundle, Crossing());
        observations.Note(other, Crossing());
        observations.Note(ExampleBundle.Bundle, Crossing());

        Assert.Equal([1, 2], observations.Periods.Select(period => period.Count("crosses")));
        Assert.Equal(ExampleBundle.Bundle.Digest, observations.Periods[^1].Digest);
    }

    [Fact]
    public void Only_the_last_bundles_are_kept()
    {
        var observations = Open();
        foreach (var version in Enumerable.Range(1, 25))
        {
            observations.Note(ExampleBundle.Bundle with { Digest = $"{version}", Version = version }, Crossing());
        }

        Assert.Equal(Observations.MostPeriods, observations.Periods.Count);
        Assert.Equal(25, observations.Periods[^1].Version);
    }

    [Fact]
    public void What_cannot_be_written_is_kept_and_tried_again()
    {
        var observations = Open();
        observations.Note(ExampleBundle.Bundle, Crossing());
        var blocked = Path.Combine(_folder.FullName, ObservedFile.Name + ".next");
        Directory.CreateDirectory(blocked);

        Assert.Throws<IOException>(observations.Save);
        Directory.Delete(blocked);
        observations.Save();

        Assert.Equal(1, Assert.Single(Open().Periods).Count("crosses"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"v":2,"periods":[]}""")]
    [InlineData("""{"v":1,"periods":[{"bundle":{}}]}""")]
    [InlineData("""{"v":1,"periods":7}""")]
    public void A_file_that_cannot_be_read_is_begun_anew(string text)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, ObservedFile.Name), text);

        Assert.Empty(Open().Periods);
    }

    private Observations Open() => new(_folder.FullName, TimeProvider.System);

    private static ObservedCopy Crossing() =>
        new("cdd-push", "BK.cdd", new Observation(null, true, new Dictionary<DetectorKind, int>(), Fields));

    private static ObservedCopy Refused() => new("cdd-push", "BK.cdd", new Observation(
        new Refusal(RefusalCode.ScreenFinding, "the rule for '$.a' would let out prc-id") { Rule = "$.a" }, true, Found, null));
}
