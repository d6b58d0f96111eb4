using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Stamping;

/// <summary>
/// Opens what <see cref="FieldEnvelope"/> made (RFC 5083, RFC 5084), by the private key of the one recipient. Any CMS
/// tool does the same; it is here so that a custodian needs no other.
/// </summary>
internal static class EnvelopeReading
{
    private static readonly Asn1Tag Content = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Null where it is for another key, was changed, or has another form.</summary>
    internal static byte[]? Open(ReadOnlyMemory<byte> message, X509Certificate2 withKey)
    {
        try
        {
            var outer = new AsnReader(message, AsnEncodingRules.DER);
            var info = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            info.ReadObjectIdentifier();
            var data = info.ReadSequence(Explicit).ReadSequence();
            data.ReadInteger();
            var key = RecipientKeyReading.Unwrap(withKey, data.ReadSetOf());
            try
            {
                return Decrypt(data, key);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Decrypt(AsnReader data, byte[] key)
    {
        var encrypted = data.ReadSequence();
        encrypted.ReadObjectIdentifier();
        var algorithm = encrypted.ReadSequence();
        algorithm.ReadObjectIdentifier();
        var nonce = algorithm.ReadSequence().ReadOctetString();
        var content = encrypted.ReadOctetString(Content);
        var tag = data.ReadOctetString();
        if (key.Length != FieldEnvelope.KeySize || nonce.Length != FieldEnvelope.NonceSize
            || tag.Length != FieldEnvelope.TagSize)
        {
            throw new CryptographicException("other sizes than are made here");
        }

        var text = new byte[content.Length];
        using var gcm = new AesGcm(key, tag.Length);
        gcm.Decrypt(nonce, content, tag, text);
        return text;
    }
}
