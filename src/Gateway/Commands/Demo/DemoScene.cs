using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Commands.Dev;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Demo;

/// <summary>
/// Everything the demo needs on disk, in a temporary folder that goes with it: a throw-away PKI, the bundle signed by
/// two officers, gateway.json.
/// </summary>
internal sealed class DemoScene : IDisposable
{
    private static readonly string[] Signers = ["officer.li-wei", "officer.wang-fang"];

    // Where the example bundle says that the branch and the hospital are.
    private const string ExampleBranch = "https://127.0.0.1:9543";
    private const string ExampleHospital = "https://127.0.0.1:9544";

    private readonly DirectoryInfo _root;

    private DemoScene(DirectoryInfo root, DevLayout layout)
    {
        _root = root;
        Layout = layout;
    }

    internal DevLayout Layout { get; }

    internal string Policy => At("policy");

    internal string Ledger => At("ledger");

    /// <summary>The one certificate that callers take the gateway for.</summary>
    internal X509Certificate2 Gateway => Certificate("gateway-gz.server");

    internal static DemoScene Create(DateTimeOffset now)
    {
        var root = Directory.CreateTempSubdirectory("gateway-demo-");
        return new DemoScene(root, DevPki.Create(root.CreateSubdirectory("pki"), now));
    }

    /// <summary>A path of the scene.</summary>
    internal string At(string name) => Path.Combine(_root.FullName, name);

    /// <summary>A certificate of the throw-away PKI with its key.</summary>
    internal X509Certificate2 Certificate(string name, bool isBad = false) => isBad
        ? CertificateFiles.LoadWithKey(Layout.BadCertificate(name), Layout.BadKey(name))
        : CertificateFiles.LoadWithKey(Layout.Certificate(name), Layout.Key(name));

    /// <summary>The example bundle with the ports that are really bound, signed by both officers.</summary>
    internal void WriteBundle(string branch, string hospital, DateTimeOffset now)
    {
        foreach (var (name, bytes) in DemoResources.Policy())
        {
            var file = Path.Combine(Policy, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, Encoding.UTF8.GetString(bytes)
                .Replace(ExampleBranch, branch, StringComparison.Ordinal)
                .Replace(ExampleHospital, hospital, StringComparison.Ordinal));
        }

        var lines = BundleDigest.Lines(BundleFolder.Read(Policy, new List<Fault>())!);
        using var first = Certificate(Signers[0]);
        using var second = Certificate(Signers[1]);
        var signature = CadesSignature.AddSigner(CadesSignature.Sign(first, lines, now), second, lines, now);
        File.WriteAllBytes(Path.Combine(Policy, BundleFolder.SignatureFile), signature);
    }

    /// <summary>gateway.json of one daemon; ports of 0, so that nothing on this machine is in the way.</summary>
    /// <param name="name">Of its ledger and state folders.</param>
    /// <returns>Its path.</returns>
    internal string WriteSettings(string name, LogLevel level)
    {
        var settings = DemoSettings.Write(Layout, Policy, At(name), [.. Signers.Select(Layout.Certificate)], level);
        var file = At($"{name}.json");
        File.WriteAllBytes(file, settings);
        return file;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
