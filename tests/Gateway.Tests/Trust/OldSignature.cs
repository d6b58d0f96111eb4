using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Tests.Trust;

/// <summary>Signs with hashes that the platform's own generator rightly does not offer.</summary>
internal sealed class OldSignature(RSA key, string hash) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(hash switch
            {
                "MD5" => "1.2.840.113549.1.1.4",
                "SHA-1" => "1.2.840.113549.1.1.5",
                _ => "1.2.840.113549.1.1.11",
            });
            writer.WriteNull();
        }

        return writer.Encode();
    }

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(
        data,
        hash switch
        {
            "MD5" => HashAlgorithmName.MD5,
            "SHA-1" => HashAlgorithmName.SHA1,
            _ => HashAlgorithmName.SHA256,
        },
        RSASignaturePadding.Pkcs1);

    protected override PublicKey BuildPublicKey() => new(key);
}
