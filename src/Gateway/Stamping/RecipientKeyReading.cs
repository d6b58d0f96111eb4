using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Stamping;

/// <summary>The other way of <see cref="RecipientKey"/>: the content key, by the recipient's private key.</summary>
internal static class RecipientKeyReading
{
    private static readonly Asn1Tag First = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Second = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>The content key.</summary>
    /// <exception cref="CryptographicException">It is another key's, or was changed.</exception>
    /// <exception cref="AsnContentException">It has another form than is made here.</exception>
    internal static byte[] Unwrap(X509Certificate2 withKey, AsnReader recipients)
    {
        using var rsa = withKey.GetRSAPrivateKey();
        if (rsa is not null)
        {
            return rsa.Decrypt(ReadTransported(recipients), RSAEncryptionPadding.OaepSHA256);
        }

        using var curve = withKey.GetECDiffieHellmanPrivateKey()
            ?? throw new CryptographicException("the key is neither RSA nor on a NIST curve");
        var (point, wrapped) = ReadAgreed(recipients);
        using var ephemeral = ECDiffieHellman.Create(new ECParameters
        {
            Curve = curve.ExportParameters(false).Curve,
            Q = new ECPoint { X = point[1..((point.Length / 2) + 1)], Y = point[((point.Length / 2) + 1)..] },
        });
        using var other = ephemeral.PublicKey;
        var wrapping = curve.DeriveKeyFromHash(other, HashAlgorithmName.SHA256, null, RecipientKey.SharedInfo());
        try
        {
            return UnwrapKey(wrapping, wrapped);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapping);
        }
    }

    private static byte[] ReadTransported(AsnReader recipients)
    {
        var info = recipients.ReadSequence();
        info.ReadInteger();
        info.ReadSequence();
        info.ReadSequence();
        var encrypted = info.ReadOctetString();
        info.ThrowIfNotEmpty();
        return encrypted;
    }

    private static (byte[] Point, byte[] Wrapped) ReadAgreed(AsnReader recipients)
    {
        var info = recipients.ReadSequence(Second);
        info.ReadInteger();
        var originator = info.ReadSequence(First).ReadSequence(Second);
        originator.ReadSequence();
        var point = originator.ReadBitString(out _);
        info.ReadSequence();
        var key = info.ReadSequence().ReadSequence();
        key.ReadSequence();
        var wrapped = key.ReadOctetString();

        // Uncompressed (SEC 1 section 2.3.3), as it was written.
        return point is [4, ..] && point.Length % 2 == 1
            ? (point, wrapped)
            : throw new CryptographicException("the ephemeral key is not an uncompressed point");
    }

    // RFC 3394 section 2.2.2.
    private static byte[] UnwrapKey(byte[] wrapping, byte[] wrapped)
    {
        const int Block = RecipientKey.WrapBlock;
        if (wrapped.Length < 3 * Block || wrapped.Length % Block != 0)
        {
            throw new CryptographicException("the wrapped key has another length");
        }

        using var aes = Aes.Create();
        aes.Key = wrapping;
        var steps = (wrapped.Length / Block) - 1;
        Span<byte> block = stackalloc byte[2 * Block];
        for (var step = (6 * steps) - 1; step >= 0; step--)
        {
            var register = wrapped.AsSpan(Block * ((step % steps) + 1), Block);
            wrapped.AsSpan(0, Block).CopyTo(block);
            register.CopyTo(block[Block..]);
            block[Block - 1] ^= (byte)(step + 1);
            aes.DecryptEcb(block, block, PaddingMode.None);
            block[..Block].CopyTo(wrapped);
            block[Block..].CopyTo(register);
        }

        CryptographicOperations.ZeroMemory(block);
        byte[] seed = [.. Enumerable.Repeat(RecipientKey.WrapSeed, Block)];
        return CryptographicOperations.FixedTimeEquals(wrapped.AsSpan(0, Block), seed)
            ? wrapped[Block..]
            : throw new CryptographicException("the wrapped key is another key's");
    }
}
