using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Trust;

/// <summary>
/// A serial number in the one spelling that certificates and CRLs are compared in: the content octets of its DER, as
/// hex. Read from the certificate itself, because the platform's property tells 255 and -1 apart no more.
/// </summary>
internal static class SerialNumber
{
    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0);

    /// <exception cref="AsnContentException">The certificate is none.</exception>
    internal static string Of(X509Certificate2 certificate)
    {
        // RFC 5280 section 4.1: TBSCertificate ::= SEQUENCE { version [0] DEFAULT v1, serialNumber INTEGER, ...
        var body = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        if (body.PeekTag().HasSameClassAndValue(Version))
        {
            body.ReadEncodedValue();
        }

        return Write(body.ReadIntegerBytes().Span);
    }

    internal static string Write(ReadOnlySpan<byte> content) => Convert.ToHexString(content);
}
