using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>Bodies of several parts: each is decided by a category of its own, or the body does not leave.</summary>
public sealed class MultipartTests
{
    private const string FormData = "multipart/form-data";
    private const string Related = "multipart/related";
    private const string Gif = "GIF89a\u0001\u0002";

    private static readonly Mark Here = new("test.yaml", 1, 1, "categories[0].parts[0]");

    private static readonly Category Person = Named("BK.person", new Desk { Records = "$.p[*]", Subjects = ["$.p[*].id"] }
        .Rule("$.p[*].id", Desk.Hash).Rule("$.p[*].city", Desk.Keep).Category()) with
    {
        Screen = DetectorKind.Built,
    };

    private static readonly Category Scan = Named("MD.scan", new Desk { Format = BodyFormat.Opaque }.Category()) with
    {
        Media = ["image/gif", "image/png"],
        Opaque = new OpaqueRule(null, true),
    };

    private static readonly Category Rows = Named("BK.rows", new Desk { Format = BodyFormat.Csv, Charset = "gb18030" }
        .Rule("$[*].city", Desk.Keep).Category()) with
    {
        Media = ["text/csv"],
    };

    [Fact]
    public void Each_part_leaves_as_its_own_category_says_under_a_header_of_the_bundle()
    {
        var body = Body(
            "b1",
            "Content-Disposition: form-data; name=\"person\"; filename=\"李示例.json\"\r\nX-Secret: s\r\nContent-Type: application/json\r\n\r\n"
                + """{"p":[{"city":"广州","name":"n"},{"city":"x"}]}""",
            "content-disposition: form-data; name=other\r\n\r\nsecret",
            "Content-Disposition: form-data; name=scan; filename=a.gif\r\nContent-Type: image/gif\r\n\r\n" + Gif);
        var output = Desk.Run(Compile(Form()), body, AskVerdicts.AllGo, out var report);
        Assert.Equal(
            "--gateway-part\r\nContent-Disposition: form-data; name=\"person\"\r\nContent-Type: application/json\r\n\r\n"
            + """{"p":[{"city":"广州"},{"city":"x"}]}"""
            + "\r\n--gateway-part\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"scan.gif\"\r\n"
            + $"Content-Type: image/gif\r\n\r\n{Gif}\r\n--gateway-part--\r\n",
            output);
        Assert.Equal("multipart/form-data; boundary=gateway-part", report.ContentType);
        Assert.Equal((3L, 2L), (report.Fields.Kept, report.Fields.Dropped));
        Assert.Equal((3, 3, 0), (report.Records.In, report.Records.Out, report.Records.Withheld));
        var bytes = Encoding.UTF8.GetBytes(output);
        Assert.Equal(
            ["""{"city":"广州"}""", """{"city":"x"}""", Gif],
            report.Released.Select(one => Encoding.UTF8.GetString(bytes, (int)one.Offset, (int)one.Length)));
    }

    [Fact]
    public void Parts_of_a_related_body_are_told_by_their_type()
    {
        var category = Outer(Related, new PartRule(null, Person.Id, null, Here) { Of = Person }, new PartRule(null, Scan.Id, null, Here) { Of = Scan });
        var body = Body(
            "b 1",
            "Content-Type: application/json\r\nContent-ID: <secret>\r\n\r\n{\"p\":[]}",
            "Content-Type: image/gif\r\n\r\n" + Gif,
            "Content-Type: image/gif\r\n\r\n" + Gif);
        var media = "Multipart/Related; type=\"application/json\"; boundary=\"b 1\"";
        Assert.True(Compile(category).Inspect(body, Days.Test, media).TryPass(out var consignment, out _));
        using var decided = consignment;
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.Equal("multipart/related; type=\"application/json\"; boundary=gateway-part", decided.Transform(AskVerdicts.AllGo, output).ContentType);
        var part = $"--gateway-part\r\nContent-Type: image/gif\r\n\r\n{Gif}\r\n";
        Assert.Equal(
            "--gateway-part\r\nContent-Type: application/json\r\n\r\n{\"p\":[]}\r\n" + part + part + "--gateway-part--\r\n",
            Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(RefusalCode.FieldUnlisted, Refused(category, Body("b", "Content-Type: text/html\r\n\r\n1", "Content-Type: image/gif\r\n\r\n" + Gif)).Code);
        Assert.Equal(RefusalCode.BodyMalformed, Refused(category, body, media + "; start=\"<b>\"").Code);
    }

    [Fact]
    public void A_part_says_its_charset_and_leaves_in_it()
    {
        byte[] body =
        [
            .. "--b\r\nContent-Disposition: form-data; name=rows\r\nContent-Type: text/csv; charset=GB18030\r\n\r\ncity\r\n"u8,
            0xB9, 0xE3, .. "\r\n\r\n--b--"u8,
        ];
        var output = Desk.Run(Compile(Form()), body, AskVerdicts.AllGo, out _);
        Assert.Contains("Content-Type: text/csv; charset=gb18030\r\n", output, StringComparison.Ordinal);
        Assert.Equal(RefusalCode.BodyMedia, Refused(Form(), Part("rows", "text/csv; charset=utf-8", "city\r\n")).Code);
    }

    [Fact]
    public void Records_and_persons_are_counted_across_parts()
    {
        const string One = """{"p":[{"id":"A","city":"a"},{"id":"B","city":"b"}]}""";
        var body = Body("b", Head("person", "application/json") + One, Head("person", "application/json") + One);
        Assert.True(Compile(Form()).Inspect(body).TryPass(out var consignment, out _));
        using var decided = consignment!;
        Assert.Equal(4, decided.Records);
        Assert.Equal([0, 1, 2, 3], decided.Subjects.Select(subject => subject.Record));
        var report = decided.Transform(AskVerdicts.Withholding([1]), new System.Buffers.ArrayBufferWriter<byte>());
        Assert.Equal((4, 3, 1, 2), (report.Records.In, report.Records.Out, report.Records.Withheld, report.Subjects));
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        report = decided.Transform(AskVerdicts.Withholding([0, 1]), output);
        Assert.Equal([2, 3], report.Released.Select(record => record.Record));
        var text = Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.Equal(1, text.Split("Content-Disposition").Length - 1);
    }

    [Fact]
    public void One_part_that_may_not_leave_keeps_all_back()
    {
        var good = Head("person", "application/json") + "{\"p\":[]}";
        var refusal = Refused(Form(), Body("b", good, Head("person", "application/json") + """{"p":[{"city":"11010519491231002X"}]}"""));
        Assert.Equal(RefusalCode.ScreenFinding, refusal.Code);
        Assert.Equal(RefusalCode.BodyMedia, Refused(Form(), Body("b", good, Head("scan", "image/png") + Gif)).Code);
        Assert.Equal("part 2: the body is not strict JSON", Refused(Form(), Body("b", good, Head("person", "application/json") + "{")).Detail);
        var held = Form(Scan with { Opaque = OpaqueRule.Strict });
        Assert.False(UnaskedPass.Run(Compile(held), Body("b", good, Head("scan", "image/gif") + Gif), Days.Test).TryPass(out _, out var hold));
        Assert.IsType<Hold>(hold);
    }

    [Fact]
    public void An_unlisted_part_is_named_by_its_position_only()
    {
        var body = Body("b", Head("person", "application/json") + "{\"p\":[]}", Head("secret", "text/plain") + "x");
        var refusal = Refused(Form() with { Unlisted = UnlistedRule.Refuse }, body);
        Assert.Equal((RefusalCode.FieldUnlisted, "no rule lists part 2, counted from 1"), (refusal.Code, refusal.Detail));
        Assert.Equal(RefusalCode.FieldShape, Refused(Form(), Part("secret", "text/plain", "x")).Code);
    }

    [Theory]
    [InlineData("text/plain", "body.media")]
    [InlineData("multipart/mixed; boundary=c", "body.media")]
    [InlineData("application/json; charset=gb18030", "body.media")]
    [InlineData("application/json; a=1; a=2", "body.malformed")]
    [InlineData("application/json;", "body.malformed")]
    [InlineData("application/json\r\nContent-Type: application/json", "body.malformed")]
    [InlineData("application/json\r\n folded: 1", "body.malformed")]
    [InlineData("application/json\r\nbroken", "body.malformed")]
    [InlineData("application/json\nX: 1", "body.malformed")]
    [InlineData("application/json\r\nContent-Transfer-Encoding: base64", "body.encoding")]
    [InlineData("application/json\r\nContent-Encoding: gzip", "body.encoding")]
    public void A_header_that_says_another_thing_or_two_is_refused(string type, string code) =>
        Assert.Equal(code, Refused(Form(), Part("person", type, "{\"p\":[]}")).Code.Wire);

    [Theory]
    [InlineData("form-data; name=person; name=scan")]
    [InlineData("form-data; name*=UTF-8''person")]
    [InlineData("form-data; name=\"person")]
    [InlineData("form-data; name=\"per\\son\"")]
    [InlineData("form-data; name=")]
    public void A_name_that_two_readers_may_read_in_two_ways_is_malformed(string place) => Assert.Equal(
        RefusalCode.BodyMalformed,
        Refused(Form(), Body("b", $"Content-Disposition: {place}\r\nContent-Type: application/json\r\n\r\n{{}}")).Code);

    [Theory]
    [InlineData("")]
    [InlineData("--")]
    [InlineData("--b\r\n")]
    [InlineData("--b--\r\n")]
    [InlineData("preamble\r\n--b\r\nH: 1\r\n\r\n1\r\n--b--\r\n")]
    [InlineData("\r\n--b\r\nH: 1\r\n\r\n1\r\n--b--\r\n")]
    [InlineData("--b\r\nH: 1\r\n\r\n1\r\n--b\r\n")]
    [InlineData("--b\r\nH: 1\r\n\r\n1\r\n--b")]
    [InlineData("--b\r\nH: 1\r\n\r\n1\r\n--b--\r\nepilogue")]
    [InlineData("--b\r\nH: 1\r\n\r\n1\r\n--bc\r\n\r\n\r\n--b--\r\n")]
    [InlineData("--b\r\nH: 1\r\n\r\n1\r\n--b \r\n\r\n\r\n--b--\r\n")]
    [InlineData("--b \r\nH: 1\r\n\r\n1\r\n--b--\r\n")]
    [InlineData("--b\r\nH: 1\r\n\r\n--b--\r\n")]
    [InlineData("--b\r\nH: 1\r\n1\r\n--b--\r\n")]
    [InlineData("--b\nH: 1\n\n1\n--b--\n")]
    [InlineData("--\r\nH: 1\r\n\r\n1\r\n----\r\n")]
    public void What_is_not_cut_strictly_is_malformed(string body)
    {
        Assert.Equal(RefusalCode.BodyMalformed, Refused(Form(), Encoding.ASCII.GetBytes(body)).Code);
        Assert.Equal(RefusalCode.BodyMalformed, Refused(Form(), Encoding.ASCII.GetBytes(body), FormData + "; boundary=b").Code);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=c")]
    [InlineData("multipart/form-data; boundary=b; boundary=b")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("multipart/form-data; boundary=\"b\u00e9\"")]
    public void A_boundary_that_is_not_said_or_not_the_bodys_is_malformed(string type) =>
        Assert.Equal(RefusalCode.BodyMalformed, Refused(Form(), Part("person", "application/json", "{\"p\":[]}"), type).Code);

    [Fact]
    public void Hostile_bodies_are_refused_in_one_pass()
    {
        var many = string.Concat(Enumerable.Repeat("--b\r\n\r\n\r\n", 10_000)) + "--b--\r\n";
        var lines = string.Concat(Enumerable.Range(0, 17).Select(i => $"\r\nX-{i}: 1"));
        var nearly = string.Concat(Enumerable.Repeat("\r\n--", 100_000));
        Assert.Equal(RefusalCode.BodyMalformed, Refused(Form(), Encoding.ASCII.GetBytes(many)).Code);
        Assert.Equal(RefusalCode.BodyMalformed, Refused(Form(), Part("person", "application/json" + lines, "{}")).Code);
        Assert.Equal(RefusalCode.BodyMalformed, Refused(Form(), Part("person", "application/json; x=" + new string('a', 5000), "{}")).Code);
        Assert.Equal(RefusalCode.BodyMalformed, Refused(Form(), Part("person", "application/json", nearly)).Code);
    }

    [Fact]
    public void A_boundary_never_stands_in_what_leaves_between_boundaries()
    {
        var evil = Gif + "\r\n--gateway-part\r\nContent-Disposition: form-data; name=\"admin\"\r\n\r\n1\r\n--gateway-part--\r\n";
        var output = Desk.Run(Compile(Form()), Part("scan", "image/gif", evil), AskVerdicts.AllGo, out var report);
        var boundary = report.ContentType!.Split('=')[1];
        Assert.StartsWith("gateway-part-", boundary, StringComparison.Ordinal);
        Assert.Equal(3, output.Split(boundary).Length);
        Assert.Contains(evil, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_listed_parts_let_out_leaves_and_it_comes_back_as_it_was() =>
        Prop.ForAll<int[]>(tape =>
        {
            var choices = new Choices(tape);
            var kinds = Enumerable.Range(0, 1 + choices.Next(6)).Select(_ => choices.Next(3)).ToList();
            var contents = kinds.Select((kind, i) => kind switch
            {
                0 => Head("person", "application/json") + $$"""{"p":[{"city":"c{{i}}","name":"secret"}]}""",
                1 => Head("scan", "image/gif") + Gif + new string('\n', choices.Next(3)) + "--b"[..choices.Next(4)] + i,
                _ => Head("x" + i, "text/plain") + "secret",
            }).ToArray();
            var body = Body("b", contents);
            if (kinds.All(kind => kind == 2))
            {
                Assert.Equal(RefusalCode.FieldShape, Refused(Form(), body).Code);
                return;
            }

            var output = Desk.Run(Compile(Form()), body, AskVerdicts.AllGo, out var report);
            var leaving = kinds.Select((kind, i) => (kind, text: contents[i][(contents[i].IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]))
                .Where(one => one.kind < 2)
                .Select(one => one.text.Replace(",\"name\":\"secret\"", "", StringComparison.Ordinal));
            Assert.Equal(leaving, output.Split("\r\n\r\n").Skip(1).Select(rest => rest[..rest.IndexOf("\r\n--gateway-part", StringComparison.Ordinal)]));
            Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
            Assert.Equal(kinds.Count(kind => kind < 2), report.Records.Out);
        }).Check(Draws.Of(100));

    [Fact]
    public void What_the_parts_cannot_be_is_a_fault()
    {
        var part = new PartRule("a", Person.Id, null, Here) { Of = Person };
        Category[] wrong =
        [
            Outer(FormData, part, part),
            Outer(FormData, part with { Name = null }),
            Outer(Related, part),
            Outer(Related, part with { Name = null, FileName = "a" }),
            Outer(Related, part with { Name = null }, part with { Name = null }),
            Outer("multipart/mixed", part),
            Outer(FormData, part with { Of = null }),
            Outer(FormData, part with { Of = Form() }),
            Outer(FormData, part) with { Records = "$" },
            Outer(FormData, part with { Of = Person with { Charset = "gb18030" } }),
        ];
        Assert.All(wrong, category =>
        {
            Assert.Null(CategoryEngine.Compile(category, new Desk.FixedKeys(), out var faults));
            Assert.NotEmpty(faults);
        });
    }

    private static Category Form(Category? scan = null) => Outer(
        FormData,
        new PartRule("person", Person.Id, null, Here) { Of = Person },
        new PartRule("scan", Scan.Id, "scan.gif", Here) { Of = scan ?? Scan },
        new PartRule("rows", Rows.Id, null, Here) { Of = Rows });

    private static Category Outer(string media, params PartRule[] parts) =>
        new Desk { Format = BodyFormat.Multipart, Media = media }.Category() with { Parts = parts };

    private static Category Named(string id, Category category)
    {
        Assert.True(CategoryId.TryParse(id, out var parsed));
        return category with { Id = parsed };
    }

    private static string Head(string name, string type) =>
        $"Content-Disposition: form-data; name=\"{name}\"\r\nContent-Type: {type}\r\n\r\n";

    private static byte[] Part(string name, string type, string content) => Body("b", Head(name, type) + content);

    private static byte[] Body(string boundary, params string[] parts) => Encoding.UTF8.GetBytes(
        string.Concat(parts.Select(part => $"--{boundary}\r\n{part}\r\n")) + $"--{boundary}--\r\n");

    private static CategoryEngine Compile(Category category)
    {
        var engine = CategoryEngine.Compile(category, new Desk.FixedKeys(), out var faults);
        Assert.Empty(faults);
        return engine!;
    }

    private static Refusal Refused(Category category, byte[] body, string? contentType = null)
    {
        Assert.False(Compile(category).Inspect(body, Days.Test, contentType).TryPass(out _, out var turnBack));
        return Assert.IsType<Refusal>(turnBack);
    }
}
