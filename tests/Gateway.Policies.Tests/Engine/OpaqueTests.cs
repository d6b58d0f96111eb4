using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Tests.Bundle;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>Documents and pictures: known by their first bytes alone, and held unless the category releases them.</summary>
public sealed class OpaqueTests
{
    private const string Bank = "catalogue/bank.yaml";
    private const string Routed = "format: opaque\n    media: [image/png]\n    opaque: ";
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private static readonly Dictionary<string, byte[]> Samples = new()
    {
        ["application/pdf"] = [.. "%PDF-1.7\n%%EOF\n"u8],
        ["image/png"] = [0x89, .. "PNG\r\n"u8, 0x1A, 10, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1],
        ["image/jpeg"] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16],
        ["image/gif"] = [.. "GIF89a"u8, 1, 0, 1, 0],
        ["image/tiff"] = [.. "MM\0*"u8, 0, 0, 0, 8],
        ["image/webp"] = [.. "RIFF\x06\0\0\0WEBPVP"u8],
        ["application/dicom"] = [.. new byte[128], .. "DICM"u8, 2, 0],
        ["application/gzip"] = [0x1F, 0x8B, 8, 0],
        ["application/zip"] = Zip("a.csv"),
        [Word] = Zip("[Content_Types].xml", "word/document.xml"),
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = Zip("[Content_Types].xml", "xl/a.xml"),
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] =
            Zip("ppt/presentation.xml", "[Content_Types].xml"),
    };

    public static TheoryData<string> Types() => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_body_of_the_declared_type_leaves_as_it_came(string type)
    {
        var engine = Compile(Release(type));
        var output = new ArrayBufferWriter<byte>();
        Assert.True(engine.Inspect(Samples[type], Days.Test, $"{type}; x=y").TryPass(out var consignment, out _));
        using (consignment)
        {
            Assert.Null(consignment.Decision);
            var report = consignment.Transform(AskVerdicts.AllGo, output);
            Assert.Equal((1L, 1, 1), (report.Fields.Kept, report.Records.In, report.Records.Out));
            Assert.Equal(Samples[type].Length, Assert.Single(report.Released).Length);
        }

        Assert.Equal(Samples[type], output.WrittenSpan);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void No_other_type_is_taken_for_it(string type)
    {
        var all = Compile(Release([.. Samples.Keys]));
        foreach (var (other, sample) in Samples.Where(sample => sample.Key != type))
        {
            Assert.Equal(RefusalCode.BodyMedia, Refused(all, sample, type).Code);
            Assert.Equal(RefusalCode.BodyMedia, Refused(Compile(Release(type)), sample, null).Code);
            Assert.Equal(RefusalCode.BodyMedia, Refused(Compile(Release(type)), sample, other).Code);
        }
    }

    [Fact]
    public void What_is_unknown_or_two_files_at_once_is_of_no_type()
    {
        var zip = Samples["application/zip"];
        var lying = zip.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(lying.AsSpan(^12), 9);
        byte[][] bodies =
        [
            [], [.. "hello"u8], [.. "<svg/>"u8], [.. "MZ"u8, .. Samples["application/dicom"][2..]],
            [.. "%PDF-1.7"u8, .. new byte[120], .. "DICM"u8], [.. Samples["image/webp"], 0], [.. zip, 0],
            zip[..^1], lying, [.. "PK\x03\x04"u8], Zip("[Content_Types].xml", "a"), Zip("word/a.xml"),
            Zip("[Content_Types].xml", "word/a.xml", "xl/a.xml"),
            Zip("[Content_Types].xml", "word/vbaProject.bin"),
        ];
        var engine = Compile(Release([.. Samples.Keys]) with { Media = [.. Samples.Keys.Where(type => type != "application/pdf")] });
        Assert.All(bodies, body => Assert.Equal(RefusalCode.BodyMedia, Refused(engine, body, null).Code));
    }

    [Fact]
    public void A_body_waits_for_a_person_unless_the_category_releases_it()
    {
        foreach (var (type, sample) in Samples)
        {
            var engine = Compile(Release(type) with { Opaque = OpaqueRule.Strict });
            Assert.False(UnaskedPass.Run(engine, sample, Days.Test).TryPass(out _, out var turnBack));
            Assert.Equal("screen.opaque", Assert.IsType<Hold>(turnBack).Code.Wire);
        }
    }

    [Fact]
    public void A_longer_body_than_the_category_takes_is_refused()
    {
        var gif = Samples["image/gif"];
        var category = Release("image/gif") with { Opaque = new OpaqueRule(gif.Length, true) };
        Assert.True(Compile(category).Inspect(gif).TryPass(out var consignment, out _));
        consignment!.Dispose();
        Assert.Equal(RefusalCode.BodyTooLarge, Refused(Compile(category), [.. gif, 0], null).Code);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/csv")]
    [InlineData("application/json")]
    [InlineData("image/svg+xml")]
    [InlineData("application/octet-stream")]
    public void Text_and_what_has_no_signature_is_never_opaque(string type) => Assert.Equal(
        "category.opaque", Assert.Single(RuleCoverage.Check(Release(type))).Code);

    [Fact]
    public void An_opaque_body_has_no_fields_and_names_nobody()
    {
        var desk = new Desk
        {
            Format = BodyFormat.Opaque,
            Media = "image/png",
            Subjects = ["$.id"],
            Records = "$.a",
        }.Rule("$.a", Desk.Keep);
        Assert.Null(CategoryEngine.Compile(desk.Category(), new Desk.FixedKeys(), out var faults));
        Assert.Equal(
            ["category.records", "category.subject", "category.subject", "rule.path", "rule.path"],
            RuleCoverage.Check(desk.Category()).Select(fault => fault.Code).Order());
        Assert.NotEmpty(faults);
    }

    [Theory]
    [InlineData("{ maxBytes: 9, release: true }", 0)]
    [InlineData("{ release: false }", 1)]
    [InlineData("{ maxBytes: 9 }", 1)]
    public void On_a_route_it_must_be_released_because_nothing_holds_there(string rule, int faults)
    {
        var found = EnforcementCheck.Check(BundleFolder.Read(With(Routed + rule)));
        Assert.Equal(faults, found.Count);
        Assert.All(found, fault => Assert.Equal("categories[0].opaque", fault.Path));
        Assert.All(found, fault => Assert.Contains("enforce hold", fault.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ maxBytes: 9 }", "{ maxBytes: 9, release: true }", true)]
    [InlineData("{ maxBytes: 9 }", "{ maxBytes: 10 }", true)]
    [InlineData("{ maxBytes: 9 }", "{ release: false }", true)]
    [InlineData("{ maxBytes: 9, release: true }", "{ maxBytes: 8 }", false)]
    public void A_pinned_category_may_not_release_more(string then, string now, bool isWider)
    {
        var faults = CategoryWidening.Check(
            BundleFolder.Read(With(Routed + then)), BundleFolder.Read(With(Routed + now)));
        Assert.Equal(isWider, faults.Any(fault => fault is { Code: "category.widened", Path: "categories[0].opaque" }));
    }

    [Theory]
    [InlineData("{ maxBytes: 0 }")]
    [InlineData("{ maxByte: 9 }")]
    [InlineData("{ release: yes }")]
    [InlineData("true")]
    public void What_is_miswritten_is_a_fault(string rule) =>
        Assert.Contains(BundleReader.Read(With(Routed + rule)).Faults, fault => !fault.IsWarning);

    [Fact]
    public void The_key_is_for_opaque_categories_alone() => Assert.Contains(
        BundleReader.Read(BundleFolder.ValidBut(Bank, "format: json\n    media", "format: json\n    opaque: {}\n    media")).Faults,
        fault => fault is { Code: "category.opaque", Path: "categories[0].opaque" });

    [Fact]
    public void Whatever_the_bytes_are_they_leave_whole_or_not_at_all()
    {
        var engine = Compile(Release([.. Samples.Keys]));
        Prop.ForAll<byte[], int>((noise, pick) =>
        {
            var sample = Samples.Values.ElementAt((pick & int.MaxValue) % Samples.Count);
            byte[] body = [.. sample[..Math.Min(sample.Length, noise.Length + 3)], .. noise];
            var passed = UnaskedPass.Run(engine, body, Days.Test).TryPass(out var document, out var turnBack);
            Assert.True(passed ? document!.Output.Span.SequenceEqual(body) : turnBack!.Code == RefusalCode.BodyMedia);
        }).Check(Draws.Of(100));
    }

    private static List<BundleFile> With(string form)
    {
        var files = BundleFolder.ValidBut(Bank, "format: json\n    media: [application/json]", form);
        var at = files.FindIndex(file => file.Path == Bank);
        var text = System.Text.Encoding.UTF8.GetString(files[at].Bytes.Span);
        var lines = text.Split('\n').Where(line => !line.Contains("- { path:", StringComparison.Ordinal)
            && !line.Contains("screen:", StringComparison.Ordinal) && !line.Contains("records:", StringComparison.Ordinal) && !line.Contains("subject:", StringComparison.Ordinal));
        var bare = string.Join('\n', lines)
            .Replace("    fields:\n", "    fields: []\n", StringComparison.Ordinal);
        files[at] = BundleFolder.Text(Bank, bare);
        return files;
    }

    private static Category Release(params string[] types) =>
        new Desk { Format = BodyFormat.Opaque }.Category() with { Media = types, Opaque = new OpaqueRule(null, true) };

    private static CategoryEngine Compile(Category category)
    {
        var engine = CategoryEngine.Compile(category, new Desk.FixedKeys(), out var faults);
        Assert.Empty(faults);
        return engine!;
    }

    private static Refusal Refused(CategoryEngine engine, byte[] body, string? contentType)
    {
        Assert.False(engine.Inspect(body, Days.Test, contentType).TryPass(out _, out var turnBack));
        return Assert.IsType<Refusal>(turnBack);
    }

    private static byte[] Zip(params string[] names)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
            {
                archive.CreateEntry(name, CompressionLevel.NoCompression);
            }
        }

        return stream.ToArray();
    }
}
