using System.Runtime.Intrinsics;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Gateway.Policies.Tokens;

//
//  One block of AES, again and again under one key
//
//  References:
//
//      FIPS 197 - Advanced Encryption Standard
//
//  Shape:
//
//      16 bytes in, 16 bytes out; keys of 16, 24 or 32 bytes. The platform's own call sets a cipher up for each block,
//      which costs eight times the block. Here the key is expanded once and the processor's instructions do the rest;
//      where it has none, the platform's cipher does.
//

/// <summary>The block cipher under FF1. Immutable and thread-safe.</summary>
internal sealed class AesBlock
{
    internal const int Size = 16;

    private readonly Vector128<byte>[] _rounds;
    private readonly PortableAes? _portable;

    /// <param name="isPortable">True to do without the processor's instructions, as where there are none.</param>
    internal AesBlock(ReadOnlySpan<byte> key, bool isPortable = false)
    {
        if (key.Length is not (16 or 24 or 32))
        {
            throw new ArgumentException("a key of AES has 16, 24 or 32 bytes", nameof(key));
        }

        _portable = isPortable || !HasInstructions ? new PortableAes(key) : null;
        _rounds = _portable is null ? AesKeySchedule.Expand(key) : [];
    }

    /// <summary>Whether this processor knows AES.</summary>
    internal static bool HasInstructions => X86Aes.IsSupported || ArmAes.IsSupported;

    internal Vector128<byte> Encrypt(Vector128<byte> block)
    {
        var rounds = _rounds;
        if (rounds.Length == 0)
        {
            return _portable!.Encrypt(block);
        }

        return X86Aes.IsSupported ? EncryptX86(rounds, block) : EncryptArm(rounds, block);
    }

    private static Vector128<byte> EncryptX86(Vector128<byte>[] rounds, Vector128<byte> block)
    {
        block ^= rounds[0];
        for (var i = 1; i < rounds.Length - 1; i++)
        {
            block = X86Aes.Encrypt(block, rounds[i]);
        }

        return X86Aes.EncryptLast(block, rounds[^1]);
    }

    // Here the instruction adds the round's key first, so the last key is left over.
    private static Vector128<byte> EncryptArm(Vector128<byte>[] rounds, Vector128<byte> block)
    {
        for (var i = 0; i < rounds.Length - 2; i++)
        {
            block = ArmAes.MixColumns(ArmAes.Encrypt(block, rounds[i]));
        }

        return ArmAes.Encrypt(block, rounds[^2]) ^ rounds[^1];
    }
}
