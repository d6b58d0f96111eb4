using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gateway.Scenarios.Fakes;

/// <summary>
/// An upstream of raw sockets: records every request it gets and answers with exactly the octets a scenario gives it.
/// With a certificate it speaks TLS; without, it is the application beside a sidecar.
/// </summary>
internal sealed class FarSide : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    internal FarSide(X509Certificate2? certificate)
    {
        _certificate = certificate;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    internal int Port { get; }

    /// <summary>Every request whose head arrived, in order.</summary>
    internal ConcurrentQueue<FarRequest> Received { get; } = new();

    internal int Connections { get; private set; }

    /// <summary>How it answers; null: it closes the connection without an answer.</summary>
    internal Func<FarRequest, FarAnswer?> Answer { get; set; } = _ => FarAnswer.Json("""{"accepted":1}""");

    /// <summary>Nothing is answered before this completes.</summary>
    internal Task Hold { get; set; } = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Connections++;
                serving.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await using var stream = await OpenAsync(client.GetStream());
                while (await ReadAsync(stream) is { } request)
                {
                    Received.Enqueue(request);
                    await Hold.WaitAsync(_end.Token);
                    if (Answer(request) is not { } answer)
                    {
                        return;
                    }

                    await Task.Delay(answer.Delay, _end.Token);
                    await stream.WriteAsync(answer.Bytes, _end.Token);
                    if (answer.Cut)
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException
                or System.Security.Authentication.AuthenticationException)
            {
                // The gateway went away, or would not have this certificate: what it sent is in Received.
            }
        }
    }

    private async Task<Stream> OpenAsync(NetworkStream plain)
    {
        if (_certificate is null)
        {
            return plain;
        }

        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(Options(_certificate), _end.Token);
        return tls;
    }

    private static SslServerAuthenticationOptions Options(X509Certificate2 certificate) => new()
    {
        ServerCertificate = certificate,
        ClientCertificateRequired = true,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
#pragma warning disable CA5359 // The fake far side looks at the certificate afterwards.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
    };

    private async Task<FarRequest?> ReadAsync(Stream tls)
    {
        if (await ReadHeadAsync(tls) is not { } head)
        {
            return null;
        }

        var lines = head.Split("\r\n");
        var fields = lines.Skip(1).Where(line => line.Length > 0)
            .Select(line => line.Split(':', 2))
            .Select(pair => KeyValuePair.Create(pair[0], pair[1].Trim()))
            .ToList();
        var request = new FarRequest(lines[0], fields, [], Fingerprint((tls as SslStream)?.RemoteCertificate));
        var body = request.Field("Transfer-Encoding") is not null
            ? await ReadChunksAsync(tls)
            : await ReadBytesAsync(tls, int.Parse(request.Field("Content-Length") ?? "0", CultureInfo.InvariantCulture));
        return request with { Body = body };
    }

    private static string? Fingerprint(X509Certificate? shown) =>
        shown is null ? null : Convert.ToHexStringLower(SHA256.HashData(shown.GetRawCertData()));

    private async Task<string?> ReadHeadAsync(Stream tls)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await tls.ReadAsync(one, _end.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task<byte[]> ReadBytesAsync(Stream tls, int count)
    {
        var bytes = new byte[count];
        await tls.ReadExactlyAsync(bytes, _end.Token);
        return bytes;
    }

    private async Task<byte[]> ReadChunksAsync(Stream tls)
    {
        var body = new List<byte>();
        while (true)
        {
            var line = new StringBuilder();
            while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
            {
                line.Append((char)(await ReadBytesAsync(tls, 1))[0]);
            }

            var size = int.Parse(line.ToString().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.AddRange(await ReadBytesAsync(tls, size));
            await ReadBytesAsync(tls, 2);
            if (size == 0)
            {
                return [.. body];
            }
        }
    }
}
