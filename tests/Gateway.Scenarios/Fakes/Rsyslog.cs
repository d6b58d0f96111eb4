using System.Diagnostics;

namespace Gateway.Scenarios.Fakes;

/// <summary>
/// Debian's rsyslog as docs/taps.md sets it up: TLS, both sides show a certificate, one line of its file for each
/// message. As a process of its own without any right of root; only this process is ever ended, by its own handle.
/// </summary>
internal sealed class Rsyslog : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-rsyslog-");
    private Process? _process;

    /// <param name="driver">"gtls" (GnuTLS) or "ossl" (OpenSSL).</param>
    internal Rsyslog(TapPki pki, string driver)
    {
        File.WriteAllText(ConfigFile, $$"""
            global(
              workDirectory="{{_folder.FullName}}" maxMessageSize="128k"
              defaultNetstreamDriver="{{driver}}"
              defaultNetstreamDriverCAFile="{{pki.AuthorityFile}}"
              defaultNetstreamDriverCertFile="{{pki.Certificate("server")}}"
              defaultNetstreamDriverKeyFile="{{pki.Key("server")}}"
            )
            main_queue(queue.type="Direct")
            module(load="imtcp" streamDriver.name="{{driver}}" streamDriver.mode="1" streamDriver.authMode="x509/name"
                   permittedPeer=["{{TapPki.ClientName}}"])
            input(type="imtcp" address="127.0.0.1" port="{{Port}}")
            template(name="event" type="string" string="%msg%\n")
            action(type="omfile" file="{{EventsFile}}" template="event")

            """);
    }

    internal int Port { get; } = FreePort.Take();

    internal string EventsFile => Path.Combine(_folder.FullName, "events.log");

    private string ConfigFile => Path.Combine(_folder.FullName, "rsyslog.conf");

    /// <summary>Where it is installed; null: it is not.</summary>
    internal static string? Program => new[] { "/usr/sbin/rsyslogd", "/sbin/rsyslogd" }.FirstOrDefault(File.Exists);

    internal void Start() => _process = Process.Start(new ProcessStartInfo(
        Program!, ["-n", "-f", ConfigFile, "-i", Path.Combine(_folder.FullName, "pid")])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>SIGTERM: it closes what is open.</summary>
    internal async Task TerminateAsync()
    {
        using var kill = Process.Start("/bin/kill", ["-TERM", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGKILL: no goodbye.</summary>
    internal async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Whole lines, as far as they are written.</summary>
    internal IReadOnlyList<string> Lines()
    {
        if (!File.Exists(EventsFile))
        {
            return [];
        }

        using var file = new FileStream(EventsFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    internal long Size() => File.Exists(EventsFile) ? new FileInfo(EventsFile).Length : 0;

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }
}
