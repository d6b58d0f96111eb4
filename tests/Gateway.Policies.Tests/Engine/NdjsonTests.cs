using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

public sealed class NdjsonTests
{
    private static Desk Lines => new() { Format = BodyFormat.Ndjson };

    [Fact]
    public void The_dollar_is_one_line_and_each_line_is_a_record()
    {
        var output = Lines.Rule("$.name", Desk.Keep)
            .Pass("{\"name\":\"a\", \"id\":1}\r\n{ \"name\":\"b\"}\n", out var report);
        Assert.Equal("{\"name\":\"a\"}\n{\"name\":\"b\"}\n", output);
        Assert.Equal(new RecordCounts(2, 2, 0), report.Records);
        Assert.Equal(["{\"name\":\"a\"}", "{\"name\":\"b\"}"], report.Released.Select(record =>
            output.Substring((int)record.Offset, (int)record.Length)));
    }

    [Theory]
    [InlineData("{\"a\":1}\n\n{\"a\":2}\n")]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("{\"a\":1}{\"a\":2}")]
    [InlineData("{\"a\":1,\n\"b\":2}")]
    [InlineData("{\"a\":\"\u0001\"}")]
    public void A_line_that_is_not_one_document_is_malformed(string body) =>
        Assert.Equal(RefusalCode.BodyMalformed, Lines.Rule("$", Desk.Deep).Refuse(body).Code);

    [Fact]
    public void The_first_line_that_is_wrong_is_the_answer() =>
        Assert.Equal(RefusalCode.FieldShape, Lines.Rule("$", Desk.Deep).Refuse("{}\n7\nnot json").Code);

    [Theory]
    [InlineData(new[] { 0 }, "{\"n\":1}\n{\"n\":2}\n")]
    [InlineData(new[] { 1 }, "{\"n\":0}\n{\"n\":2}\n")]
    [InlineData(new[] { 2 }, "{\"n\":0}\n{\"n\":1}\n")]
    [InlineData(new[] { 0, 1 }, "{\"n\":2}\n")]
    public void A_withheld_line_takes_its_line_break_with_it(int[] withheld, string left) =>
        Assert.Equal(left, Desk.Run(
            Lines.Rule("$", Desk.Deep).Compile(),
            Encoding.UTF8.GetBytes("{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n"),
            AskVerdicts.Withholding(withheld),
            out _));

    [Fact]
    public void Records_may_also_stand_inside_a_line()
    {
        var desk = new Desk { Format = BodyFormat.Ndjson, Records = "$.items[*]" }.Rule("$", Desk.Deep);
        var output = Desk.Run(
            desk.Compile(), Encoding.UTF8.GetBytes("{\"items\":[1,2]}\n{\"items\":[3]}"),
            AskVerdicts.Withholding([0, 2]), out var report);
        Assert.Equal("{\"items\":[2]}\n{\"items\":[]}", output);
        Assert.Equal(new RecordCounts(3, 1, 2), report.Records);
    }

    [Fact]
    public void Lines_that_name_their_members_alike_or_not_are_decided_alike()
    {
        var desk = Lines.Rule("$.a", Desk.Keep).Rule("$.b", Desk.Mask(), ("a", "1"));
        Assert.Equal(
            "{\"a\":\"1\",\"b\":\"*\"}\n{\"a\":\"2\"}\n{\"b\":\"*\",\"a\":\"1\"}",
            desk.Pass("{\"a\":\"1\",\"b\":\"x\"}\n{\"a\":\"2\",\"b\":\"x\"}\n{\"b\":\"x\",\"a\":\"1\"}"));
    }
}
