using System.Security.Cryptography;
using System.Text;
using Gateway.Stamping;

namespace Gateway.Ledger;

//
//  Annex
//
//  References:
//
//      NIST SP 800-38D - AES-256-GCM
//      RFC 5869 - HKDF-SHA256
//
//  Form:
//
//      "GWA1", one byte length of the key id, the key id, 32 bytes of salt, ciphertext, 16 bytes of tag.
//      Key = HKDF(annex key, salt, info "gateway/v1\nannex-file"); nonce of 12 zero bytes, because every annex has a
//      key of its own; everything before the ciphertext is authenticated.
//
//  The entry holds the digest of these sealed bytes, not of what is in them: an erased annex leaves nothing behind that
//  could be guessed at.
//
internal static class SealedAnnex
{
    private const int SaltSize = 32;
    private const int TagSize = 16;
    private const int NonceSize = 12;
    private const int KeySize = 32;

    private static ReadOnlySpan<byte> Magic => "GWA1"u8;

    private static ReadOnlySpan<byte> KeyPurpose => "gateway/v1\nannex-file"u8;

    internal static byte[] Seal(ReadOnlySpan<byte> plain, string keyId, ReadOnlySpan<byte> annexKey)
    {
        var header = HeaderSize(keyId);
        var sealedBytes = new byte[header + plain.Length + TagSize];
        Magic.CopyTo(sealedBytes);
        sealedBytes[Magic.Length] = (byte)Encoding.UTF8.GetBytes(keyId, sealedBytes.AsSpan(Magic.Length + 1));
        var salt = sealedBytes.AsSpan(header - SaltSize, SaltSize);
        FreshBytes.Fill(salt);

        Span<byte> key = stackalloc byte[KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, annexKey, key, salt, KeyPurpose);
        using var gcm = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        gcm.Encrypt(
            stackalloc byte[NonceSize],
            plain,
            sealedBytes.AsSpan(header, plain.Length),
            sealedBytes.AsSpan(header + plain.Length),
            sealedBytes.AsSpan(0, header));
        return sealedBytes;
    }

    /// <summary>The plain bytes; null when the annex is damaged or another key sealed it.</summary>
    internal static byte[]? Open(ReadOnlySpan<byte> annex, Func<string, ReadOnlyMemory<byte>?> annexKey)
    {
        if (annex.Length <= Magic.Length || !annex.StartsWith(Magic)
            || annex.Length < Magic.Length + 1 + annex[Magic.Length] + SaltSize + TagSize)
        {
            return null;
        }

        var keyId = Encoding.UTF8.GetString(annex.Slice(Magic.Length + 1, annex[Magic.Length]));
        if (annexKey(keyId) is not { IsEmpty: false } secret)
        {
            return null;
        }

        var header = Magic.Length + 1 + annex[Magic.Length] + SaltSize;
        var plain = new byte[annex.Length - header - TagSize];
        Span<byte> key = stackalloc byte[KeySize];
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret.Span, key, annex.Slice(header - SaltSize, SaltSize), KeyPurpose);
        using var gcm = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        try
        {
            gcm.Decrypt(
                stackalloc byte[NonceSize],
                annex.Slice(header, plain.Length),
                annex[^TagSize..],
                plain,
                annex[..header]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return plain;
    }

    private static int HeaderSize(string keyId) => Magic.Length + 1 + Encoding.UTF8.GetByteCount(keyId) + SaltSize;
}
