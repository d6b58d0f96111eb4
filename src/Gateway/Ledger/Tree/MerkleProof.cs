using System.Numerics;
using System.Security.Cryptography;

namespace Gateway.Ledger.Tree;

/// <summary>The hash of the complete subtree <paramref name="index"/> of height <paramref name="height"/>.</summary>
internal delegate void NodeSource(int height, long index, Span<byte> hash);

//
//  Inclusion and consistency proofs
//
//  References:
//
//      RFC 6962 sections 2.1.1 and 2.1.2 - how they are made
//      RFC 9162 sections 2.1.3.2 and 2.1.4.2 - how they are checked
//
internal static class MerkleProof
{
    /// <summary>The audit path of a leaf, its sibling first. The index is below the size.</summary>
    internal static List<byte[]> Inclusion(long index, long size, NodeSource nodes)
    {
        var path = new List<byte[]>();
        long start = 0, end = size;
        while (end - start > 1)
        {
            var split = start + LargestPowerBelow(end - start);
            var left = index < split;
            path.Add(left ? Range(split, end, nodes) : Range(start, split, nodes));
            (start, end) = left ? (start, split) : (split, end);
        }

        path.Reverse();
        return path;
    }

    /// <summary>
    /// The proof that the tree of <paramref name="older"/> leaves is the start of that of <paramref name="newer"/>.
    /// </summary>
    internal static List<byte[]> Consistency(long older, long newer, NodeSource nodes)
    {
        var path = new List<byte[]>();
        long start = 0, end = newer;
        while (older != end)
        {
            var split = start + LargestPowerBelow(end - start);
            var left = older <= split;
            path.Add(left ? Range(split, end, nodes) : Range(start, split, nodes));
            (start, end) = left ? (start, split) : (split, end);
        }

        // The older tree itself is known to whoever asks.
        if (start > 0)
        {
            path.Add(Range(start, end, nodes));
        }

        path.Reverse();
        return path;
    }

    internal static bool CheckInclusion(
        long index, long size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || leafHash.Length != MerkleTree.HashSize)
        {
            return false;
        }

        long first = index, last = size - 1;
        Span<byte> hash = stackalloc byte[MerkleTree.HashSize];
        leafHash.CopyTo(hash);
        foreach (var sibling in path)
        {
            if (last == 0 || sibling.Length != MerkleTree.HashSize)
            {
                return false;
            }

            if ((first & 1) == 1 || first == last)
            {
                MerkleTree.Node(sibling, hash, hash);
                Climb(ref first, ref last, whileFirst: 0);
            }
            else
            {
                MerkleTree.Node(hash, sibling, hash);
            }

            first >>= 1;
            last >>= 1;
        }

        return last == 0 && CryptographicOperations.FixedTimeEquals(hash, root);
    }

    /// <summary>False for an older size of 0: the empty tree proves nothing.</summary>
    internal static bool CheckConsistency(
        long older, long newer, ReadOnlySpan<byte> olderRoot, ReadOnlySpan<byte> newerRoot, IReadOnlyList<byte[]> path)
    {
        if (older <= 0 || older > newer || path.Any(hash => hash.Length != MerkleTree.HashSize))
        {
            return false;
        }

        if (older == newer)
        {
            return path.Count == 0 && CryptographicOperations.FixedTimeEquals(olderRoot, newerRoot);
        }

        var next = 0;
        Span<byte> oldHash = stackalloc byte[MerkleTree.HashSize];
        Span<byte> newHash = stackalloc byte[MerkleTree.HashSize];
        if (path.Count == 0 || olderRoot.Length != MerkleTree.HashSize)
        {
            return false;
        }

        (BitOperations.IsPow2(older) ? olderRoot : path[next++]).CopyTo(oldHash);
        oldHash.CopyTo(newHash);
        long first = older - 1, last = newer - 1;
        Climb(ref first, ref last, whileFirst: 1);
        for (; next < path.Count; next++)
        {
            if (last == 0)
            {
                return false;
            }

            if ((first & 1) == 1 || first == last)
            {
                MerkleTree.Node(path[next], oldHash, oldHash);
                MerkleTree.Node(path[next], newHash, newHash);
                Climb(ref first, ref last, whileFirst: 0);
            }
            else
            {
                MerkleTree.Node(newHash, path[next], newHash);
            }

            first >>= 1;
            last >>= 1;
        }

        return last == 0
            && CryptographicOperations.FixedTimeEquals(oldHash, olderRoot)
            && CryptographicOperations.FixedTimeEquals(newHash, newerRoot);
    }

    /// <summary>MTH of the leaves from start up to end, out of complete subtrees.</summary>
    internal static byte[] Range(long start, long end, NodeSource nodes)
    {
        var hash = new byte[MerkleTree.HashSize];
        var count = end - start;
        if (BitOperations.IsPow2(count))
        {
            nodes(BitOperations.Log2((ulong)count), start / count, hash);
            return hash;
        }

        var split = start + LargestPowerBelow(count);
        MerkleTree.Node(Range(start, split, nodes), Range(split, end, nodes), hash);
        return hash;
    }

    // The largest power of two smaller than count.
    private static long LargestPowerBelow(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    // Up past levels where the path has no hash: while the lowest bit of first is as said, and first is not 0 when
    // even bits are skipped.
    private static void Climb(ref long first, ref long last, int whileFirst)
    {
        while ((first & 1) == whileFirst && (whileFirst == 1 || first != 0))
        {
            first >>= 1;
            last >>= 1;
        }
    }
}
