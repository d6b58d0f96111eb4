using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine;

/// <summary>Random records under random rules: what leaves is what the slowest reading says, and nothing shows through.</summary>
public sealed class RecordProperties
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Spaced = new() { WriteIndented = true };

    [Fact]
    public void What_leaves_is_what_a_tree_of_nodes_says_whichever_records_are_withheld() =>
        Check((documents, choices) =>
        {
            var all = new SlowJson(documents, new HashSet<int>());
            _ = all.Decide();
            var withheld = Withheld(all.Records, choices);
            var slow = new SlowJson(documents, withheld);
            var expected = slow.Decide();

            var output = Run(documents, Write(documents, choices), withheld, out var report);

            Assert.Equal(slow.Records, report.Records.In);
            if (expected is null)
            {
                Assert.Empty(output);
                return;
            }

            var actual = Parse(output);
            Assert.True(SlowJson.IsMatch(expected, actual), $"{documents.Records}: {expected.ToJsonString(Plain)} is not {output}");
            Assert.DoesNotContain(' ', output);
        });

    [Fact]
    public void No_byte_of_a_value_that_is_not_kept_is_in_what_leaves() =>
        Check((documents, choices) =>
        {
            var output = Run(documents, Write(documents, choices), new HashSet<int>(), out _);
            var texts = string.Join('\n', Texts(Parse(output)));
            foreach (var (name, value) in Leaves(documents.Document, ""))
            {
                foreach (var hidden in Hidden(documents, name, value))
                {
                    Assert.DoesNotContain(hidden, texts, StringComparison.Ordinal);
                }
            }
        });

    [Fact]
    public void The_same_document_leaves_as_the_same_bytes_however_it_is_spelled() =>
        Check((documents, choices) =>
        {
            if (documents.IsRandom)
            {
                return;
            }

            var output = Run(documents, documents.Document.ToJsonString(Plain), new HashSet<int>(), out _);
            Assert.Equal(output, Run(documents, documents.Document.ToJsonString(Plain), new HashSet<int>(), out _));
            var other = Run(documents, documents.Document.ToJsonString(Spaced), new HashSet<int>(), out _);
            Assert.True(JsonNode.DeepEquals(Parse(output), Parse(other)));
        });

    // What must not be seen of a value: each of its characters, or all of it where characters are shared.
    private static IEnumerable<string> Hidden(RecordDocuments documents, string name, string value) =>
        documents.Rules.GetValueOrDefault(name) switch
        {
            null => documents.KeepsRest ? [] : Characters(value),
            FieldAction.Keep => [],
            FieldAction.Mask mask => Characters(value[mask.KeepFirst..^mask.KeepLast]),
            FieldAction.Tokenise => [value],
            // Another date may move to where this one was.
            FieldAction.Shift => [],
            FieldAction.Generalise => [value],
            _ => Characters(value),
        };

    private static IEnumerable<string> Characters(string value) => value.Select(character => character.ToString());

    private static IEnumerable<(string Name, string Value)> Leaves(JsonNode? node, string name) => node switch
    {
        JsonObject inside => inside.SelectMany(member => Leaves(member.Value, member.Key)),
        JsonArray inside => inside.SelectMany(element => Leaves(element, name)),
        null => [],
        _ => node.GetValue<string>() is { Length: > 0 } text ? [(name, text)] : [],
    };

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject inside => inside.SelectMany(member => Texts(member.Value).Prepend(member.Key)),
        JsonArray inside => inside.SelectMany(Texts),
        null => [],
        _ => [node.GetValue<string>()],
    };

    private static HashSet<int> Withheld(int records, Choices choices) => choices.Next(5) switch
    {
        0 => [],
        1 => [0],
        2 => [records - 1],
        3 => [.. Enumerable.Range(0, records)],
        _ => [.. Enumerable.Range(0, records).Where(_ => choices.Next(2) == 0)],
    };

    // Escaped or not, with white space or without: the default encoder writes every ideograph as an escape.
    private static string Write(RecordDocuments documents, Choices choices) => choices.Next(3) switch
    {
        0 => documents.Document.ToJsonString(Plain),
        1 => documents.Document.ToJsonString(),
        _ => documents.Document.ToJsonString(Spaced),
    };

    private static JsonNode? Parse(string output) => JsonNode.Parse(
        output, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });

    private static string Run(RecordDocuments documents, string body, IReadOnlySet<int> withheld, out TransformReport report) =>
        Desk.Run(
            documents.ToDesk().Compile(new Keys()), Encoding.UTF8.GetBytes(body), AskVerdicts.Withholding(withheld), out report);

    private static void Check(Action<RecordDocuments, Choices> property) =>
        Prop.ForAll(
            Gen.Choose(0, 1_000_000).ArrayOf(200).ToArbitrary(),
            tape =>
            {
                var choices = new Choices(tape);
                property(new RecordDocuments(choices), choices);
                return true;
            }).Check(Draws.Of(1000));

    /// <summary>Turns bytes over, each message with a number of its own.</summary>
    private sealed class Keys : IFieldKeys, IFieldCipher
    {
        private readonly Desk.FixedKeys _keys = new();
        private byte _messages;

        public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key) =>
            _keys.TryGet(use, category, keyId, out key);

        public IFieldCipher CipherFor(string party) => this;

        public int MaxSize(int length) => length + 1;

        public int Encrypt(ReadOnlySpan<byte> text, Span<byte> message)
        {
            message[0] = unchecked(_messages++);
            for (var i = 0; i < text.Length; i++)
            {
                message[i + 1] = (byte)(text[i] ^ 0x5A);
            }

            return text.Length + 1;
        }
    }
}
