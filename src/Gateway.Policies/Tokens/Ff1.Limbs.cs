using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Gateway.Policies.Tokens;

/// <content>
/// The same rounds for texts of any length. The halves stay symbols: modulo radix^m is then the last m symbols, and no
/// long division is needed. Numbers are limbs of 32 bits, the lowest first.
/// </content>
internal sealed partial class Ff1
{
    private const int LimbSize = 4;

    // The longest half at the largest radix is 256 symbols of 16 bits; d is one limb more.
    private const int MaxLimbs = (MaxLength / 4) + 1;
    private const int MaxTail = (MaxLimbs * LimbSize) + (2 * AesBlock.Size);

    private void CryptLimbs(Ff1Length shape, Span<ushort> symbols, bool isEncryption)
    {
        var first = symbols[..shape.U];
        var second = symbols[shape.U..];
        Span<uint> limbs = stackalloc uint[MaxLimbs];
        Span<byte> bytes = stackalloc byte[MaxTail];
        for (var step = 0; step < Rounds; step++)
        {
            // Even rounds change the first half by the second, odd ones the second by the first.
            var round = isEncryption ? step : Rounds - 1 - step;
            var isEven = (round & 1) == 0;
            var number = NumberOf(isEven ? second : first, limbs[..((shape.Bytes + LimbSize - 1) / LimbSize)]);
            var mixed = Mix(shape, round, number, bytes);
            number = limbs[..(shape.Mixed / LimbSize)];
            ReadBigEndian(mixed, number);
            Combine(isEven ? first : second, number, isEncryption);
        }

        limbs.Clear();
        bytes.Clear();
    }

    private Span<uint> NumberOf(ReadOnlySpan<ushort> symbols, Span<uint> limbs)
    {
        unchecked
        {
            limbs.Clear();
            for (var at = 0; at < symbols.Length;)
            {
                // As many symbols as fit into a limb go in together.
                ulong factor = 1;
                ulong carry = 0;
                for (var end = Math.Min(at + _perLimb, symbols.Length); at < end; at++)
                {
                    factor *= _radix;
                    carry = (carry * _radix) + symbols[at];
                }

                for (var i = 0; i < limbs.Length; i++)
                {
                    carry += limbs[i] * factor;
                    limbs[i] = (uint)carry;
                    carry >>= 32;
                }
            }

            return limbs;
        }
    }

    // CBC-MAC over the tail of Q, then as many blocks as d needs. The result stands in the same bytes.
    private ReadOnlySpan<byte> Mix(Ff1Length shape, int round, ReadOnlySpan<uint> number, Span<byte> bytes)
    {
        var tail = bytes[..shape.Tail.Length];
        shape.Tail.CopyTo(tail);
        tail[^(shape.Bytes + 1)] = (byte)round;
        WriteBigEndian(number, tail[^shape.Bytes..]);
        var chained = shape.Chained;
        for (; !tail.IsEmpty; tail = tail[AesBlock.Size..])
        {
            chained = _aes.Encrypt(chained ^ Vector128.Create<byte>(tail[..AesBlock.Size]));
        }

        chained.CopyTo(bytes);
        for (var at = AesBlock.Size; at < shape.Mixed; at += AesBlock.Size)
        {
            // [j] as 16 bytes, big-endian: j stays below 256.
            var counter = Vector128<byte>.Zero.WithElement(AesBlock.Size - 1, (byte)(at / AesBlock.Size));
            _aes.Encrypt(chained ^ counter).CopyTo(bytes[at..]);
        }

        return bytes[..shape.Mixed];
    }

    private void Combine(Span<ushort> symbols, Span<uint> number, bool isAddition)
    {
        var carry = 0u;
        var taken = 0u;
        for (var i = symbols.Length - 1; i >= 0; i--)
        {
            if ((symbols.Length - 1 - i) % _perLimb == 0)
            {
                taken = TakeLast(number);
            }

            (taken, var digit) = Math.DivRem(taken, _radix);
            digit += carry;
            var symbol = isAddition ? symbols[i] + digit : symbols[i] + (2 * _radix) - digit;
            carry = isAddition ? symbol / _radix : 2 - (symbol / _radix);
            symbols[i] = (ushort)(symbol % _radix);
        }
    }

    // The last symbols of the number, as many as fit into a limb; the number loses them.
    private uint TakeLast(Span<uint> number)
    {
        unchecked
        {
            ulong rest = 0;
            for (var i = number.Length - 1; i >= 0; i--)
            {
                rest = (rest << 32) | number[i];
                number[i] = (uint)(rest / _limbFactor);
                rest %= _limbFactor;
            }

            return (uint)rest;
        }
    }

    private static void ReadBigEndian(ReadOnlySpan<byte> bytes, Span<uint> limbs)
    {
        for (var i = 0; i < limbs.Length; i++)
        {
            limbs[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes[^((i + 1) * LimbSize)..]);
        }
    }

    private static void WriteBigEndian(ReadOnlySpan<uint> limbs, Span<byte> bytes)
    {
        unchecked
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[^(i + 1)] = (byte)(limbs[i / LimbSize] >> (8 * (i % LimbSize)));
            }
        }
    }
}
