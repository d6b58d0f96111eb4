using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Stamping;

/// <summary>A content key for one recipient: the RecipientInfo of a CMS message (RFC 5652 section 6.2).</summary>
internal static class RecipientKey
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string Aes256Wrap = "2.16.840.1.101.3.4.1.45";
    internal const int WrapBlock = 8;
    internal const byte WrapSeed = 0xA6;

    private static readonly Asn1Tag First = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Second = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag Third = new(TagClass.ContextSpecific, 2, isConstructed: true);

    internal static byte[] Wrap(X509Certificate2 certificate, byte[] key)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
        {
            return Transport(certificate, rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA256));
        }

        using var curve = certificate.GetECDiffieHellmanPublicKey()
            ?? throw new CryptographicException("the key is neither RSA nor on a NIST curve");
        return Agreement(certificate, curve, key);
    }

    private static byte[] Transport(X509Certificate2 certificate, byte[] encrypted)
    {
        var asn = new AsnWriter(AsnEncodingRules.DER);
        using (asn.PushSequence())
        {
            asn.WriteInteger(0);
            WriteIssuerAndSerial(asn, certificate);
            using (asn.PushSequence())
            {
                asn.WriteObjectIdentifier("1.2.840.113549.1.1.7");
                using (asn.PushSequence())
                {
                    using (asn.PushSequence(First))
                    {
                        WriteAlgorithm(asn, Sha256);
                    }

                    using (asn.PushSequence(Second))
                    using (asn.PushSequence())
                    {
                        asn.WriteObjectIdentifier("1.2.840.113549.1.1.8");
                        WriteAlgorithm(asn, Sha256);
                    }
                }
            }

            asn.WriteOctetString(encrypted);
        }

        return asn.Encode();
    }

    private static byte[] Agreement(X509Certificate2 certificate, ECDiffieHellman curve, byte[] key)
    {
        using var ephemeral = ECDiffieHellman.Create(curve.ExportParameters(false).Curve);
        using var other = curve.PublicKey;
        var wrapping = ephemeral.DeriveKeyFromHash(other, HashAlgorithmName.SHA256, null, SharedInfo());
        var wrapped = WrapKey(wrapping, key);
        CryptographicOperations.ZeroMemory(wrapping);
        var asn = new AsnWriter(AsnEncodingRules.DER);
        using (asn.PushSequence(Second))
        {
            asn.WriteInteger(3);
            WriteOriginator(asn, ephemeral.ExportParameters(false).Q);
            using (asn.PushSequence())
            {
                asn.WriteObjectIdentifier("1.3.132.1.11.1");
                WriteAlgorithm(asn, Aes256Wrap);
            }

            using (asn.PushSequence())
            using (asn.PushSequence())
            {
                WriteIssuerAndSerial(asn, certificate);
                asn.WriteOctetString(wrapped);
            }
        }

        return asn.Encode();
    }

    private static void WriteOriginator(AsnWriter asn, ECPoint point)
    {
        using (asn.PushSequence(First))
        using (asn.PushSequence(Second))
        {
            WriteAlgorithm(asn, "1.2.840.10045.2.1");
            asn.WriteBitString([4, .. point.X!, .. point.Y!]);
        }
    }

    private static void WriteIssuerAndSerial(AsnWriter asn, X509Certificate2 certificate)
    {
        using (asn.PushSequence())
        {
            asn.WriteEncodedValue(certificate.IssuerName.RawData);
            asn.WriteInteger(certificate.SerialNumberBytes.Span);
        }
    }

    private static void WriteAlgorithm(AsnWriter asn, string oid)
    {
        using (asn.PushSequence())
        {
            asn.WriteObjectIdentifier(oid);
        }
    }

    // The counter of the X9.63 KDF, of which one round suffices, and ECC-CMS-SharedInfo (RFC 5753 section 7.2): which
    // key is derived, and its length in bits.
    internal static byte[] SharedInfo()
    {
        var bits = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bits, 256);
        var asn = new AsnWriter(AsnEncodingRules.DER);
        using (asn.PushSequence())
        {
            WriteAlgorithm(asn, Aes256Wrap);
            using (asn.PushSequence(Third))
            {
                asn.WriteOctetString(bits);
            }
        }

        return [0, 0, 0, 1, .. asn.Encode()];
    }

    // RFC 3394 section 2.2.1.
    private static byte[] WrapKey(byte[] wrapping, byte[] key)
    {
        using var aes = Aes.Create();
        aes.Key = wrapping;
        byte[] wrapped = [.. Enumerable.Repeat(WrapSeed, WrapBlock), .. key];
        Span<byte> block = stackalloc byte[2 * WrapBlock];
        var steps = key.Length / WrapBlock;
        for (var step = 0; step < 6 * steps; step++)
        {
            var register = wrapped.AsSpan(WrapBlock * ((step % steps) + 1), WrapBlock);
            wrapped.AsSpan(0, WrapBlock).CopyTo(block);
            register.CopyTo(block[WrapBlock..]);
            aes.EncryptEcb(block, block, PaddingMode.None);
            block[WrapBlock - 1] ^= (byte)(step + 1);
            block[..WrapBlock].CopyTo(wrapped);
            block[WrapBlock..].CopyTo(register);
        }

        return wrapped;
    }
}
