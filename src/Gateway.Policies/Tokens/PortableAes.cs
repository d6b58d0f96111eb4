using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Gateway.Policies.Tokens;

/// <summary>
/// Single blocks by the platform's cipher, for processors without AES instructions. Slower, and the same result.
/// </summary>
internal sealed class PortableAes
{
    private readonly Aes _aes = Aes.Create();

    // Each is used by one thread at a time; a block cipher in ECB without padding keeps nothing between blocks.
    private readonly ConcurrentQueue<Bench> _spare = new();

    [SuppressMessage("Security", "CA5358", Justification = "FF1 is built on the bare block cipher (SP 800-38G)")]
    internal PortableAes(ReadOnlySpan<byte> key)
    {
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.Key = key.ToArray();
    }

    internal Vector128<byte> Encrypt(Vector128<byte> block)
    {
        var bench = Rent();
        block.CopyTo(bench.Block);
        bench.Cipher.TransformBlock(bench.Block, 0, AesBlock.Size, bench.Block, 0);
        var encrypted = Vector128.Create(bench.Block);
        _spare.Enqueue(bench);
        return encrypted;
    }

    private Bench Rent()
    {
        if (_spare.TryDequeue(out var bench))
        {
            return bench;
        }

        lock (_aes)
        {
            return new Bench(_aes.CreateEncryptor(), new byte[AesBlock.Size]);
        }
    }

    private sealed record Bench(ICryptoTransform Cipher, byte[] Block);
}
