using System.Runtime.InteropServices;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger.Entries;

/// <summary>A SHA-256 digest: what an entry says of bytes it may not hold. Written as lower-case hex.</summary>
public readonly record struct Sha256Digest
{
    internal const int Size = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private Sha256Digest(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    /// <summary>The digest of these bytes.</summary>
    public static Sha256Digest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Size];
        ThreadSha256.Hash(bytes, hash);
        return new Sha256Digest(hash);
    }

    /// <summary>A digest that was made elsewhere: exactly 32 bytes.</summary>
    public static Sha256Digest FromBytes(ReadOnlySpan<byte> digest) =>
        digest.Length == Size
            ? new Sha256Digest(digest)
            : throw new ArgumentException("a SHA-256 digest has 32 bytes", nameof(digest));

    /// <summary>64 lower-case hex digits; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> hex, out Sha256Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (hex.Length != 2 * Size || hex.ContainsAnyInRange('A', 'F')
            || Convert.FromHexString(hex, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            digest = default;
            return false;
        }

        digest = new Sha256Digest(bytes);
        return true;
    }

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString()
    {
        ReadOnlySpan<ulong> words = [_a, _b, _c, _d];
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(words));
    }
}
