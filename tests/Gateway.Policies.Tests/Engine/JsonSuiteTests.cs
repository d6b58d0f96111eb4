using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

public sealed class JsonSuiteTests
{
    private static readonly string Suite = Path.Combine(Vectors.Folder("jsontestsuite"), "test_parsing");

    public static TheoryData<string> Files(string prefix) =>
        [.. Directory.GetFiles(Suite, prefix + "*.json").Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files), "n_")]
    public void What_is_not_json_is_refused(string file) =>
        Assert.Equal("body.malformed", new Desk().Rule("$", Desk.Deep).Refuse(Read(file)).Code.Wire);

    [Theory]
    [MemberData(nameof(Files), "y_")]
    public void What_is_json_passes_unless_a_name_stands_twice_or_the_root_is_a_scalar(string file)
    {
        var body = Read(file);
        var desk = new Desk().Rule("$", Desk.Deep);
        if (file.Contains("duplicated_key", StringComparison.Ordinal))
        {
            Assert.Equal("body.malformed", desk.Refuse(body).Code.Wire);
        }
        else if (Encoding.UTF8.GetString(body).TrimStart()[0] is not ('{' or '['))
        {
            Assert.Equal("field.shape", desk.Refuse(body).Code.Wire);
        }
        else
        {
            using var before = JsonDocument.Parse(body);
            using var after = JsonDocument.Parse(desk.Pass(body, out _));
            Assert.True(JsonElement.DeepEquals(before.RootElement, after.RootElement));
        }
    }

    [Theory]
    [MemberData(nameof(Files), "i_")]
    public void What_the_standard_leaves_open_is_refused_or_leaves_as_json(string file)
    {
        if (new Desk().Rule("$", Desk.Deep).Compile().Inspect(Read(file))
            .TryPass(out var consignment, out var turnBack))
        {
            using (consignment)
            {
                var output = new ArrayBufferWriter<byte>();
                consignment.Transform(AskVerdicts.AllGo, output);
                using var document = JsonDocument.Parse(output.WrittenMemory);
                Assert.NotEqual(JsonValueKind.Undefined, document.RootElement.ValueKind);
            }
        }
        else
        {
            Assert.True(turnBack.Code == RefusalCode.BodyMalformed || turnBack.Code == RefusalCode.FieldShape);
        }
    }

    [Fact]
    public void The_suite_is_there() => Assert.True(Directory.GetFiles(Suite).Length > 300);

    private static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(Suite, file));
}
