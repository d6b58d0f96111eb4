using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gateway.Listening;
using Gateway.Settings;

namespace Gateway.Telemetry;

/// <summary>The connection to the collector: no proxy, no redirect, no authority but the one that is set.</summary>
internal static class CollectorClient
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    internal static HttpClient Create(OtlpSettings otlp, CollectorWatch watch)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = Deadline,
        };
        handler.SslOptions.EnabledSslProtocols = TlsFront.Versions;
        if (otlp.Authority is { } authority)
        {
            handler.SslOptions.CertificateChainPolicy = Policy(authority);
        }

        return new HttpClient(new WatchedHandler(handler, watch), disposeHandler: true)
        {
            Timeout = Deadline,
            DefaultRequestVersion = otlp.Protocol == OtlpProtocol.Grpc ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    private static X509ChainPolicy Policy(string authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPemFile(authority);
        return policy;
    }

    /// <summary>Sees how each export ends; the exporter itself says nothing.</summary>
    private sealed class WatchedHandler(HttpMessageHandler inner, CollectorWatch watch) : DelegatingHandler(inner)
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return Note(base.Send(request, cancellationToken));
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                watch.Failed(e.GetType().Name);
                throw;
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return Note(await base.SendAsync(request, cancellationToken));
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                watch.Failed(e.GetType().Name);
                throw;
            }
        }

        private HttpResponseMessage Note(HttpResponseMessage response)
        {
            if (response.IsSuccessStatusCode)
            {
                watch.Succeeded();
            }
            else
            {
                watch.Failed($"status {(int)response.StatusCode}");
            }

            return response;
        }
    }
}
