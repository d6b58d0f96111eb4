using System.Buffers.Binary;
using System.Numerics;

namespace Gateway.Policies.Formats;

//
//  SipHash-2-4
//
//  References:
//
//      Aumasson, Bernstein: SipHash: a fast short-input PRF (2012), section 2 and appendix A
//
//  Parameters:
//
//      A key of 128 bits, an output of 64: for tables whose keys a stranger may choose, and nothing else.
//
internal static class SipHash
{
    internal static ulong Of(ReadOnlySpan<byte> text, ulong key0, ulong key1)
    {
        unchecked
        {
            var (v0, v1) = (key0 ^ 0x736f6d6570736575, key1 ^ 0x646f72616e646f6d);
            var (v2, v3) = (key0 ^ 0x6c7967656e657261, key1 ^ 0x7465646279746573);
            var last = (ulong)text.Length << 56;
            for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..])
            {
                Absorb(BinaryPrimitives.ReadUInt64LittleEndian(text), ref v0, ref v1, ref v2, ref v3);
            }

            for (var i = 0; i < text.Length; i++)
            {
                last |= (ulong)text[i] << (8 * i);
            }

            Absorb(last, ref v0, ref v1, ref v2, ref v3);
            v2 ^= 0xff;
            for (var i = 0; i < 4; i++)
            {
                Round(ref v0, ref v1, ref v2, ref v3);
            }

            return v0 ^ v1 ^ v2 ^ v3;
        }
    }

    private static void Absorb(ulong word, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        unchecked
        {
            v0 += v1;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v3;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
