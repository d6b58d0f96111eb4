using System.Buffers;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine.Xml;

/// <summary>Alone: other tests borrow from the same pools, and what they take here is made anew.</summary>
[CollectionDefinition(nameof(XmlAllocationTests), DisableParallelization = true)]
[Collection(nameof(XmlAllocationTests))]
public sealed class XmlAllocationTests
{
    private const int Rounds = 20;

    private static readonly CategoryEngine Engine = new Desk
    {
        Format = BodyFormat.Xml,
        Namespaces = new() { ["p"] = "urn:p" },
        Screen = [DetectorKind.PrcId, DetectorKind.BankCard],
        OnFinding = FindingRule.Mask,
    }
        .Rule("$.p:a.p:r.p:name", Desk.Mask(first: 1))
        .Rule("$.p:a.p:r.p:id", Desk.Redact, ("@kind", "x"))
        .Rule("$.p:a.p:r.p:id", Desk.Keep)
        .Rule("$.p:a.p:r@n", Desk.Keep)
        .Rule("$.p:a.p:r.p:secret", Desk.Drop)
        .Rule("$.p:a.p:r.p:note", Desk.Deep)
        .Compile();

    [Fact]
    public void A_document_sixty_times_as_long_makes_no_more_garbage()
    {
        var (small, large) = (Body(10), Body(600));
        var output = new ArrayBufferWriter<byte>(4 * large.Length);
        for (var i = 0; i < Rounds; i++)
        {
            Run(small, output);
            Run(large, output);
        }

        // Less is no fault: a pool's own bookkeeping may fall into the small body's rounds and not into the large one's.
        Assert.InRange(AllocatedBy(large, output), 0, AllocatedBy(small, output));
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

    private static byte[] Body(int records) => Encoding.UTF8.GetBytes(
        "<q:a xmlns:q=\"urn:p\">" + string.Concat(Enumerable.Range(0, records).Select(Record)) + "</q:a>");

    private static string Record(int number) =>
        $"""
        <q:r n="{number}" xmlns="urn:p">
          <name>王小&#x4E2D;{number}</name><id kind="x">1</id><q:id>{number}</q:id><secret><id>2</id></secret>
          <note>text <b x="&lt;">in</b> <![CDATA[<i>]]> between<!-- --></note>
        </q:r>
        """;
}
