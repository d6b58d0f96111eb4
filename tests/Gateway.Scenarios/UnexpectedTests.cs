using System.Net;
using System.Text;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>What nobody plans for: an exception in the midst of a transfer, headers without end.</summary>
public sealed class UnexpectedTests
{
    [Fact]
    public async Task An_exception_nobody_expected_is_answered_and_recorded_and_the_next_transfer_crosses()
    {
        var clock = new FailingClock();
        await using var boundary = await Boundary.OpenAsync(time: clock);

        clock.FailsIn = "Gateway.Stamping.";
        var answer = await boundary.North().PushAsync();

        Expect.RefusedBeforeLeaving(boundary, answer, "fault.internal");
        // The exception's own words may quote what it choked on: they are nobody's to read.
        Assert.DoesNotContain(FailingClock.Message, answer.Text, StringComparison.Ordinal);
        clock.FailsIn = null;
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    [Fact]
    public async Task An_exception_after_the_release_is_recorded_as_delivered_for_all_anybody_knows()
    {
        var clock = new FailingClock();
        await using var boundary = await Boundary.OpenAsync(time: clock);
        boundary.BankHk.Answer = _ =>
        {
            clock.FailsIn = "Gateway.Stamping.";
            return FarAnswer.Json("""{"accepted":1}""");
        };

        var answer = await boundary.North().PushAsync();

        Assert.Equal("fault.internal", answer.Code);
        Assert.Single(boundary.BankHk.Received);
        var entries = await boundary.WholeAsync(answer.TransferId);
        Assert.Single(entries, entry => entry is { Kind: "refusal", Code: "fault.internal" });
        Assert.Single(entries, entry => entry.Kind == "outcome");
    }

    [Fact]
    public async Task Headers_without_end_never_become_a_request_and_are_counted()
    {
        await using var boundary = await Boundary.OpenAsync();
        var certificate = DevAssets.Certificate("bank-gz.client");
        var message = new StringBuilder($"GET {Asking.PushPath} HTTP/1.1\r\nHost: a\r\n");
        for (var i = 0; i < 100; i++)
        {
            message.Append("x-").Append(i).Append(": 1\r\n");
        }

        var answer = await RawCaller.AskAsync(boundary.Door("north"), certificate, message.Append("\r\n").ToString());

        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
        await boundary.StopAsync();
        Assert.Single(boundary.Entries(), entry => entry is { Kind: "refusal", Code: "message.header_too_large", TransferId: null });
    }

    /// <summary>A clock that throws when a certain part of the daemon asks it.</summary>
    internal sealed class FailingClock : TimeProvider
    {
        internal const string Message = "the value that must not be told";

        private volatile string? _failsIn;

        internal string? FailsIn
        {
            set => _failsIn = value;
        }

        public override DateTimeOffset GetUtcNow() =>
            _failsIn is { } place && Environment.StackTrace.Contains(place, StringComparison.Ordinal)
                ? throw new InvalidOperationException(Message)
                : System.GetUtcNow();
    }
}
