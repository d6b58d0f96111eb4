using System.Text;
using System.Text.Json;
using Gateway.Ledger.Tree;
using Gateway.Policies.Transforms;
using Gateway.Screening;
using Gateway.Tests.Ledger;

namespace Gateway.Tests.Screening;

/// <summary>The tree over the values of a body, against an opening that was worked out apart from this code.</summary>
public sealed class FieldCommitmentTests
{
    private const string Body = """{"name":"Wong","note":"x","id":"A1"}""";
    private const string Output = """{"name":"W***","id":"A1"}""";

    private static readonly ValuePlace[] Values =
    [
        new("$.name", "masked", 8, 6, 8, 6),
        new("$.note", "dropped", 22, 3, -1, 0),
        new("$.id", "kept", 31, 4, 20, 4),
    ];

    [Fact]
    public void A_value_opens_to_the_golden_bytes()
    {
        var golden = JsonElement.Parse(File.ReadAllText(Vectors.PathOf(Path.Combine("docs", "formats", "golden", "field.json"))));
        var made = Make();
        var leaf = made.Leaves[1];

        Assert.Equal(
            (Text(golden, "fieldsRoot"), Text(golden, "salt"), Text(golden, "before"), Text(golden, "path"), Text(golden, "action")),
            (Hex(made.Root()), Hex(made.SaltOf(1)), Hex(leaf.Before), leaf.Path, leaf.Action));
        Assert.Null(leaf.After);
        Assert.Equal(golden.GetProperty("proof").EnumerateArray().Select(hash => hash.GetString()), made.Prove(1).Select(Hex));
    }

    [Fact]
    public void Every_value_of_trees_of_any_size_is_proven_and_no_changed_one_is()
    {
        foreach (var count in Enumerable.Range(1, 20))
        {
            var made = new FieldCommitments(
                Seed, [.. Enumerable.Range(0, count).Select(i => new FieldLeaf($"$[{i}]", "kept", Bytes(i), Bytes(i + 100)))]);
            for (var i = 0; i < count; i++)
            {
                Assert.True(Holds(made, i, made.Leaves[i]));
                Assert.False(Holds(made, i, made.Leaves[i] with { Action = "masked" }));
                Assert.False(Holds(made, i, made.Leaves[i] with { Path = "$" }));
                Assert.False(Holds(made, i, made.Leaves[i] with { Before = Bytes(77) }));
                Assert.False(Holds(made, i, made.Leaves[i] with { After = null }));
            }
        }
    }

    [Fact]
    public void Only_the_very_text_that_came_or_left_is_recognised()
    {
        var made = Make();
        Assert.Equal((true, false), made.Compare(0, "\"Wong\""u8));
        Assert.Equal((false, true), made.Compare(0, "\"W***\""u8));
        Assert.Equal((false, false), made.Compare(0, "Wong"u8));
        Assert.Equal((true, true), made.Compare(2, "\"A1\""u8));
        Assert.Equal((true, false), made.Compare(1, "\"x\""u8));
    }

    [Fact]
    public void Equal_values_of_one_body_and_equal_bodies_have_nothing_in_common()
    {
        var one = new FieldCommitments(Seed, []);
        ValuePlace[] twice = [Values[2], Values[2]];
        var leaves = FieldCommitments.Of(twice, Encoding.UTF8.GetBytes(Body), Encoding.UTF8.GetBytes(Output), one.Seed).Leaves;
        var other = FieldCommitments.Of(twice, Encoding.UTF8.GetBytes(Body), Encoding.UTF8.GetBytes(Output), Bytes(9)).Leaves;

        Assert.Equal(6, leaves.Concat(other).SelectMany(leaf => new[] { Hex(leaf.Before), Hex(leaf.After!) }).Distinct().Count() - 2);
    }

    private static byte[] Seed { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static FieldCommitments Make() =>
        FieldCommitments.Of(Values, Encoding.UTF8.GetBytes(Body), Encoding.UTF8.GetBytes(Output), Seed);

    private static bool Holds(FieldCommitments made, int index, FieldLeaf leaf) =>
        MerkleProof.CheckInclusion(index, made.Leaves.Count, leaf.Hash(), made.Prove(index), made.Root());

    private static byte[] Bytes(int fill) => [.. Enumerable.Repeat((byte)fill, 32)];

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();
}
