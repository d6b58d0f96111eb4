using System.Buffers;
using System.Text;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>
/// The engine makes no garbage: all it needs for a body served another before.
/// </summary>
public sealed class AllocationTests
{
    private const int Rounds = 20;

    private static readonly CategoryEngine Engine = new Desk
    {
        Screen = DetectorKind.Built,
        OnFinding = Policies.Catalogue.FindingRule.Mask,
    }
        .Rule("$.customers[*].name", Desk.Mask(first: 1))
        .Rule("$.customers[*].idNumber", Desk.Hash)
        .Rule("$.customers[*].ids[*].value", Desk.Redact, ("system", "x"))
        .Rule("$.customers[*].ids[*].value", Desk.Keep)
        .Rule("$.customers[*].secret", Desk.Drop)
        .Rule("$.customers[*]..note", Desk.Keep)
        .Rule("$.customers[*].visits", Desk.Deep)
        .Compile();

    [Fact]
    public void A_body_is_decided_and_written_without_garbage_whatever_its_length()
    {
        var (small, large) = (Body(10), Body(600));
        var output = new ArrayBufferWriter<byte>(4 * large.Length);
        for (var i = 0; i < Rounds; i++)
        {
            Run(small, output);
            Run(large, output);
        }

        Assert.Equal(0, AllocatedBy(small, output));
        Assert.Equal(0, AllocatedBy(large, output));
    }

    [Fact]
    public void Who_gave_a_body_back_reads_nothing_of_the_next_one_and_gives_nothing_of_it_back()
    {
        Assert.True(Engine.Inspect(Body(1)).TryPass(out var first, out _));
        first.Dispose();
        Assert.True(Engine.Inspect(Body(2)).TryPass(out var second, out _));
        using (second)
        {
            first.Dispose();
            Assert.Throws<ObjectDisposedException>(() => first.Subjects);
            Assert.Throws<ObjectDisposedException>(() => first.Findings);
            Assert.Throws<ObjectDisposedException>(() => first.Decision);
            Assert.Throws<ObjectDisposedException>(() => first.Records);
            Assert.Throws<ObjectDisposedException>(
                () => first.Transform(AskVerdicts.AllGo, new ArrayBufferWriter<byte>()));
            Assert.Equal(1, second.Records);
            Assert.NotEmpty(Written(second));
        }

        Assert.Throws<ObjectDisposedException>(() => second.Records);
        Assert.Throws<ObjectDisposedException>(() => default(InspectedConsignment).Records);
        default(InspectedConsignment).Dispose();
    }

    [Fact]
    public void A_value_in_which_nothing_is_found_is_screened_without_garbage()
    {
        var findings = new List<Finding>();
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(
            "2026-09-01T08:00:00+08:00, 67651022-9763-4218-a884-280798136025, A1234560, 329296.41, 备注，<b>无</b> ", 50)));
        Screener.All.Screen(text, findings);
        findings.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = Screener.All.Screen(text, findings);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, found);
    }

    private static byte[] Written(InspectedConsignment consignment)
    {
        var output = new ArrayBufferWriter<byte>();
        consignment.Transform(AskVerdicts.AllGo, output);
        return output.WrittenSpan.ToArray();
    }

    // The least of several: another thread's first use of a page or a pool may fall into one.
    private static long AllocatedBy(byte[] body, ArrayBufferWriter<byte> output)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(body, output);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static void Run(byte[] body, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        Assert.True(Engine.Inspect(body).TryPass(out var inspected, out _));
        using (inspected)
        {
            inspected.Transform(AskVerdicts.AllGo, output);
        }
    }

    private static byte[] Body(int customers) => Encoding.UTF8.GetBytes(
        "{\"customers\":[" + string.Join(',', Enumerable.Range(0, customers).Select(Customer)) + "]}");

    private static string Customer(int number) =>
        $$"""
        {"name":"王小{{number}}","idNumber":"C-{{number}}","secret":{"a":[1,2,3]},"note":"balance 329296.{{number}}",
        "ids":[{"system":"x","value":"v{{number}}"},{"system":"y","value":"2026-09-01T08:00:00+08:00"}],
        "visits":[{"day":"2026-09-0{{number % 9}}","price":{{number}}.5,"text":"Follow-up, 备注：需\u7ffb译件"}]}
        """;
}
