using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Gateway.Scenarios.Fakes;

/// <summary>Two custodians with keys of their own, one RSA and one on a curve, and a third person; a keys file of theirs.</summary>
internal sealed class Custodians : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-custodians-");

    internal Custodians()
    {
        DevAssets.CopyFolder(Path.GetDirectoryName(DevAssets.Pki.KeysFile)!, _folder.FullName);
        Directory.EnumerateFiles(_folder.FullName, "*.key").ToList().ForEach(file => File.SetUnixFileMode(file, UnixFileMode.UserRead));
        Make("li-wei", RSA.Create(2048), Now.AddDays(-1), Now.AddDays(100));
        Make("wang-fang", ECDsa.Create(ECCurve.NamedCurves.nistP256), Now.AddDays(-1), Now.AddDays(50));
        Make("zhou-min", ECDsa.Create(ECCurve.NamedCurves.nistP256), Now.AddDays(-1), Now.AddDays(100));
        Make("gone", ECDsa.Create(ECCurve.NamedCurves.nistP256), Now.AddDays(-9), Now.AddDays(-1));
        Name(("li-wei", "li-wei"), ("wang-fang", "wang-fang"));
    }

    internal string KeysFile => At("keys.json");

    internal Dictionary<string, string> Settings => new() { ["Keys__File"] = KeysFile };

    internal string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Names custodians in the keys file: officer and whose certificate; none removes the member.</summary>
    internal void Name(params (string Officer, string Certificate)[] custodians)
    {
        var json = JsonNode.Parse(File.ReadAllText(DevAssets.Pki.KeysFile))!.AsObject();
        if (custodians.Length > 0)
        {
            json["custodians"] = new JsonArray([.. custodians.Select(one => new JsonObject
            {
                ["officer"] = one.Officer,
                ["certificate"] = one.Certificate + ".crt",
            })]);
        }

        File.WriteAllText(KeysFile, json.ToJsonString());
    }

    internal string Sha256(string name)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(At(name + ".crt"));
        return Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
    }

    /// <summary>The scenario's bundle: pushed files keep what came, for both.</summary>
    internal string Bundle(string text) => text
        .Replace("    records: \"$.customers[*]\"\n", "    records: \"$.customers[*]\"\n    commit: originals\n", StringComparison.Ordinal)
        .Replace(
            "match: { serialNumber: OFFICER-0001 } } ]\n    roles: [officer, reviewer]",
            $"match: {{ serialNumber: OFFICER-0001 }} }}, {{ sha256: {Sha256("li-wei")} }} ]\n    roles: [officer, custodian]",
            StringComparison.Ordinal)
        .Replace("\ncategories:\n", $$"""

              - id: wang-fang
                name: { en: Wang Fang, zh-Hans: 王芳, zh-Hant: 王芳 }
                certificates: [ { entry: gd-person-1, match: { serialNumber: OFFICER-0002 } }, { sha256: {{Sha256("wang-fang")}} }, { sha256: {{Sha256("gone")}} } ]
                roles: [custodian]

            categories:

            """, StringComparison.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    private void Make(string name, AsymmetricAlgorithm key, DateTimeOffset from, DateTimeOffset to)
    {
        using (key)
        {
            var request = key is RSA rsa
                ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
            using var certificate = request.CreateSelfSigned(from, to);
            File.WriteAllText(At(name + ".crt"), certificate.ExportCertificatePem());
            File.WriteAllText(At(name + ".key"), key.ExportPkcs8PrivateKeyPem());
            File.SetUnixFileMode(At(name + ".key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
