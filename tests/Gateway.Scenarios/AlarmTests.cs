using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Alarms of docs/runbook.md that no other scenario provokes.</summary>
public sealed class AlarmTests
{
    [Fact]
    public async Task What_is_open_wider_than_it_need_be_is_said_at_the_start()
    {
        var before = LogCapture.Instance.Text.Length;
        await using var boundary = await Boundary.OpenAsync();

        Assert.Contains("2020 StartWarning: look at this: bundle.p7s", LogCapture.Instance.Text[before..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_one_warning_that_is_told_elsewhere_is_left_out()
    {
        var before = LogCapture.Instance.Text.Length;
        await using var boundary = Boundary.Prepare(
            text => text.Replace("validTo: 2099-12-31", "validTo: 2026-01-07", StringComparison.Ordinal));
        boundary.IsKnown = warning => warning is { Code: "expiry.past", Path: "gba-bank-1" };
        await boundary.StartAsync();

        var said = LogCapture.Instance.Text[before..];
        Assert.DoesNotContain("'gba-bank-1' ended on 2026-01-08", said, StringComparison.Ordinal);
        Assert.Contains("'hkout-bank-1' ended on 2026-01-08", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_change_while_the_daemon_runs_are_said_to_need_a_restart()
    {
        await using var boundary = await Boundary.OpenAsync();
        await boundary.Daemon.ReloadAsync();
        var before = LogCapture.Instance.Text.Length;
        await File.AppendAllTextAsync(boundary.ConfigFile, "\n", TestContext.Current.CancellationToken);

        await boundary.Daemon.ReloadAsync();

        Assert.Contains(
            "2022 NeedsRestart: gateway.json changed", LogCapture.Instance.Text[before..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unexpected_exception_is_said_by_type_and_place_and_not_in_its_own_words()
    {
        var clock = new UnexpectedTests.FailingClock();
        await using var boundary = await Boundary.OpenAsync(time: clock);
        clock.FailsIn = "Gateway.Stamping.";

        var answer = await boundary.North().PushAsync();

        Assert.Contains(
            $"1003 TransferFault: transfer {answer.TransferId}: unexpected InvalidOperationException",
            LogCapture.Instance.Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain(UnexpectedTests.FailingClock.Message, LogCapture.Instance.Text, StringComparison.Ordinal);
    }
}
