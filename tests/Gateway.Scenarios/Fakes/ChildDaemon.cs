using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Scenarios.Fakes;

/// <summary>
/// <c>gateway run</c> as a process of its own, from the build beside the tests: for what only a process can suffer.
/// Only this process is ever ended, by its own handle.
/// </summary>
internal sealed partial class ChildDaemon : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<IPEndPoint> _north = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildDaemon(string command, string arguments, (string Name, string Value)? setting)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true },
        };
        _process.StartInfo.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        _process.StartInfo.Environment["DOTNET_EnableDiagnostics"] = "0";
        _process.StartInfo.Environment["DOTNET_TieredPGO"] = "0";
        if (setting is { } own)
        {
            _process.StartInfo.Environment[own.Name] = own.Value;
        }

        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    internal string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Runs the daemon and waits for its north door.</summary>
    /// <param name="fileBlocks">Largest file it may write, in blocks of 1024 bytes; null: no limit.</param>
    /// <param name="settings">An override in its environment.</param>
    /// <param name="enter">What the command is put behind.</param>
    internal static ChildDaemon Start(
        string configFile, int? fileBlocks = null, (string Name, string Value)? settings = null, string enter = "")
    {
        var run = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "gateway.dll")}' run --config '{configFile}'";
        var limit = fileBlocks is { } blocks ? $"ulimit -f {blocks}; " : "";
        return new ChildDaemon("/bin/bash", $"-c \"{limit}exec {enter}{run}\"", settings);
    }

    internal Task<IPEndPoint> NorthAsync() => _north.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Sends it a signal by name, for example TERM.</summary>
    internal async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/bash", ["-c", $"kill -{signal} {_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>The most memory it has had resident, in bytes.</summary>
    internal async Task<long> PeakMemoryAsync()
    {
        var status = await File.ReadAllLinesAsync($"/proc/{_process.Id}/status");
        var peak = status.Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    /// <summary>SIGTERM, and waits until what was taken in is finished.</summary>
    internal async Task TerminateAsync()
    {
        using var kill = Process.Start("/bin/kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, await ExitCodeAsync());
    }

    /// <summary>SIGKILL: no goodbye.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    internal async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line is not null && NorthLine().Match(line) is { Success: true } match)
        {
            _north.TrySetResult(IPEndPoint.Parse(match.Groups[1].Value));
        }
    }

    [GeneratedRegex("north.*?(127\\.0\\.0\\.1:[1-9][0-9]*)")]
    private static partial Regex NorthLine();
}
