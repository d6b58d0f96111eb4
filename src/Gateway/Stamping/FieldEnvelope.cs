using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Policies.Transforms;

namespace Gateway.Stamping;

//
//  Values encrypted to a certificate
//
//  References:
//
//      RFC 5083 - CMS AuthEnvelopedData; RFC 5084 - AES-GCM in CMS
//      RFC 4056, RFC 3560 - RSAES-OAEP in CMS; RFC 5753 - ECDH in CMS; RFC 3394 - AES key wrap
//
//  Parameters:
//
//      AES-256-GCM, random nonce of 12 bytes, tag of 16. RSA: OAEP with SHA-256. EC: ephemeral-static ECDH, X9.63 KDF
//      with SHA-256, AES-256 key wrap. One content key serves up to a million values, each a message of its own:
//      wrapping the key costs a hundred times the value, and random nonces are safe to 2^32.
//

/// <summary>Makes CMS messages that the holder of one certificate's key can open with any CMS tool.</summary>
internal sealed class FieldEnvelope(X509Certificate2 recipient) : IFieldCipher
{
    internal const int KeySize = 32;
    internal const int NonceSize = 12;
    internal const int TagSize = 16;

    private const int MostValues = 1_000_000;

    // Tags and lengths around the pieces, each as long as it can be.
    private const int Framing = 128;

    private Session? _session;

    /// <summary>Null: it can be encrypted to; else why not.</summary>
    internal static string? Fault(X509Certificate2 certificate)
    {
        var usage = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault()?.KeyUsages;
        using var rsa = certificate.GetRSAPublicKey();
        using var curve = certificate.GetECDiffieHellmanPublicKey();
        return (rsa, curve) switch
        {
            ({ KeySize: < 2048 }, _) => "the RSA key is shorter than 2048 bits",
            ({ }, _) => Allows(usage, X509KeyUsageFlags.KeyEncipherment),
            (_, { }) => Allows(usage, X509KeyUsageFlags.KeyAgreement),
            _ => "its key is neither RSA nor on a NIST curve",
        };
    }

    /// <summary>One message with a content key of its own.</summary>
    internal static byte[] Once(X509Certificate2 recipient, ReadOnlySpan<byte> text)
    {
        var envelope = new FieldEnvelope(recipient);
        var message = new byte[envelope.MaxSize(text.Length)];
        return message[..envelope.Encrypt(text, message)];
    }

    /// <inheritdoc/>
    public int MaxSize(int length) => checked(length + Framing + Current().Recipient.Length);

    /// <inheritdoc/>
    public int Encrypt(ReadOnlySpan<byte> text, Span<byte> message)
    {
        var session = Current();
        Interlocked.Increment(ref session.Used);
        var content = new byte[text.Length];
        Span<byte> nonce = stackalloc byte[NonceSize];
        Span<byte> tag = stackalloc byte[TagSize];
        RandomNumberGenerator.Fill(nonce);
        session.Encrypt(nonce, text, content, tag);
        return Write(session.Recipient, nonce, content, tag).Encode(message);
    }

    private static string? Allows(X509KeyUsageFlags? usage, X509KeyUsageFlags wanted) =>
        usage is null || usage.Value.HasFlag(wanted) ? null : $"its key usage does not allow {wanted}";

    // Two threads may begin one at the same time; both are good.
    private Session Current()
    {
        if (_session is not { } session || Volatile.Read(ref session.Used) >= MostValues)
        {
            _session = session = Session.Begin(recipient);
        }

        return session;
    }

    private static AsnWriter Write(
        ReadOnlySpan<byte> recipientInfo, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> content, ReadOnlySpan<byte> tag)
    {
        var asn = new AsnWriter(AsnEncodingRules.DER);
        using (asn.PushSequence())
        {
            asn.WriteObjectIdentifier("1.2.840.113549.1.9.16.1.23");
            using (asn.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (asn.PushSequence())
            {
                asn.WriteInteger(0);
                using (asn.PushSetOf())
                {
                    asn.WriteEncodedValue(recipientInfo);
                }

                WriteContent(asn, nonce, content);
                asn.WriteOctetString(tag);
            }
        }

        return asn;
    }

    private static void WriteContent(AsnWriter asn, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> content)
    {
        using (asn.PushSequence())
        {
            asn.WriteObjectIdentifier("1.2.840.113549.1.7.1");
            using (asn.PushSequence())
            {
                asn.WriteObjectIdentifier("2.16.840.1.101.3.4.1.46");
                using (asn.PushSequence())
                {
                    asn.WriteOctetString(nonce);
                    asn.WriteInteger(TagSize);
                }
            }

            asn.WriteOctetString(content, new Asn1Tag(TagClass.ContextSpecific, 0));
        }
    }

    /// <summary>One content key, and what lets the recipient have it.</summary>
    private sealed class Session
    {
        // Each is used by one thread at a time.
        private readonly ConcurrentQueue<AesGcm> _spare = new();
        private readonly byte[] _key;

        internal int Used;

        private Session(byte[] key, byte[] recipient) => (_key, Recipient) = (key, recipient);

        internal byte[] Recipient { get; }

        internal static Session Begin(X509Certificate2 certificate)
        {
            var key = RandomNumberGenerator.GetBytes(KeySize);
            return new Session(key, RecipientKey.Wrap(certificate, key));
        }

        internal void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, Span<byte> content, Span<byte> tag)
        {
            var cipher = _spare.TryDequeue(out var spare) ? spare : new AesGcm(_key, TagSize);
            cipher.Encrypt(nonce, text, content, tag);
            _spare.Enqueue(cipher);
        }
    }
}
