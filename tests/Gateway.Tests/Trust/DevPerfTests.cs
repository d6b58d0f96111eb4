using System.Collections;
using System.Security.Cryptography.X509Certificates;
using Gateway.Commands.Dev;
using Gateway.Commands.Run;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Routes;
using Gateway.Routing;

namespace Gateway.Tests.Trust;

public sealed class DevPerfTests : IDisposable
{
    // The names of the load test's own PKI: its script leaves a folder that has them as it is.
    private static readonly string[] Names =
    [
        "ca.crt", "ca.key", "client.crt", "client.key", "client.pem", "server.crt", "server.key", "upstream.crt",
        "upstream.key",
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_PKI_for_load_tests_has_the_names_and_the_one_CA_that_load_tests_know()
    {
        var layout = DevPerf.Create(new DirectoryInfo(Path.Combine(_folder.Path, "perf")), TrustBench.Now);

        Assert.Equal(Names, Directory.GetFiles(layout.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var name in new[] { "client", "server", "upstream" })
        {
            Assert.True(IsIssuedByRoot(layout, name), name);
        }
    }

    [Fact]
    public void Its_bench_configuration_is_valid()
    {
        var layout = DevPerf.Create(
            new DirectoryInfo(Path.Combine(_folder.Path, "perf")), TimeProvider.System.GetUtcNow());
        var faults = new List<Fault>();

        var foundation = Foundation.Read(
            layout.Named("bench/gateway.json"), new Hashtable(), AcceptedState.None, TimeProvider.System, faults);

        Assert.NotNull(foundation);
        Assert.All(faults, fault => Assert.True(fault.IsWarning, fault.ToString()));
    }

    [Theory]
    [InlineData("POST", "/", "https://localhost:19443/")]
    [InlineData("GET", "/doc/16k", "https://localhost:19443/doc/16k")]
    public void The_far_side_is_asked_for_the_path_that_was_matched(string method, string path, string target)
    {
        var layout = DevPerf.Create(new DirectoryInfo(Path.Combine(_folder.Path, "perf")), TrustBench.Now);
        var bundle = new BundleFile("bench.yaml", File.ReadAllBytes(layout.Named("bench/policy/bench.yaml")));
        var routes = RouteTable.Compile(BundleReader.Read([bundle]).Bundle!.Routes);

        var match = routes.Match(method, path)!;

        Assert.True(ParameterCheck.Check(match, "", []).TryPass(out var values, out _));
        Assert.Equal(target, RoutedTransfer.TargetUriOf(match.Route, match.Route.Upstream[0], values));
    }

    [Fact]
    public void Keys_that_are_there_are_never_overwritten()
    {
        var folder = new DirectoryInfo(Path.Combine(_folder.Path, "perf"));
        DevPerf.Create(folder, TrustBench.Now);
        Assert.Throws<IOException>(() => DevPerf.Create(folder, TrustBench.Now));
    }

    public void Dispose() => _folder.Dispose();

    private static bool IsIssuedByRoot(DevLayout layout, string name)
    {
        using var certificate = DevFiles.Read(layout.Named($"{name}.crt"), layout.Named($"{name}.key"));
        using var root = X509CertificateLoader.LoadCertificateFromFile(layout.Named("ca.crt"));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = TrustBench.Now.UtcDateTime;
        return chain.Build(certificate) && certificate.HasPrivateKey;
    }
}
