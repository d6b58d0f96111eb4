using Gateway.Listening;
using Gateway.Telemetry;

namespace Gateway.Tests.Telemetry;

/// <summary>Which transfers are traced.</summary>
public sealed class TransferTraceTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.1, 700, 1300)]
    [InlineData(0.5, 4500, 5500)]
    [InlineData(1, 10_000, 10_000)]
    public void As_many_transfers_are_traced_as_the_operator_says(double ratio, int least, int most)
    {
        using var trace = new TransferTrace(ratio);
        var now = TimeProvider.System.GetUtcNow();

        // All of one moment: what decides is random, not the time that a transfer id begins with.
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => trace.IsSampled(TransferId.Create(now).Value)), least, most);
    }
}
