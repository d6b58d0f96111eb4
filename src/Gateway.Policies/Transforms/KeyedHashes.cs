using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Gateway.Policies.Transforms;

/// <summary>
/// HMAC-SHA-256 under one key. A keyed hash costs three times as much to make as to use; each is used by one thread at
/// a time.
/// </summary>
internal sealed class KeyedHashes(ReadOnlyMemory<byte> key)
{
    private readonly ConcurrentQueue<IncrementalHash> _spare = new();

    [SuppressMessage("Reliability", "CA2000", Justification = "the keyed hash goes back into the queue")]
    internal IncrementalHash Rent() =>
        _spare.TryDequeue(out var spare) ? spare : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Span);

    /// <summary>Finishes a hash; then another thread may have it.</summary>
    internal void Finish(IncrementalHash hash, Span<byte> digest)
    {
        hash.GetHashAndReset(digest);
        _spare.Enqueue(hash);
    }
}
