using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Stamping;
using Gateway.Witnessing;

namespace Gateway.Tests.Witnessing;

/// <summary>A log in memory with a key of its own: heads of any size, proofs between them, and a fork of it.</summary>
internal sealed class SampleLog : IDisposable
{
    private readonly int _forksAt;

    /// <param name="forksAt">From this leaf on it says something else than a log that does not fork.</param>
    internal SampleLog(string origin = "log.example/2026", int forksAt = int.MaxValue)
    {
        (Origin, _forksAt) = (origin, forksAt);
        Key = Ed25519PrivateKey.Import(SHA256.HashData("sample log"u8));
    }

    internal string Origin { get; }

    internal Ed25519PrivateKey Key { get; }

    internal NoteKey NoteKey => NoteKey.Of(Origin, Key.PublicKey);

    internal TrustedLog Trusted => new(Origin, NoteKey, false);

    internal byte[] Root(long size)
    {
        var range = new CompactRange();
        for (var i = 0; i < size; i++)
        {
            range.Append(Leaf(i));
        }

        return range.Root();
    }

    internal byte[] Note(long size) => new Checkpoint(Origin, size, Root(size)).Sign(Key);

    internal byte[] Request(long old, long size) => Request(old, size, Proof(old, size));

    internal byte[] Request(long old, long size, IReadOnlyList<byte[]> proof) =>
        new AddCheckpoint(old, proof).Write(Note(size));

    internal IReadOnlyList<byte[]> Proof(long old, long size) =>
        old == 0 || old >= size ? [] : MerkleProof.Consistency(old, size, Node);

    public void Dispose() => Key.Dispose();

    private void Node(int height, long index, Span<byte> hash)
    {
        if (height == 0)
        {
            Leaf(index).CopyTo(hash);
            return;
        }

        var (left, right) = (new byte[MerkleTree.HashSize], new byte[MerkleTree.HashSize]);
        Node(height - 1, index * 2, left);
        Node(height - 1, (index * 2) + 1, right);
        MerkleTree.Node(left, right, hash);
    }

    private byte[] Leaf(long index)
    {
        var hash = new byte[MerkleTree.HashSize];
        var text = index.ToString(CultureInfo.InvariantCulture) + (index >= _forksAt ? " otherwise" : "");
        MerkleTree.Leaf(Encoding.ASCII.GetBytes(text), hash);
        return hash;
    }
}
