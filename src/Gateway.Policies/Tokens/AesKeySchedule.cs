using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Gateway.Policies.Tokens;

/// <summary>
/// Key expansion of FIPS 197 section 5.2, with the processor's own substitution box: no table of secrets is indexed.
/// </summary>
internal static class AesKeySchedule
{
    private const int WordSize = 4;
    private const int WordsPerBlock = AesBlock.Size / WordSize;

    internal static Vector128<byte>[] Expand(ReadOnlySpan<byte> key)
    {
        var keyWords = key.Length / WordSize;
        var rounds = keyWords + 7;
        Span<uint> words = stackalloc uint[WordsPerBlock * 15];
        for (var i = 0; i < keyWords; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(i * WordSize)..]);
        }

        uint constant = 1;
        for (var i = keyWords; i < rounds * WordsPerBlock; i++)
        {
            var word = words[i - 1];
            if (i % keyWords == 0)
            {
                // Little-endian: the first byte, which the constant is added to, is the low one.
                word = BitOperations.RotateRight(Substitute(word), 8) ^ constant;
                constant = (constant << 1) ^ (constant >= 0x80 ? 0x11Bu : 0);
            }
            else if (keyWords > 6 && i % keyWords == 4)
            {
                word = Substitute(word);
            }

            words[i] = words[i - keyWords] ^ word;
        }

        var expanded = new Vector128<byte>[rounds];
        for (var i = 0; i < rounds; i++)
        {
            expanded[i] = Vector128.Create<uint>(words.Slice(i * WordsPerBlock, WordsPerBlock)).AsByte();
        }

        words.Clear();
        return expanded;
    }

    // ARM shifts rows before it substitutes: with the same word in all four columns that changes nothing.
    private static uint Substitute(uint word) => X86Aes.IsSupported
        ? X86Aes.KeygenAssist(Vector128.Create(0, word, 0, 0).AsByte(), 0).AsUInt32().ToScalar()
        : ArmAes.Encrypt(Vector128.Create(word).AsByte(), Vector128<byte>.Zero).AsUInt32().ToScalar();
}
