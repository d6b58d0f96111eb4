using Gateway.Ledger.Entries;

namespace Gateway.Ledger;

/// <summary>
/// An annex as it is sealed, with its SHA-256: worked out once, where the annex is made, for the entry that names it
/// and for the ledger that holds the two together.
/// </summary>
internal readonly struct SealedBytes
{
    private readonly ReadOnlyMemory<byte> _bytes;

    // INVARIANT: the digest is of these very bytes. Nobody else can pair the two.
    private SealedBytes(ReadOnlyMemory<byte> bytes, Sha256Digest digest) => (_bytes, Digest) = (bytes, digest);

    /// <summary>Not of the default: that is no annex.</summary>
    internal Sha256Digest Digest { get; }

    internal ReadOnlySpan<byte> Span => _bytes.Span;

    internal int Length => _bytes.Length;

    internal bool IsEmpty => _bytes.IsEmpty;

    /// <param name="bytes">Given away: unchanged from here on.</param>
    internal static SealedBytes Of(ReadOnlyMemory<byte> bytes) => new(bytes, Sha256Digest.Of(bytes.Span));
}
