using System.Text;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

public sealed class RecordTests
{
    private const string Three =
        "{\"h\":1, \"list\":[ {\"id\":\"a-1\",\"v\":[1,2]}, {\"id\":\"A１\",\"v\":[]} ,{\"id\":7}], \"t\":2}";

    private static readonly Desk Listed = new Desk { Records = "$.list[*]", Subjects = ["$.list[*].id"] }
        .Rule("$.list[*].id", Desk.Drop).Rule("$", Desk.Deep);

    [Fact]
    public void Without_a_path_the_document_is_one_record()
    {
        var output = new Desk().Rule("$.a", Desk.Keep).Pass(" {\"a\": 1} ", out var report);
        Assert.Equal(new RecordCounts(1, 1, 0), report.Records);
        Assert.Equal([new ReleasedRecord(0, 0, output.Length)], report.Released);
    }

    [Fact]
    public void Each_released_record_is_found_in_the_output()
    {
        var output = Listed.Pass(Three, out var report);
        Assert.Equal("{\"h\":1,\"list\":[{\"v\":[1,2]},{\"v\":[]},{}],\"t\":2}", output);
        Assert.Equal(["{\"v\":[1,2]}", "{\"v\":[]}", "{}"], Cut(output, report));
        Assert.Equal(new RecordCounts(3, 3, 0), report.Records);
    }

    [Fact]
    public void Subjects_are_found_though_their_values_are_dropped_and_are_counted_once_each()
    {
        var engine = Listed.Compile();
        Assert.True(engine.Inspect(Encoding.UTF8.GetBytes(Three)).TryPass(out var consignment, out _));
        using (consignment)
        {
            Assert.Equal(
                [(0, "A1"), (1, "A1"), (2, "7")],
                consignment.Subjects.Select(subject => (subject.Record, Encoding.UTF8.GetString(subject.Value.Span))));
        }

        Listed.Pass(Three, out var report);
        Assert.Equal(2, report.Subjects);
    }

    [Theory]
    [InlineData(new[] { 0 }, "{\"h\":1,\"list\":[{\"v\":[]},{}],\"t\":2}", 2)]
    [InlineData(new[] { 1 }, "{\"h\":1,\"list\":[{\"v\":[1,2]},{}],\"t\":2}", 2)]
    [InlineData(new[] { 2 }, "{\"h\":1,\"list\":[{\"v\":[1,2]},{\"v\":[]}],\"t\":2}", 1)]
    [InlineData(new[] { 0, 1 }, "{\"h\":1,\"list\":[{}],\"t\":2}", 1)]
    [InlineData(new[] { 0, 1, 2 }, "{\"h\":1,\"list\":[],\"t\":2}", 0)]
    public void A_withheld_record_leaves_no_trace_but_its_count(int[] withheld, string expected, int subjects)
    {
        var verdicts = AskVerdicts.Withholding(withheld);
        var output = Desk.Run(Listed.Compile(), Encoding.UTF8.GetBytes(Three), verdicts, out var report);
        Assert.Equal(expected, output);
        Assert.Equal(new RecordCounts(3, 3 - withheld.Length, withheld.Length), report.Records);
        Assert.Equal(subjects, report.Subjects);
        Assert.All(Cut(output, report), record => Assert.StartsWith("{", record, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_done_to_a_withheld_record_is_not_in_the_counts()
    {
        var engine = Listed.Compile();
        Desk.Run(engine, Encoding.UTF8.GetBytes(Three), AskVerdicts.AllGo, out var all);
        Desk.Run(engine, Encoding.UTF8.GetBytes(Three), AskVerdicts.Withholding([0]), out var some);
        Assert.Equal((4, 3), (all.Fields.Kept, all.Fields.Dropped));
        Assert.Equal((2, 2), (some.Fields.Kept, some.Fields.Dropped));
    }

    [Theory]
    [InlineData("$.a[*]", "{\"a\":[1,2,3],\"b\":0}", new[] { 0, 2 }, "{\"a\":[2],\"b\":0}")]
    [InlineData("$.a", "{\"a\":{\"x\":1},\"b\":0}", new[] { 0 }, "{\"b\":0}")]
    [InlineData("$.b", "{\"a\":{\"x\":1},\"b\":0}", new[] { 0 }, "{\"a\":{\"x\":1}}")]
    [InlineData("$..r", "{\"a\":{\"r\":{\"r\":1}},\"r\":[2]}", new[] { 0 }, "{\"a\":{},\"r\":[2]}")]
    [InlineData("$", "{\"a\":1}", new[] { 0 }, "")]
    public void A_record_may_stand_anywhere(string records, string body, int[] withheld, string expected)
    {
        var engine = new Desk { Records = records }.Rule("$", Desk.Deep).Compile();
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.Equal(expected, Desk.Run(engine, bytes, AskVerdicts.Withholding(withheld), out _));
        Assert.Equal(body, Desk.Run(engine, bytes, AskVerdicts.AllGo, out var report));
        Assert.NotEmpty(Cut(body, report));
    }

    [Fact]
    public void A_dropped_record_is_met_but_neither_released_nor_withheld()
    {
        var desk = new Desk { Records = "$[*]", Subjects = ["$[*].id"] }.Rule("$", Desk.Drop);
        Assert.Equal("[]", desk.Pass("[{\"id\":1},{\"id\":2}]", out var report));
        Assert.Equal(new RecordCounts(2, 0, 0), report.Records);
        Assert.Equal(1, report.Fields.Dropped);
    }

    [Fact]
    public void A_record_may_be_replaced_whole()
    {
        var output = new Desk { Records = "$[*]" }.Rule("$[*]", Desk.Redact).Pass("[{\"id\":1},2]", out var report);
        Assert.Equal(["\"***\"", "\"***\""], Cut(output, report));
    }

    [Fact]
    public void A_consignment_can_be_transformed_more_than_once_and_not_after_it_is_disposed()
    {
        Assert.True(Listed.Compile().Inspect(Encoding.UTF8.GetBytes(Three)).TryPass(out var consignment, out _));
        var one = new System.Buffers.ArrayBufferWriter<byte>();
        var two = new System.Buffers.ArrayBufferWriter<byte>();
        consignment.Transform(AskVerdicts.AllGo, one);
        consignment.Transform(AskVerdicts.AllGo, two);
        Assert.True(one.WrittenSpan.SequenceEqual(two.WrittenSpan));
        consignment.Dispose();
        Assert.Throws<ObjectDisposedException>(() => consignment.Transform(AskVerdicts.AllGo, one));
    }

    private static string[] Cut(string output, TransformReport report)
    {
        var bytes = Encoding.UTF8.GetBytes(output);
        return [.. report.Released.Select(record =>
            Encoding.UTF8.GetString(bytes, (int)record.Offset, (int)record.Length))];
    }
}
