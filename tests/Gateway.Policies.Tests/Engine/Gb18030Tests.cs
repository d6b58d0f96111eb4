using System.Buffers;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

public sealed class Gb18030Tests
{
    private static readonly Encoding Gb = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private static Desk Rows => new() { Format = BodyFormat.Csv, Charset = "gb18030" };

    [Fact]
    public void Every_character_of_the_charset_goes_to_utf8_and_back()
    {
        var all = new List<byte>();
        for (var lead = 0x81; lead <= 0xFE; lead++)
        {
            for (var second = 0x40; second <= 0xFE; second++)
            {
                all.AddRange(second == 0x7F ? [] : [(byte)lead, (byte)second]);
            }
        }

        for (var number = 0; number < 39_420; number++)
        {
            all.AddRange(Four(number));
        }

        for (var number = 189_000; number < 189_000 + 0x100000; number += 97)
        {
            all.AddRange(Four(number));
        }

        all.AddRange(Four(189_000 + 0xFFFFF));
        var bytes = all.ToArray();
        Assert.Equal(bytes.Length, Gb18030.ValidPrefix(bytes, out _));
        var utf8 = new PooledList<byte>(wipes: false);
        Gb18030.Decode(bytes, utf8);
        var back = new ArrayBufferWriter<byte>();
        var writer = new OutputWriter(back);
        Gb18030.Write(utf8.Items, ref writer);
        writer.Flush();
        Assert.Equal(bytes, back.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData("80", true)]
    [InlineData("FF", true)]
    [InlineData("8120", true)]
    [InlineData("817F", true)]
    [InlineData("81308030", true)]
    [InlineData("8130813A", true)]
    [InlineData("8431A530", true)]
    [InlineData("E3329A36", true)]
    [InlineData("FE39FE39", true)]
    [InlineData("81", false)]
    [InlineData("8130", false)]
    [InlineData("813081", false)]
    public void What_is_no_character_is_seen_and_what_may_become_one_is_waited_for(string hex, bool isNothing)
    {
        Assert.Equal(1, Gb18030.ValidPrefix([.. "a"u8, .. Convert.FromHexString(hex)], out var isBroken));
        Assert.Equal(isNothing, isBroken);
    }

    [Fact]
    public void A_body_leaves_in_the_charset_it_came_in()
    {
        var desk = Rows.Rule("$[*].名", Desk.Mask(first: 1)).Rule("$[*].注", Desk.Keep);
        var body = "\uFEFF号,名,注\r\n1,张示例,备\"注\r\n2,欧阳,\"\U00020BB7,x\"\r\n";
        Assert.True(desk.Compile().Inspect(Gb.GetBytes(body), default).TryPass(out var inspected, out _));
        using (inspected)
        {
            var output = new ArrayBufferWriter<byte>();
            var report = inspected.Transform(AskVerdicts.AllGo, output);
            Assert.Equal(
                "\uFEFF名,注\r\n张**,\"备\"\"注\"\r\n欧*,\"\U00020BB7,x\"\r\n", Gb.GetString(output.WrittenSpan));
            Assert.Equal(
                ["张**,\"备\"\"注\"", "欧*,\"\U00020BB7,x\""],
                report.Released.Select(row =>
                    Gb.GetString(output.WrittenSpan.Slice((int)row.Offset, (int)row.Length))));
        }
    }

    [Theory]
    [InlineData("注\n\uFFFD")]
    [InlineData("\uFFFD")]
    public void Another_charset_than_the_category_says_is_malformed(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body).Append((byte)0xFF).ToArray();
        Assert.Equal(RefusalCode.BodyMalformed, Rows.Rule("$[*].注", Desk.Keep).Refuse(bytes).Code);
    }

    [Theory]
    [InlineData("synthetic-cn-customers.csv", "utf-8")]
    [InlineData("synthetic-cn-customers.gb18030.csv", "gb18030")]
    public void Two_thousand_customers_leave_nothing_that_was_not_asked_for(string file, string charset)
    {
        var body = File.ReadAllBytes(Path.Combine(Vectors.Folder("csv"), file));
        var encoding = charset == "utf-8" ? Encoding.UTF8 : Gb;
        var desk = new Desk
        {
            Format = BodyFormat.Csv,
            Charset = charset,
            Screen = DetectorKind.Built,
            OnFinding = FindingRule.Mask,
            Subjects = ["$[*].id_card"],
        }
            .Rule("$[*].id_card", Desk.Hash).Rule("$[*].name", Desk.Mask(first: 1))
            .Rule("$[*].balance", Desk.Keep).Rule("$[*].note", Desk.Keep);
        Assert.True(desk.Compile().Inspect(body, default).TryPass(out var inspected, out _));
        using (inspected)
        {
            var output = new ArrayBufferWriter<byte>();
            var report = inspected.Transform(AskVerdicts.AllGo, output);
            var rows = encoding.GetString(output.WrittenSpan).TrimEnd().Split('\n');
            var input = encoding.GetString(body).TrimEnd().Split('\n');
            Assert.Equal(2001, rows.Length);
            Assert.Equal(new RecordCounts(2000, 2000, 0), report.Records);
            Assert.Equal("id_card,name,balance,note", rows[0].Trim());
            Assert.All(Enumerable.Range(1, 2000), row =>
            {
                var cells = input[row].Split(',');
                Assert.DoesNotContain(cells[0], rows[row], StringComparison.Ordinal);
                Assert.DoesNotContain(cells[3], rows[row], StringComparison.Ordinal);
                Assert.DoesNotContain(cells[5], rows[row], StringComparison.Ordinal);
                Assert.StartsWith("k1.", rows[row], StringComparison.Ordinal);
            });
        }
    }

    private static byte[] Four(int number) =>
    [
        (byte)(0x81 + (number / 12_600)), (byte)(0x30 + (number / 1260 % 10)),
        (byte)(0x81 + (number / 10 % 126)), (byte)(0x30 + (number % 10)),
    ];
}
