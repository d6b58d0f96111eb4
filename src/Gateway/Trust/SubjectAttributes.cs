using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gateway.Trust;

//
//  Attributes of a certificate's subject
//
//  References:
//
//      RFC 5280 section 4.1.2.4 - RDNSequence ::= SEQUENCE OF SET OF AttributeTypeAndValue
//      ITU-T X.520 - attribute types; ETSI EN 319 412-1 - organizationIdentifier
//
//  Read from the DER, never from a printed name: a printed name can be made to look like another one.
//

/// <summary>The attributes of one subject, in order, a multi-valued RDN's included.</summary>
internal sealed class SubjectAttributes
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["commonName"] = "2.5.4.3",
        ["surname"] = "2.5.4.4",
        ["serialNumber"] = "2.5.4.5",
        ["countryName"] = "2.5.4.6",
        ["localityName"] = "2.5.4.7",
        ["stateOrProvinceName"] = "2.5.4.8",
        ["streetAddress"] = "2.5.4.9",
        ["organizationName"] = "2.5.4.10",
        ["organizationalUnitName"] = "2.5.4.11",
        ["title"] = "2.5.4.12",
        ["description"] = "2.5.4.13",
        ["businessCategory"] = "2.5.4.15",
        ["postalCode"] = "2.5.4.17",
        ["givenName"] = "2.5.4.42",
        ["initials"] = "2.5.4.43",
        ["dnQualifier"] = "2.5.4.46",
        ["pseudonym"] = "2.5.4.65",
        ["organizationIdentifier"] = "2.5.4.97",
        ["emailAddress"] = "1.2.840.113549.1.9.1",
        ["userId"] = "0.9.2342.19200300.100.1.1",
        ["domainComponent"] = "0.9.2342.19200300.100.1.25",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly List<(string Type, string? Value)> _attributes = [];

    /// <exception cref="AsnContentException">The subject is no RDNSequence.</exception>
    internal SubjectAttributes(X500DistinguishedName subject)
    {
        var names = new AsnReader(subject.RawData, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var name = names.ReadSetOf(skipSortOrderValidation: true);
            while (name.HasData)
            {
                var attribute = name.ReadSequence();
                _attributes.Add((attribute.ReadObjectIdentifier(), ReadText(attribute)));
                attribute.ThrowIfNotEmpty();
            }
        }
    }

    /// <summary>True for a name of the table, and for a dotted identifier.</summary>
    internal static bool IsKnown(string attribute) =>
        Names.ContainsKey(attribute) || PolicyArcs.Split(attribute, least: 3) is not null;

    /// <summary>
    /// True when the subject has the attribute exactly once, with exactly this value. Twice is no: whoever signed
    /// it, it cannot be said which of the two is meant.
    /// </summary>
    internal bool HasOnce(string attribute, string value)
    {
        var type = Names.GetValueOrDefault(attribute, attribute);
        var count = 0;
        var equal = false;
        foreach (var (candidate, text) in _attributes)
        {
            if (string.Equals(candidate, type, StringComparison.Ordinal))
            {
                count++;
                equal = string.Equals(text, value, StringComparison.Ordinal);
            }
        }

        return count == 1 && equal;
    }

    // Null for a value that is no text: it is counted, and equals nothing.
    private static string? ReadText(AsnReader attribute)
    {
        var tag = attribute.PeekTag();
        if (tag.TagClass != TagClass.Universal)
        {
            attribute.ReadEncodedValue();
            return null;
        }

        var kind = (UniversalTagNumber)tag.TagValue;
        switch (kind)
        {
            case UniversalTagNumber.UTF8String:
            case UniversalTagNumber.PrintableString:
            case UniversalTagNumber.IA5String:
            case UniversalTagNumber.NumericString:
            case UniversalTagNumber.VisibleString:
            case UniversalTagNumber.T61String:
            case UniversalTagNumber.BMPString:
                return attribute.ReadCharacterString(kind);
            case UniversalTagNumber.UniversalString:
                return ReadUtf32(attribute);
            default:
                attribute.ReadEncodedValue();
                return null;
        }
    }

    // UniversalString is UTF-32, big-endian; the reader has no decoder for it.
    private static string? ReadUtf32(AsnReader attribute)
    {
        if (!attribute.TryReadPrimitiveCharacterStringBytes(
                new Asn1Tag(UniversalTagNumber.UniversalString), out var bytes) || bytes.Length % sizeof(uint) != 0)
        {
            throw new AsnContentException("a UniversalString is whole characters of four bytes");
        }

        var text = new StringBuilder(bytes.Length / sizeof(uint));
        for (var rest = bytes.Span; rest.Length > 0; rest = rest[sizeof(uint)..])
        {
            if (!Rune.TryCreate(BinaryPrimitives.ReadUInt32BigEndian(rest), out var scalar))
            {
                return null;
            }

            text.Append(scalar);
        }

        return text.ToString();
    }
}
