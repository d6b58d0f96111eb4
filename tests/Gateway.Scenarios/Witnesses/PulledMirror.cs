using System.Globalization;
using System.Text.Json;
using Gateway.Commands.Run;
using Gateway.Ledger;
using Gateway.Mirroring;
using Gateway.Policies;
using Gateway.Scenarios.Evidence;
using Gateway.Scenarios.Fakes;
using Gateway.Settings;
using Microsoft.Extensions.Logging;

namespace Gateway.Scenarios.Witnesses;

/// <summary>A regulator's <c>gateway mirror</c>, which pulls from a daemon's audit listener with its own certificate.</summary>
internal sealed class PulledMirror : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ILoggerFactory _log;

    internal PulledMirror(Boundary boundary, string reader, bool entries)
    {
        _ = LogCapture.Instance;
        var pki = DevAssets.Pki;
        File.WriteAllText(_scratch.At("mirror.json"), JsonSerializer.Serialize(new
        {
            Directory = "mirror",
            Timeout = "00:01:00",
            Listen = new { Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Take()}") },
            Logs = new[]
            {
                new
                {
                    Vkey = RunningWitness.Log.ToString(),
                    LaterYears = true,
                    Url = $"https://{boundary.Door("audit")}/",
                    Authority = pki.Authority("cn-root"),
                    Certificate = pki.Certificate(reader + ".client"),
                    Key = pki.Key(reader + ".client"),
                    Entries = entries,
                },
            },
        }));
        var faults = new List<Fault>();
        var settings = ReaderReading.ReadMirror(_scratch.At("mirror.json"), faults);
        Assert.True(settings is not null, string.Join('\n', faults));
        _log = DaemonLog.Create(settings.Log);
        Process = MirrorProcess.Open(settings, new PosixDisk(), TimeProvider.System, _log);
    }

    internal MirrorProcess Process { get; }

    internal string Copy => _scratch.At("mirror", "gateway.gz.example");

    /// <summary>Where one year is served.</summary>
    internal string Url(string year) => $"http://{Process.Address}/gateway.gz.example/{year}/";

    /// <summary>A round that must find nothing wrong.</summary>
    internal async Task PullAsync() => Assert.Empty((await Process.RoundAsync()).Findings);

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _log.Dispose();
        _scratch.Dispose();
    }
}
