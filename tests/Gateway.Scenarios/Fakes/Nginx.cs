using System.Diagnostics;
using System.Net.Sockets;

namespace Gateway.Scenarios.Fakes;

/// <summary>
/// A web server: one that answers as it always did and mirrors each request, as docs/observe.md says; or one that serves
/// a folder's files. Only this process is ever ended, by its own handle.
/// </summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-nginx-");
    private readonly Process _process;

    private Nginx(string program, Func<int, string> servers)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "nginx.conf"), $$"""
            daemon off; master_process off; pid nginx.pid; error_log error.log;
            events { }
            http {
              access_log off; client_body_temp_path body; proxy_temp_path proxy;
              fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
              {{servers(Port)}}
            }
            """);
        _process = Process.Start(new ProcessStartInfo(program, ["-p", _folder.FullName, "-c", "nginx.conf", "-e", "error.log"])
        {
            RedirectStandardError = true,
        })!;
    }

    internal int Port { get; } = FreePort.Take();

    /// <summary>Where it is installed; null: it is not.</summary>
    internal static string? Program => new[] { "/usr/sbin/nginx", "/usr/bin/nginx" }.FirstOrDefault(File.Exists);

    internal static Task<Nginx> StartAsync(string mirrorTo)
    {
        var today = FreePort.Take();
        return StartAsync(port => $$"""
            server { listen 127.0.0.1:{{today}}; location / { return 200 "as always"; } }
            server {
              listen 127.0.0.1:{{port}};
              location / { mirror /mirror; proxy_pass http://127.0.0.1:{{today}}; }
              location = /mirror { internal; proxy_pass http://{{mirrorTo}}$request_uri; }
            }
            """);
    }

    /// <summary>The published files of a ledger, and nothing else of its folder.</summary>
    internal static Task<Nginx> ServeAsync(string ledger) => StartAsync(port => $$"""
        server {
          listen 127.0.0.1:{{port}};
          root {{ledger}};
          gzip on; gzip_types *; gzip_min_length 1;
          location ~ "^/[0-9]{4}/(checkpoint|vkey|cosigs/checkpoint|tile/[0-9a-z./]+)$" { }
          location / { return 404; }
        }
        """);

    private static async Task<Nginx> StartAsync(Func<int, string> servers)
    {
        var nginx = new Nginx(Program!, servers);
        await Eventually.TrueAsync(() => nginx.Answers() ? nginx : null);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
