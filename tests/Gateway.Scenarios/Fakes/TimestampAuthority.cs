using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Scenarios.Evidence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gateway.Scenarios.Fakes;

/// <summary>An RFC 3161 authority on loopback: "openssl ts" behind a door that speaks HTTP.</summary>
internal sealed class TimestampAuthority : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private readonly WebApplication _app;

    private TimestampAuthority(string certificate, string key)
    {
        File.WriteAllText(_scratch.At("serial"), "01\n");
        File.WriteAllText(_scratch.At("tsa.cnf"), """
            [tsa]
            default_tsa = t
            [t]
            serial = serial
            signer_digest = sha256
            default_policy = 1.3.6.1.4.1.13762.3
            digests = sha256
            accuracy = secs:1
            ess_cert_id_alg = sha256
            """);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context => AnswerAsync(context, certificate, key));
    }

    /// <summary>Answers with something else instead.</summary>
    internal byte[]? Instead { get; set; }

    internal int Asked { get; private set; }

    internal string Url => _app.Urls.First();

    /// <summary>With the authority of the throw-away PKI, which both lists recognise.</summary>
    internal static Task<TimestampAuthority> StartAsync() =>
        StartAsync(DevAssets.Pki.Certificate("timestamp.tsa"), DevAssets.Pki.Key("timestamp.tsa"));

    /// <summary>With one that nobody lists.</summary>
    internal static async Task<TimestampAuthority> StartRogueAsync(Scratch scratch)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=nobody's timestamps", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        using var certificate = request.CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await File.WriteAllTextAsync(scratch.At("rogue.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(scratch.At("rogue.key"), key.ExportPkcs8PrivateKeyPem());
        return await StartAsync(scratch.At("rogue.crt"), scratch.At("rogue.key"));
    }

    private static async Task<TimestampAuthority> StartAsync(string certificate, string key)
    {
        var authority = new TimestampAuthority(certificate, key);
        await authority._app.StartAsync();
        return authority;
    }

    /// <summary>Closes the door; whoever asks finds nobody.</summary>
    internal Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _scratch.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, string certificate, string key)
    {
        Asked++;
        var query = _scratch.At($"{Asked}.tsq");
        await using (var file = File.Create(query))
        {
            await context.Request.Body.CopyToAsync(file);
        }

        if (Instead is null)
        {
            using var openssl = Process.Start(new ProcessStartInfo(
                "openssl",
                [
                    "ts", "-reply", "-config", "tsa.cnf", "-section", "t", "-queryfile", query,
                    "-signer", certificate, "-inkey", key, "-out", query + ".tsr",
                ])
            { WorkingDirectory = _scratch.Folder, RedirectStandardError = true })!;
            await openssl.StandardError.ReadToEndAsync();
            await openssl.WaitForExitAsync();
        }

        context.Response.ContentType = "application/timestamp-reply";
        await context.Response.Body.WriteAsync(Instead ?? await File.ReadAllBytesAsync(query + ".tsr"));
    }
}
