using System.Security.Cryptography;

namespace Gateway.Ledger.Tree;

/// <summary>
/// SHA-256 with one context for each thread: of a node's 65 bytes, making a fresh context takes as long as the hashing.
/// A thread's context goes with the thread.
/// </summary>
internal static class ThreadSha256
{
    [ThreadStatic]
    private static IncrementalHash? _context;

    /// <summary>The digest of two parts, one after the other.</summary>
    /// <param name="digest">At least 32 bytes.</param>
    internal static void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        // INVARIANT: nothing comes between the first part and the digest that could throw on what it is given: a
        // context left with half a message would spoil the next one.
        var own = digest[..SHA256.HashSizeInBytes];
        var context = _context ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        context.AppendData(first);
        context.AppendData(second);
        context.GetHashAndReset(own);
    }

    /// <param name="bytes">What is hashed.</param>
    /// <param name="digest">At least 32 bytes.</param>
    internal static void Hash(ReadOnlySpan<byte> bytes, Span<byte> digest)
    {
        var own = digest[..SHA256.HashSizeInBytes];
        var context = _context ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        context.AppendData(bytes);
        context.GetHashAndReset(own);
    }
}
