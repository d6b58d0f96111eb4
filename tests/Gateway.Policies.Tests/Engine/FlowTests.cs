using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>Bodies in pieces: whatever the cuts, the same comes out as of the body in one piece.</summary>
public sealed class FlowTests
{
    private static readonly Encoding Gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    [Fact]
    public void However_rows_are_cut_the_same_leaves_or_the_same_refusal_is_given() =>
        Check(tape =>
        {
            var choices = new Choices(tape);
            var isGb = choices.Next(2) == 0;
            var body = string.Join(choices.Next(2) == 0 ? "\n" : "\r\n", Rows(choices))
                + new[] { "", "\n", "\r\n", "\"", "\r" }[choices.Next(8) % 5];
            var desk = new Desk
            {
                Format = BodyFormat.Csv,
                Charset = isGb ? "gb18030" : "utf-8",
                Unlisted = choices.Next(4) == 0 ? UnlistedRule.Refuse : UnlistedRule.Drop,
                Screen = [DetectorKind.CnMobile],
                OnFinding = FindingRule.Mask,
                Subjects = ["$[*].a"],
            }
                .Rule("$[*].a", Desk.Hash).Rule("$[*].b", Desk.Mask(first: 1), ("c", "1")).Rule("$[*].b", Desk.Keep)
                .Rule("$[*]['名']", Desk.Keep);
            SameInPieces(desk.Compile(), Break((isGb ? Gb : Encoding.UTF8).GetBytes(body), choices), choices);
        });

    [Fact]
    public void However_lines_are_cut_the_same_leaves_or_the_same_refusal_is_given() =>
        Check(tape =>
        {
            var choices = new Choices(tape);
            var lines = Enumerable.Range(0, 1 + choices.Next(4)).Select(_ => choices.Document().Write(""));
            var body = string.Join('\n', lines) + new[] { "", "\n", "\r\n", "\n\n", "{" }[choices.Next(8) % 5];
            var desk = new Desk { Format = BodyFormat.Ndjson, Subjects = ["$.b"] };
            desk.Rule("$.a", Desk.Deep, ("b", "x")).Rule(choices.Path().Path, Desk.Deep).Rule("$..b", Desk.Redact);
            SameInPieces(desk.Compile(), Break(Encoding.UTF8.GetBytes(body), choices), choices);
        });

    [Fact]
    public void A_record_longer_than_the_limit_is_refused_however_it_comes()
    {
        var engine = new Desk { Format = BodyFormat.Csv }.Rule("$[*].a", Desk.Keep).Compile();
        using var flow = engine.Open(default, null, new DistinctSubjects());
        var output = new ArrayBufferWriter<byte>();
        var refusal = flow.Append("a\n\""u8, output);
        var piece = new byte[64 * 1024];
        piece.AsSpan().Fill((byte)'x');
        var given = 0;
        for (; refusal is null && given < 2 * RecordFlow.MaxRecordBytes; given += piece.Length)
        {
            refusal = flow.Append(piece, output);
        }

        Assert.Equal(RefusalCode.BodyTooLarge, refusal?.Code);
        Assert.True(given < 2 * RecordFlow.MaxRecordBytes);
    }

    [Fact]
    public void A_long_flow_makes_no_garbage_per_record()
    {
        var engine = new Desk
        {
            Format = BodyFormat.Csv,
            Screen = DetectorKind.Built,
            Subjects = ["$[*].id"],
        }
            .Rule("$[*].id", Desk.Hash).Rule("$[*].name", Desk.Mask(first: 1)).Rule("$[*].city", Desk.Keep).Compile();
        var row = Encoding.UTF8.GetBytes("C-1,王小明,\"广州\"\n");
        var portion = Enumerable.Repeat(row, 4000).SelectMany(bytes => bytes).ToArray();
        var output = new ArrayBufferWriter<byte>(1024 * 1024);
        using var flow = engine.Open(default, null, new DistinctSubjects());
        flow.Append("id,name,city\n"u8, output);
        var least = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            output.ResetWrittenCount();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Null(flow.Append(portion, output));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.True(least < 1024, $"{least}");
        Assert.True(flow.Complete(output).TryPass(out var report, out _));
        Assert.Equal((80_000, 1), (report.Records.Out, report.Subjects));
    }

    [Fact]
    public void A_format_that_is_decided_as_a_whole_does_not_flow() =>
        Assert.False(new Desk().Rule("$", Desk.Deep).Compile().GoesByRecord);

    private static void SameInPieces(CategoryEngine engine, byte[] body, Choices choices)
    {
        var whole = new ArrayBufferWriter<byte>();
        TransformReport? report = null;
        if (engine.Inspect(body, default).TryPass(out var inspected, out var turnBack))
        {
            using (inspected)
            {
                report = inspected.Transform(AskVerdicts.AllGo, whole);
            }
        }

        var pieces = new ArrayBufferWriter<byte>();
        var witness = new Heard();
        using var flow = engine.Open(default, null, witness);
        TurnBack? stopped = null;
        for (var at = 0; at < body.Length && stopped is null;)
        {
            var length = Math.Min(1 + choices.Next(9), body.Length - at);
            stopped = flow.Append(body.AsSpan(at, length), pieces);
            at += length;
        }

        var account = default(TransformReport);
        _ = stopped is null && flow.Complete(pieces).TryPass(out account, out stopped);
        Assert.Equal(turnBack, stopped);
        if (report is { } told)
        {
            Assert.Equal(whole.WrittenSpan.ToArray(), pieces.WrittenSpan.ToArray());
            Assert.Equal(told.Fields, account.Fields);
            Assert.Equal(told.Records, account.Records);
            Assert.Equal(told.Subjects, account.Subjects);
            Assert.Equal(told.Findings, account.Findings);
            Assert.Equal(
                told.Released.Select(record =>
                    Convert.ToHexString(whole.WrittenSpan.Slice((int)record.Offset, (int)record.Length))),
                witness.Records);
        }
    }

    private static IEnumerable<string> Rows(Choices choices)
    {
        string[] names = ["a", "b", "c", "名", "\"d,\"", "e"];
        var columns = names.Skip(choices.Next(3)).Take(1 + choices.Next(5)).ToArray();
        yield return (choices.Next(4) == 0 ? "\uFEFF" : "") + string.Join(',', columns);
        for (var rows = choices.Next(5); rows > 0; rows--)
        {
            var width = columns.Length + (choices.Next(12) == 11 ? 1 : 0);
            yield return string.Join(',', Enumerable.Range(0, width).Select(_ => Field(choices)));
        }
    }

    private static string Field(Choices choices) => new[]
    {
        "", "1", "x", "\"\"", "\"a,b\"", "\"x\"\"y\"", "\"l1\r\nl2\"", "=1+1", "-5", "张示例", "\U00020BB7", "13800138000",
        "\"138 0013 8000\"", "12\"", "A-1", "a1",
    }[choices.Next(16)];

    // Sometimes a byte is another.
    private static byte[] Break(byte[] body, Choices choices)
    {
        if (body.Length > 0 && choices.Next(4) == 0)
        {
            byte[] others = [0, 0x80, 0xFF, (byte)'"', (byte)'\n', (byte)','];
            body[choices.Next(body.Length)] = others[choices.Next(others.Length)];
        }

        return body;
    }

    private static void Check(Action<int[]> property) =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ArrayOf(120).ToArbitrary(),
            tape =>
            {
                property(tape);
                return true;
            }).Check(Draws.Of(400));

    private sealed class Heard : IRecordWitness
    {
        private readonly HashSet<string> _persons = [];

        internal List<string> Records { get; } = [];

        public bool IsNew(ReadOnlySpan<byte> subject) => _persons.Add(Convert.ToHexString(subject));

        public void Released(ReadOnlySpan<byte> record) => Records.Add(Convert.ToHexString(record));
    }
}
