using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Trust;

//
//  Certificate revocation list, full
//
//  References:
//
//      RFC 5280 sections 5.1 to 5.3 - TBSCertList, CRL extensions, entry extensions
//
//  Not used, because it does not speak for every certificate of its issuer: a delta, an indirect list, one with an
//  issuing distribution point; nor one with a critical extension that is not understood.
//

/// <summary>One CRL as parsed; whether its issuer signed it is asked with <see cref="IsSignedBy"/>.</summary>
internal sealed class RevocationList
{
    private const string DeltaIndicator = "2.5.29.27";
    private const string IssuingDistributionPoint = "2.5.29.28";
    private const string CertificateIssuer = "2.5.29.29";

    private static readonly FrozenSet<string> ListExtensions = FrozenSet.Create(
        StringComparer.Ordinal, "2.5.29.35", "2.5.29.20", "2.5.29.18", "2.5.29.46", "1.3.6.1.5.5.7.1.1");

    private static readonly FrozenSet<string> EntryExtensions =
        FrozenSet.Create(StringComparer.Ordinal, "2.5.29.21", "2.5.29.23", "2.5.29.24");

    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0);

    private readonly SignatureScheme? _scheme;
    private readonly HashSet<string> _revoked = new(StringComparer.Ordinal);

    // Given back after IsSignedBy was asked of every authority: a CRL may hold a million entries.
    private ReadOnlyMemory<byte> _issuer;
    private ReadOnlyMemory<byte> _signed;
    private byte[] _signature;

    private RevocationList(ReadOnlyMemory<byte> der)
    {
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(der.Span));
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        _signed = list.PeekEncodedValue();
        var body = list.ReadSequence();
        var algorithm = list.PeekEncodedValue();
        _scheme = SignatureScheme.Read(list);
        _signature = list.ReadBitString(out var unused);
        list.ThrowIfNotEmpty();

        // Version 2 (1) is the only one with extensions, and the only one written since 1997.
        IsUsable = unused == 0 && body.ReadInteger() == 1;
        IsUsable &= body.ReadEncodedValue().Span.SequenceEqual(algorithm.Span);
        _issuer = body.ReadEncodedValue();
        IssuerName = Convert.ToHexString(_issuer.Span);
        ThisUpdate = ReadTime(body);
        NextUpdate = IsTime(body) ? ReadTime(body) : null;
        if (body.HasData && body.PeekTag() == Asn1Tag.Sequence)
        {
            ReadEntries(body.ReadSequence());
        }

        if (body.HasData)
        {
            var wrapped = body.ReadSequence(ExtensionsTag);
            ReadExtensions(wrapped.ReadSequence(), ListExtensions);
        }

        body.ThrowIfNotEmpty();
    }

    /// <summary>
    /// False where the list does not speak for all of its issuer's certificates, or not in words we know.
    /// </summary>
    internal bool IsUsable { get; private set; }

    /// <summary>Lower-case hex over the DER.</summary>
    internal string Sha256 { get; }

    /// <summary>The issuer's encoded name, in hex: tells whose newest list one is.</summary>
    internal string IssuerName { get; }

    /// <summary>Name of the file it came in, for people.</summary>
    internal string File { get; set; } = "";

    internal DateTimeOffset ThisUpdate { get; }

    /// <summary>Null is never fresh: RFC 5280 demands it.</summary>
    internal DateTimeOffset? NextUpdate { get; }

    /// <summary>Null when the bytes are no CRL.</summary>
    internal static RevocationList? Parse(ReadOnlyMemory<byte> der)
    {
        try
        {
            return new RevocationList(der);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    internal bool IsFresh(TimeSpan maxAge, DateTimeOffset now) =>
        ThisUpdate <= now && now <= NextUpdate && now - ThisUpdate <= maxAge;

    internal bool Lists(string serial) => _revoked.Contains(serial);

    /// <summary>True when the authority has the list's issuer name, may sign lists, and did sign this one.</summary>
    internal bool IsSignedBy(X509Certificate2 authority) =>
        _scheme is not null
        && authority.SubjectName.RawData.AsSpan().SequenceEqual(_issuer.Span)
        && authority.Extensions.OfType<X509KeyUsageExtension>().All(
            usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign))
        && _scheme.Verify(authority, _signed.Span, _signature);

    internal void ForgetSignedBytes()
    {
        _issuer = default;
        _signed = default;
        _signature = [];
    }

    private void ReadEntries(AsnReader entries)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            _revoked.Add(SerialNumber.Write(entry.ReadIntegerBytes().Span));
            ReadTime(entry);
            if (entry.HasData)
            {
                ReadExtensions(entry.ReadSequence(), EntryExtensions);
            }

            entry.ThrowIfNotEmpty();
        }
    }

    private void ReadExtensions(AsnReader extensions, FrozenSet<string> known)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var identifier = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            var narrows = identifier is DeltaIndicator or IssuingDistributionPoint or CertificateIssuer;
            IsUsable &= !narrows && (!isCritical || known.Contains(identifier));
        }
    }

    private static bool IsTime(AsnReader reader) =>
        reader.HasData && (reader.PeekTag() == Asn1Tag.UtcTime || reader.PeekTag() == Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
