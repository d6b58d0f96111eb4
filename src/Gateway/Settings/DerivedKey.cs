using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gateway.Settings;

/// <summary>
/// A key derived for one purpose, with the id under which it is named in statements and annexes. Thread-safe; wiped
/// with the ring it is of, when nobody uses it any more.
/// </summary>
internal sealed class DerivedKey(string id, ReadOnlyMemory<byte> bytes)
{
    // A keyed hash costs twice as much to make as to use. Each is used by one thread at a time.
    private readonly ConcurrentQueue<IncrementalHash> _spare = new();

    internal string Id { get; } = id;

    internal ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>HMAC-SHA-256 of the data: 32 bytes.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "the keyed hash goes back into the queue")]
    internal void Hmac(ReadOnlySpan<byte> data, Span<byte> hmac)
    {
        var hash = _spare.TryDequeue(out var spare)
            ? spare
            : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Bytes.Span);
        hash.AppendData(data);
        hash.GetHashAndReset(hmac);
        _spare.Enqueue(hash);
    }

    /// <summary>The same, in an array of its own.</summary>
    internal byte[] Hmac(ReadOnlySpan<byte> data)
    {
        var hmac = new byte[HMACSHA256.HashSizeInBytes];
        Hmac(data, hmac);
        return hmac;
    }

    // OpenSSL clears its copies of the key when it gives them back.
    internal void Wipe()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsMemory(Bytes).Span);
        while (_spare.TryDequeue(out var spare))
        {
            spare.Dispose();
        }
    }
}
