using Gateway.Policies.Parties;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Dev;

/// <summary>
/// Both sides' lists, each with its own authorities and the other side's, each signed by its own signer.
/// </summary>
internal static class DevTrustLists
{
    private static readonly string[] Algorithms = ["RSA-SHA256", "ECDSA-SHA256"];

    internal static void Write(DevLayout layout, DevHierarchy north, DevHierarchy south)
    {
        TrustEntry[] entries = [.. Entries(north), .. Entries(south)];
        Write(layout, north, "example-cn", "Example office for certificates, Guangdong", entries);
        Write(layout, south, "example-hk", "Example office for certificates, Hong Kong", entries);
    }

    /// <summary>
    /// The four entries of a side: TLS of organisations, their signatures, persons, timestamp authorities.
    /// </summary>
    internal static IReadOnlyList<TrustEntry> Entries(DevHierarchy side)
    {
        var organisation = Entry(side);
        return
        [
            organisation,
            organisation with { Id = DevParties.Entry(side.Zone, DevEntryKind.Signing), Use = TrustUse.Signing },
            organisation with { Id = DevParties.Entry(side.Zone, DevEntryKind.Timestamp), Use = TrustUse.Timestamp },
            organisation with
            {
                Id = DevParties.Entry(side.Zone, DevEntryKind.Person),
                Use = TrustUse.Operator,
                CertType = CertificateType.Personal,
                TypeMatch = new TypeMatch("organizationalUnitName", DevParties.PersonalUnit),
            },
        ];
    }

    private static TrustEntry Entry(DevHierarchy side) => new(
        DevParties.Entry(side.Zone, DevEntryKind.Organisation),
        side.Zone,
        side.Zone == Zone.CN ? "Mainland Example" : "Hong Kong Example",
        CertificateType.Organisational,
        side.Root.Certificate,
        side.Issuing.Certificate,
        new TypeMatch("organizationalUnitName", DevParties.OrganisationalUnit),
        DevParties.PolicyOid,
        [DevParties.PolicyVersion],
        Algorithms,
        TrustUse.TlsPeer,
        WireTime.Truncate(side.Clock.Founded),
        WireTime.Truncate(side.Clock.Dissolved),
        true,
        WireTime.Truncate(side.Clock.Founded),
        [$"http://crl.{DevNames.CountryOf(side.Zone).ToLowerInvariant()}.example/issuing.crl"],
        null,
        DevClock.Lifetime);

    private static void Write(
        DevLayout layout, DevHierarchy side, string name, string @operator, TrustEntry[] entries)
    {
        Directory.CreateDirectory(layout.Trust);
        var clock = side.Clock;
        using var key = DevAuthority.NewCurveKey();
        var signerName = DevNames.Authority(DevNames.CountryOf(side.Zone), $"{@operator}, signer");
        using var signer = DevAuthority.Root(new DevSubject(signerName, clock.From, clock.To), key);
        var json = TrustListWriter.Write(name, side.Zone, 1, clock.From, clock.To, @operator, entries);
        File.WriteAllBytes(layout.TrustList(side.Zone), json);
        File.WriteAllBytes(
            layout.TrustList(side.Zone) + ".p7s", CadesSignature.Sign(signer.Certificate, json, clock.Now));
        DevFiles.WritePair(layout.Trust, $"signer-{side.Zone}", signer.Certificate);
    }
}
