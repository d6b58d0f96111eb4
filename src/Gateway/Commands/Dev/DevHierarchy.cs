using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Policies.Parties;
using Gateway.Trust;

namespace Gateway.Commands.Dev;

/// <summary>One side's two authorities: a root, and the CA that issues to parties and persons.</summary>
internal sealed class DevHierarchy : IDisposable
{
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    private static readonly string[] Policy = [$"{DevParties.PolicyOid}.{DevParties.PolicyVersion}"];

    private DevHierarchy(Zone zone, DevClock clock, DevAuthority root, DevAuthority issuing)
    {
        Zone = zone;
        Clock = clock;
        Root = root;
        Issuing = issuing;
    }

    internal Zone Zone { get; }

    internal DevClock Clock { get; }

    internal DevAuthority Root { get; }

    internal DevAuthority Issuing { get; }

    // One side on elliptic curves, the other on RSA, as they are outside.
    internal static DevHierarchy Create(Zone zone, string name, DevClock clock)
    {
        var country = DevNames.CountryOf(zone);
        var root = DevAuthority.Root(
            new DevSubject(DevNames.Authority(country, $"{name} Root"), clock.Founded, clock.Dissolved), NewKey(zone));
        var issuing = root.Subordinate(
            new DevSubject(DevNames.Authority(country, $"{name} Issuing CA"), clock.Founded, clock.Dissolved)
            {
                Policies = Policy,
            },
            NewKey(zone));
        return new DevHierarchy(zone, clock, root, issuing);
    }

    /// <summary>One CA that signed itself and issues to everybody, of either side.</summary>
    internal static DevHierarchy CreateShared(string name, DevClock clock)
    {
        var subject = new DevSubject(
            DevNames.Authority(DevNames.CountryOf(Zone.CN), $"{name} CA"), clock.Founded, clock.Dissolved);
        var authority = DevAuthority.Root(subject, DevAuthority.NewCurveKey());
        return new DevHierarchy(Zone.CN, clock, authority, authority);
    }

    /// <summary>The same authorities, as one side's. They stay this one's to dispose.</summary>
    internal DevHierarchy As(Zone zone) => new(zone, Clock, Root, Issuing);

    /// <summary>A party's client certificate as it should be, to issue or to bend.</summary>
    internal DevSubject Client(DevParty party) => Organisation(party, $"{party.Id}.client") with
    {
        ExtendedKeyUsage = [CertificateProfile.ClientAuth],
    };

    internal DevSubject Server(DevParty party) => Organisation(party, $"{party.Id}.server") with
    {
        ExtendedKeyUsage = [CertificateProfile.ServerAuth],
        DnsNames = ["localhost", $"{party.Id}.example"],
    };

    internal DevSubject Signer(DevParty party) => Organisation(party, $"{party.Id}.signing") with
    {
        KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation,
        ExtendedKeyUsage = [EmailProtection],
    };

    /// <summary>A timestamp authority's: for that alone, critical (RFC 3161 section 2.3).</summary>
    internal DevSubject TimestampAuthority(DevParty party) => Organisation(party, $"{party.Id}.tsa") with
    {
        KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation,
        Extensions = [new X509EnhancedKeyUsageExtension([new Oid(CertificateProfile.TimeStamping)], critical: true)],
    };

    /// <summary>For values that are encrypted to a party: nothing else may be done with it.</summary>
    internal DevSubject Recipient(DevParty party) => Organisation(party, $"{party.Id}.encryption") with
    {
        KeyUsage = X509KeyUsageFlags.KeyAgreement,
    };

    internal DevSubject Person(DevOfficer officer) => new(DevNames.Person(officer), Clock.From, Clock.To)
    {
        KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation,
        ExtendedKeyUsage = [CertificateProfile.ClientAuth, EmailProtection],
        Policies = Policy,
    };

    /// <summary>For halves of keys that are encrypted to a custodian: nothing else may be done with it.</summary>
    internal DevSubject Custodian(DevOfficer officer) => new(DevNames.Person(officer), Clock.From, Clock.To)
    {
        KeyUsage = officer.Zone == Zone.HK ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.KeyAgreement,
        Policies = Policy,
    };

    public void Dispose()
    {
        Issuing.Dispose();
        Root.Dispose();
    }

    private DevSubject Organisation(DevParty party, string commonName) =>
        new(DevNames.Organisation(party, commonName), Clock.From, Clock.To) { Policies = Policy };

    private static AsymmetricAlgorithm NewKey(Zone zone) =>
        zone == Zone.HK ? RSA.Create(2048) : DevAuthority.NewCurveKey();
}

/// <summary>
/// All dates of the throw-away PKI, from one moment: it lasts as long as an endorsement may, 90 days.
/// </summary>
internal sealed record DevClock(DateTimeOffset Now)
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    internal static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    internal DateTimeOffset From => Now.AddHours(-1);

    internal DateTimeOffset To => From + Lifetime;

    /// <summary>Authorities are older than the oldest certificate they issued.</summary>
    internal DateTimeOffset Founded => Now - Year;

    internal DateTimeOffset Dissolved => Now + Year;
}
