using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>What the log calls somebody for although transfers go on.</summary>
public sealed class AlarmTests
{
    [Fact]
    public async Task What_is_open_wider_than_it_need_be_is_said_at_the_start()
    {
        await using var boundary = Boundary.Prepare();
        await using var daemon = ChildDaemon.Start(boundary.ConfigFile);
        await daemon.NorthAsync();
        Assert.Matches("look at this: .*the bundle is not signed", daemon.Said);
    }

    [Fact]
    public async Task A_change_of_what_is_read_at_the_start_only_is_said_to_need_a_restart()
    {
        await using var boundary = Boundary.Prepare();
        await using var daemon = ChildDaemon.Start(boundary.ConfigFile);
        await daemon.NorthAsync();
        Assert.DoesNotContain("restart to put it in force", daemon.Said, StringComparison.Ordinal);

        await File.AppendAllTextAsync(boundary.ConfigFile, "\n", TestContext.Current.CancellationToken);
        await daemon.SignalAsync("HUP");
        await Eventually.TrueAsync(
            () => daemon.Said.Contains("restart to put it in force", StringComparison.Ordinal) ? daemon : null);
    }
}
