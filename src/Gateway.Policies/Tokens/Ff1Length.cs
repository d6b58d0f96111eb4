using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Gateway.Policies.Tokens;

/// <summary>All that FF1 needs to know about texts of one length, worked out once (SP 800-38G, algorithm 7).</summary>
internal sealed class Ff1Length
{
    private const int BitsPerByte = 8;

    internal Ff1Length(AesBlock aes, uint radix, ReadOnlySpan<byte> tweak, int length)
    {
        U = length / 2;
        V = length - U;
        var half = BigInteger.Pow(radix, U);
        var longHalf = V == U ? half : half * radix;
        Bytes = (int)(((longHalf - 1).GetBitLength() + BitsPerByte - 1) / BitsPerByte);
        Mixed = (4 * ((Bytes + 3) / 4)) + 4;
        IsSmall = half * longHalf <= BigInteger.One << 64;
        if (IsSmall)
        {
            ShortHalf = new Modulus((ulong)half);
            LongHalf = new Modulus((ulong)longHalf);
        }

        Chained = aes.Encrypt(Parameters(radix, U, length, tweak.Length));
        for (; tweak.Length >= AesBlock.Size; tweak = tweak[AesBlock.Size..])
        {
            Chained = aes.Encrypt(Chained ^ Vector128.Create<byte>(tweak[..AesBlock.Size]));
        }

        Tail = new byte[RoundUp(tweak.Length + 1 + Bytes)];
        tweak.CopyTo(Tail);
        if (IsSmall)
        {
            ChainTail(aes);
        }
    }

    /// <summary>Symbols of the first half, and of the second, which is the longer one.</summary>
    internal int U { get; }

    internal int V { get; }

    /// <summary>b: the bytes of the longer half's number.</summary>
    internal int Bytes { get; }

    /// <summary>d: the bytes of the round function that are used.</summary>
    internal int Mixed { get; }

    /// <summary>Both halves together fit into 64 bits.</summary>
    internal bool IsSmall { get; }

    internal bool IsShort => Mixed == 8;

    /// <summary>Where the number of the round stands in the last block of a small text.</summary>
    internal int RoundShift => BitsPerByte * Bytes;

    internal Modulus ShortHalf { get; }

    internal Modulus LongHalf { get; }

    /// <summary>P and all whole blocks of the tweak (small text: all before the round's own), after CBC.</summary>
    internal Vector128<byte> Chained { get; private set; }

    /// <summary>The rest of Q behind what is chained: the tweak's end, zeros, room for round and half.</summary>
    internal byte[] Tail { get; private set; }

    internal (ulong A, ulong B) Split(ulong number) => Math.DivRem(number, LongHalf.Value);

    internal ulong Join(ulong a, ulong b) => (a * LongHalf.Value) + b;

    // The round and its half stand in the last 8 bytes, so all before and beside them is known now.
    private void ChainTail(AesBlock aes)
    {
        for (; Tail.Length > AesBlock.Size; Tail = Tail[AesBlock.Size..])
        {
            Chained = aes.Encrypt(Chained ^ Vector128.Create(Tail.AsSpan(0, AesBlock.Size)));
        }

        Chained ^= Vector128.Create(Tail);
    }

    private static int RoundUp(int size) => (size + AesBlock.Size - 1) / AesBlock.Size * AesBlock.Size;

    // P: version, method, addition; radix; rounds; u modulo 256; the length; the length of the tweak.
    private static Vector128<byte> Parameters(uint radix, int u, int length, int tweakLength)
    {
        Span<byte> block = [1, 2, 1, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        unchecked
        {
            block[3] = (byte)(radix >> 16);
            block[4] = (byte)(radix >> 8);
            block[5] = (byte)radix;
            block[7] = (byte)u;
        }

        BinaryPrimitives.WriteInt32BigEndian(block[8..], length);
        BinaryPrimitives.WriteInt32BigEndian(block[12..], tweakLength);
        return Vector128.Create<byte>(block);
    }
}
