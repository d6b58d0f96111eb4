using Gateway.Policies.Parties;

namespace Gateway.Commands.Dev;

/// <summary>
/// A PKI for load tests (docs/performance.md): one CA for everybody, because the load generator, the yardsticks and the
/// far side know one file each, and beside it all that the daemon asks for: policy identifiers, CRLs, lists, endorsed
/// keys, a bundle and a gateway.json that is ready to run.
/// </summary>
internal static class DevPerf
{
    private const string ResourcePrefix = "dev/bench/";

    // Whoever exports in the bench's bundle, and nobody else: each has to endorse the keys.
    private static readonly IReadOnlyList<DevParty> Exporters = [DevParties.BankGz, DevParties.BankHk];

    /// <summary>Writes everything below the folder, which must be empty or absent.</summary>
    /// <exception cref="IOException">The folder holds something, or cannot be written.</exception>
    internal static DevLayout Create(DirectoryInfo root, DateTimeOffset now)
    {
        if (root.Exists && root.EnumerateFileSystemInfos().Any())
        {
            throw new IOException($"folder '{root.FullName}' is not empty: keys are never overwritten");
        }

        var layout = new DevLayout(root);
        using var shared = DevHierarchy.CreateShared("Load Test", new DevClock(now));
        var (north, south) = (shared.As(Zone.CN), shared.As(Zone.HK));
        WriteSigners(layout, north, south);
        DevTrustLists.Write(layout, north, south);
        DevPki.WriteCrl(layout, "ca", shared.Root, [], shared.Clock);
        DevKeys.Write(layout, DevCast.Example with { Exporters = Exporters, Custodians = [] }, shared.Clock);
        WriteBench(Path.Combine(layout.Root, "bench"));
        WriteNamed(layout, north, south);
        return layout;
    }

    private static void WriteSigners(DevLayout layout, DevHierarchy north, DevHierarchy south)
    {
        foreach (var party in Exporters)
        {
            var side = party.Zone == Zone.CN ? north : south;
            using var certificate = side.Issuing.Issue(side.Signer(party));
            DevFiles.WritePair(layout.Certificates, $"{party.Id}.signing", certificate);
        }
    }

    // The names of the load test's own script, which leaves a folder that has a ca.crt as it is: so that comes last.
    private static void WriteNamed(DevLayout layout, DevHierarchy north, DevHierarchy south)
    {
        Write(layout, "server", north, north.Server(DevParties.GatewayGz));
        Write(layout, "upstream", south, south.Server(DevParties.BankHk));
        Write(layout, "client", north, north.Client(DevParties.BankGz));
        DevFiles.WriteSecret(
            Path.Combine(layout.Root, "client.pem"),
            [.. File.ReadAllBytes(layout.Named("client.crt")), .. File.ReadAllBytes(layout.Named("client.key"))]);
        DevFiles.WritePair(layout.Root, "ca", north.Root.Certificate);
    }

    private static void Write(DevLayout layout, string name, DevHierarchy side, DevSubject subject)
    {
        using var certificate = side.Issuing.Issue(subject);
        DevFiles.WritePair(layout.Root, name, certificate);
    }

    private static void WriteBench(string folder)
    {
        var assembly = typeof(DevPerf).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(IsBench))
        {
            var path = Path.Combine(folder, name[ResourcePrefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var from = assembly.GetManifestResourceStream(name)!;
            using var to = new FileStream(path, FileMode.CreateNew);
            from.CopyTo(to);
        }
    }

    private static bool IsBench(string name) => name.StartsWith(ResourcePrefix, StringComparison.Ordinal);
}
