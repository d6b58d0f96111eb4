using System.Security.Cryptography.X509Certificates;
using Gateway.Policies.Parties;

namespace Gateway.Commands.Dev;

/// <summary>
/// A throw-away PKI: two sides with root, issuing CA, signed list and CRLs; certificates for the example parties and
/// officers; bad ones; keys. For development and the demo only: every private key lies beside its certificate.
/// </summary>
internal static class DevPki
{
    /// <summary>Writes everything below the folder, which must be empty or absent.</summary>
    /// <exception cref="IOException">The folder holds something, or cannot be written.</exception>
    internal static DevLayout Create(DirectoryInfo root, DateTimeOffset now) => Create(root, now, DevCast.Example);

    /// <summary>The same for other parties, for example those of somebody's own service.</summary>
    internal static DevLayout Create(DirectoryInfo root, DateTimeOffset now, DevCast cast)
    {
        if (root.Exists && root.EnumerateFileSystemInfos().Any())
        {
            throw new IOException($"folder '{root.FullName}' is not empty: keys are never overwritten");
        }

        var layout = new DevLayout(root);
        var clock = new DevClock(now);
        using var north = DevHierarchy.Create(Zone.CN, "Mainland Example", clock);
        using var south = DevHierarchy.Create(Zone.HK, "Hong Kong Example", clock);
        using var rogue = DevHierarchy.Create(Zone.CN, "Nobody's Example", clock);

        WriteAuthority(layout, "cn", north);
        WriteAuthority(layout, "hk", south);
        WriteAuthority(layout, "rogue", rogue);
        WriteParties(layout, cast, north, south);
        WriteOfficers(layout, cast, north, south);
        IssueTo(layout, "timestamp.tsa", north, north.TimestampAuthority(cast.All.First()));
        var revoked = DevBadCertificates.Write(layout, north, rogue);
        DevTrustLists.Write(layout, north, south);
        WriteRevocationLists(layout, north, south, revoked);
        DevKeys.Write(layout, cast, clock);
        DevIndex.Write(layout, cast);
        return layout;
    }

    private static void WriteAuthority(DevLayout layout, string name, DevHierarchy hierarchy)
    {
        DevFiles.WritePair(layout.Authorities, $"{name}-root", hierarchy.Root.Certificate);
        DevFiles.WritePair(layout.Authorities, $"{name}-issuing", hierarchy.Issuing.Certificate);
    }

    private static void WriteParties(DevLayout layout, DevCast cast, DevHierarchy north, DevHierarchy south)
    {
        foreach (var party in cast.All)
        {
            var side = party.Zone == Zone.CN ? north : south;
            IssueTo(layout, $"{party.Id}.client", side, side.Client(party));
            IssueTo(layout, $"{party.Id}.server", side, side.Server(party));
            IssueTo(layout, $"{party.Id}.signing", side, side.Signer(party));
            IssueTo(layout, $"{party.Id}.encryption", side, side.Recipient(party));
        }
    }

    private static void WriteOfficers(DevLayout layout, DevCast cast, DevHierarchy north, DevHierarchy south)
    {
        foreach (var officer in cast.Officers)
        {
            var side = officer.Zone == Zone.CN ? north : south;
            IssueTo(layout, $"officer.{officer.Id}", side, side.Person(officer));
        }

        foreach (var officer in cast.Custodians)
        {
            var side = officer.Zone == Zone.CN ? north : south;
            IssueTo(layout, $"{officer.Id}.custody", side, side.Custodian(officer));
        }
    }

    private static void IssueTo(DevLayout layout, string name, DevHierarchy side, DevSubject subject)
    {
        using var certificate = side.Issuing.Issue(subject);
        DevFiles.WritePair(layout.Certificates, name, certificate, side.Issuing.Certificate);
    }

    private static void WriteRevocationLists(
        DevLayout layout, DevHierarchy north, DevHierarchy south, X509Certificate2 revoked)
    {
        using (revoked)
        {
            WriteCrl(layout, "cn-root", north.Root, [], north.Clock);
            WriteCrl(layout, "cn-issuing", north.Issuing, [revoked], north.Clock);
            WriteCrl(layout, "hk-root", south.Root, [], south.Clock);
            WriteCrl(layout, "hk-issuing", south.Issuing, [], south.Clock);
        }
    }

    internal static void WriteCrl(
        DevLayout layout, string name, DevAuthority authority, X509Certificate2[] revoked, DevClock clock)
    {
        Directory.CreateDirectory(layout.Crls);
        var crl = authority.RevocationList(revoked, clock.From, clock.To);
        File.WriteAllBytes(Path.Combine(layout.Crls, name + ".crl"), crl);
    }
}
