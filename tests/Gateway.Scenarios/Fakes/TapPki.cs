using System.Security.Cryptography.X509Certificates;
using Gateway.Tests.Ledger;

namespace Gateway.Scenarios.Fakes;

/// <summary>An authority of the receiver's own, its certificate, and the one the gateway shows it; PEM files.</summary>
internal sealed class TapPki : IDisposable
{
    internal const string ServerName = "logs.example";
    internal const string ClientName = "tap.gateway.example";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tap-pki-");

    internal TapPki()
    {
        using var pki = new PeerPki(_folder.FullName, "tap receivers");
        pki.Issue("server", ServerName, PeerPki.ServerUse);
        pki.Issue("client", ClientName, PeerPki.ClientUse);
        pki.Issue("foreign", ServerName, PeerPki.ServerUse, isForeign: true);
    }

    internal string AuthorityFile => Path.Combine(_folder.FullName, "ca.crt");

    /// <summary>An authority that issued nothing the tap meets.</summary>
    internal string StrangerFile => Path.Combine(_folder.FullName, "stranger.crt");

    internal string Certificate(string name) => Path.Combine(_folder.FullName, name + ".crt");

    internal string Key(string name) => Path.Combine(_folder.FullName, name + ".key");

    internal X509Certificate2 Load(string name) => X509Certificate2.CreateFromPemFile(Certificate(name), Key(name));

    public void Dispose() => _folder.Delete(recursive: true);
}
