using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gateway.Scenarios.Fakes;

/// <summary>A caller that sends exactly these octets, however malformed, and keeps what comes back.</summary>
internal sealed class RawCaller : IAsyncDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private SslStream _tls = null!;

    private RawCaller()
    {
    }

    /// <param name="host">The name in the handshake (SNI).</param>
    internal static async Task<RawCaller> ConnectAsync(
        IPEndPoint door, X509Certificate2? certificate, string host = "localhost")
    {
        var caller = new RawCaller();
        await caller._client.ConnectAsync(door);
        caller._tls = new SslStream(caller._client.GetStream());
        await caller._tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ClientCertificates = certificate is null ? [] : [certificate],
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
#pragma warning disable CA5359 // What the gateway shows is looked at elsewhere.
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        });
        return caller;
    }

    /// <summary>Sends, and reads until the gateway closes or has been silent for the time given.</summary>
    internal Task<string> SendAsync(string message, TimeSpan? silence = null) =>
        SendAsync(Encoding.Latin1.GetBytes(message), silence ?? TimeSpan.FromMilliseconds(700));

    internal async Task<string> SendAsync(byte[] message, TimeSpan silence)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        try
        {
            await _tls.WriteAsync(message);
            int read;
            do
            {
                using var quiet = new CancellationTokenSource(silence);
                read = await _tls.ReadAsync(buffer, quiet.Token);
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
            while (read > 0);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // Closed or silent: what came is what there is.
        }

        return text.ToString();
    }

    internal static async Task<string> AskAsync(
        IPEndPoint door, X509Certificate2? certificate, string message, string host = "localhost")
    {
        await using var caller = await ConnectAsync(door, certificate, host);
        return await caller.SendAsync(message);
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _client.Dispose();
    }
}
