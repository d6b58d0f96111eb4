using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Tree;

namespace Gateway.Tests.Ledger;

public sealed class MerkleTreeTests
{
    private const int GeneratedLeaves = 70_000;

    [Fact]
    public void The_roots_of_the_first_eight_trees_are_those_of_the_reference()
    {
        var vectors = Vectors.Read("rfc6962-base.json");
        var range = new CompactRange();
        var hash = new byte[MerkleTree.HashSize];
        var roots = new List<string> { Convert.ToHexStringLower(range.Root()) };
        foreach (var leaf in vectors.GetProperty("leaf_inputs_hex").EnumerateArray())
        {
            MerkleTree.Leaf(Convert.FromHexString(leaf.GetString()!), hash);
            range.Append(hash);
            roots.Add(Convert.ToHexStringLower(range.Root()));
        }

        Assert.Equal(vectors.GetProperty("root_hashes_hex").EnumerateArray().Select(root => root.GetString()), roots);
    }

    [Fact]
    public void Only_the_leaf_that_fills_a_tile_gives_the_root_over_it()
    {
        var range = new CompactRange();
        var leaves = new byte[1100 * MerkleTree.HashSize];
        var root = new byte[MerkleTree.HashSize];
        for (var i = 0; i < 1100; i++)
        {
            var leaf = leaves.AsSpan(i * MerkleTree.HashSize, MerkleTree.HashSize);
            MerkleTree.Leaf(BitConverter.GetBytes(i), leaf);
            range.Append(leaf);
            if (range.Size % TilePath.FullWidth != 0)
            {
                Assert.True(range.FilledTile.IsEmpty);
                continue;
            }

            var first = (i + 1 - TilePath.FullWidth) * MerkleTree.HashSize;
            MerkleTree.Subtree(leaves.AsSpan(first, TilePath.FullWidth * MerkleTree.HashSize), root);
            Assert.Equal(root, range.FilledTile.ToArray());
        }

        Assert.True(CompactRange.FromTiles(1024, _ => leaves.AsMemory(0, 4 * MerkleTree.HashSize)).FilledTile.IsEmpty);
    }

    [Fact]
    public void Every_published_inclusion_proof_is_judged_as_published()
    {
        var judged = 0;
        foreach (var (name, vector) in Vectors.All("merkle/inclusion"))
        {
            var accepted = MerkleProof.CheckInclusion(
                (long)(vector.GetProperty("leafIdx").GetUInt64() & long.MaxValue),
                (long)(vector.GetProperty("treeSize").GetUInt64() & long.MaxValue),
                vector.Bytes("leafHash"),
                vector.Hashes("proof"),
                vector.Bytes("root"));
            Assert.True(accepted != vector.GetProperty("wantErr").GetBoolean(), name);
            judged++;
        }

        Assert.True(judged > 80);
    }

    [Fact]
    public void Every_published_consistency_proof_is_judged_as_published()
    {
        var judged = 0;
        foreach (var (name, vector) in Vectors.All("merkle/consistency"))
        {
            var (older, newer) = (vector.GetProperty("size1").GetInt64(), vector.GetProperty("size2").GetInt64());
            var accepted = MerkleProof.CheckConsistency(
                older, newer, vector.Bytes("root1"), vector.Bytes("root2"), vector.Hashes("proof"));

            // A root of another length is not a root, so what those vectors accept is refused here.
            var expected = !vector.GetProperty("wantErr").GetBoolean();
            Assert.True(accepted == expected, name);
            judged++;
        }

        Assert.True(judged > 80);
    }

    [Fact]
    public void Proofs_and_roots_equal_those_of_the_Go_checksum_database()
    {
        var generated = Vectors.Read("generated", "go-tlog-70000.json");
        var tree = MemoryTree.Of(GeneratedLeaves, i =>
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"leaf {i}")));
        foreach (var root in generated.GetProperty("roots").EnumerateObject())
        {
            var size = long.Parse(root.Name, CultureInfo.InvariantCulture);
            Assert.Equal(root.Value.GetBytesFromBase64(), tree.Root(size));
        }

        foreach (var vector in generated.GetProperty("inclusion").EnumerateArray())
        {
            var (index, size) = (vector.GetProperty("index").GetInt64(), vector.GetProperty("size").GetInt64());
            var proof = MerkleProof.Inclusion(index, size, tree.Node);
            Assert.Equal(vector.Hashes("proof"), proof);
            Assert.True(MerkleProof.CheckInclusion(
                index, size, vector.Bytes("leaf_hash"), proof, vector.Bytes("root")));
            Assert.False(MerkleProof.CheckInclusion(
                index, size, vector.Bytes("root"), proof, vector.Bytes("leaf_hash"))
                && size > 1);
        }

        foreach (var vector in generated.GetProperty("consistency").EnumerateArray())
        {
            var (older, newer) = (
                vector.GetProperty("old_size").GetInt64(), vector.GetProperty("new_size").GetInt64());
            var proof = MerkleProof.Consistency(older, newer, tree.Node);
            Assert.Equal(vector.Hashes("proof"), proof);
            Assert.True(MerkleProof.CheckConsistency(
                older, newer, vector.Bytes("old_root"), vector.Bytes("new_root"), proof));
        }
    }

    [Fact]
    public void Tiles_equal_those_of_the_Go_checksum_database()
    {
        var generated = Vectors.Read("generated", "go-tlog-70000.json");
        var tree = MemoryTree.Of(GeneratedLeaves, i =>
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"leaf {i}")));
        var seen = 0;
        foreach (var tile in generated.GetProperty("tiles").EnumerateArray())
        {
            var (level, index, width) = (tile.GetProperty("level").GetInt32(), tile.GetProperty("index").GetInt64(),
                tile.GetProperty("width").GetInt32());
            var bytes = new byte[width * MerkleTree.HashSize];
            for (var i = 0; i < width; i++)
            {
                tree.Node(level * TilePath.HeightBits, (index * TilePath.FullWidth) + i,
                    bytes.AsSpan(i * MerkleTree.HashSize, MerkleTree.HashSize));
            }

            Assert.Equal(tile.GetProperty("path").GetString(), TilePath.Of(level, index, width));
            Assert.Equal(tile.GetProperty("sha256_of_tile_bytes").GetString(),
                Convert.ToHexStringLower(SHA256.HashData(bytes)));
            seen++;
        }

        Assert.True(seen > 3);
    }

    [Fact]
    public void Tile_paths_are_written_and_read_as_published()
    {
        var paths = Vectors.Read("paths.json");
        foreach (var row in paths.GetProperty("tile_path").EnumerateArray())
        {
            Assert.Equal(row[3].GetString(), TilePath.Of(row[0].GetInt32(), row[1].GetInt64(), row[2].GetInt32()));
        }

        foreach (var row in paths.GetProperty("entries_path").EnumerateArray())
        {
            Assert.Equal(row[2].GetString(), TilePath.Of(TilePath.EntriesLevel, row[0].GetInt64(), row[1].GetInt32()));
        }

        foreach (var row in paths.GetProperty("entries_path_for_index_and_size").EnumerateArray())
        {
            var (bundle, size) = (row[0].GetInt64() / TilePath.FullWidth, row[1].GetInt64());
            Assert.Equal(row[2].GetString(),
                TilePath.Of(TilePath.EntriesLevel, bundle, TilePath.WidthAt(size, 0, bundle)));
        }

        foreach (var row in paths.GetProperty("parse_ok").EnumerateArray())
        {
            Assert.True(TilePath.TryParse(
                row[0].GetString()!, row[1].GetString()!, out _, out var index, out var width));
            Assert.Equal((row[2].GetInt64(), row[3].GetInt32()), (index, width));
        }

        Assert.All(
            paths.GetProperty("parse_bad").EnumerateArray(),
            row => Assert.False(TilePath.TryParse(row[0].GetString()!, row[1].GetString()!, out _, out _, out _)));
    }

    /// <summary>
    /// Every node of every complete subtree, level by level: slow, obvious, and not the code under test.
    /// </summary>
    private sealed class MemoryTree
    {
        private readonly List<List<byte[]>> _levels = [];

        internal static MemoryTree Of(int count, Func<int, byte[]> leaf)
        {
            var tree = new MemoryTree();
            var level = Enumerable.Range(0, count).Select(i => SHA256.HashData([0, .. leaf(i)])).ToList();
            while (level.Count > 0)
            {
                tree._levels.Add(level);
                level = [.. level.Chunk(2).Where(pair => pair.Length == 2).Select(pair =>
                    SHA256.HashData([1, .. pair[0], .. pair[1]]))];
            }

            return tree;
        }

        internal void Node(int height, long index, Span<byte> hash) => _levels[height][(int)index].CopyTo(hash);

        internal byte[] Root(long size) => MerkleProof.Range(0, size, Node);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    [InlineData(70_000, 3)]
    [InlineData(1L << 56, 8)]
    [InlineData(1L << 62, 8)]
    [InlineData(long.MaxValue, 8)]
    public void A_size_that_a_stranger_signed_has_eight_levels_at_most(long size, int levels)
    {
        Assert.Equal(levels, TilePath.Levels(size));
        Assert.All(Enumerable.Range(8, 56), level =>
        {
            Assert.Equal((0, 0L), (TilePath.PartialWidth(size, level), TilePath.FullTiles(size, level)));
            Assert.Equal(0, TilePath.WidthAt(size, level, 0));
        });
        Assert.Equal(size >> 8, TilePath.FullTiles(size, TilePath.EntriesLevel));
        Assert.Equal((size >> 8) + ((size & 255) == 0 ? 0 : 1), TilePath.Bundles(size));
    }
}
