using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Gateway.Closing;
using Gateway.Policies;

namespace Gateway.Commands.Demo;

//
//  A daemon whose ledger cannot write
//
//  References:
//
//      prlimit(2), RLIMIT_FSIZE - a write beyond the limit fails with EFBIG, as one to a full disk fails with ENOSPC
//
//  A second daemon, in a process of its own, because the limit holds for a whole process.
//
internal static partial class LedgerOutage
{
    private const int FileSize = 1; // RLIMIT_FSIZE

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts the daemon, takes its disk away, and sends it the push that crossed before.</summary>
    internal static async Task<TransferRow> TryAsync(
        DemoScene scene, FarSide branch, CancellationToken cancellationToken)
    {
        var settings = scene.WriteSettings("full-disk", LogLevel.Information);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var daemon = Process.Start(StartOf(settings))
            ?? throw new DemoException("the second daemon does not start");
        try
        {
            var door = await DoorAsync(daemon, patience.Token);
            LimitFiles(daemon.Id);
            var @case = DemoCases.Push with
            {
                Group = DemoCases.OutageGroup,
                Name = DemoCases.Outage,
                Expected = Receipt.Refused,
                Code = RefusalCode.LedgerUnavailable.Wire,
            };
            using var own = scene.Certificate(@case.Certificate!);
            using var gateway = scene.Gateway;
            var before = branch.Count;
            var reply = await Caller.SendAsync(@case, door, own, gateway, patience.Token);
            var row = Observation.Of(@case, reply, branch.Find(reply.TransferId));
            return branch.Count == before ? row : row with { Actual = Observation.Leaked };
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DemoException("the second daemon did not come up in time", e);
        }
        finally
        {
            daemon.Kill();
            await daemon.WaitForExitAsync(CancellationToken.None);
        }
    }

    // The same executable: the host that runs it, where it was started through one.
    private static ProcessStartInfo StartOf(string settings)
    {
        var assembly = typeof(LedgerOutage).Assembly.Location;
        var own = Environment.ProcessPath ?? "dotnet";
        var isHost = Path.GetFileNameWithoutExtension(own) != "gateway";
        var start = new ProcessStartInfo(isHost ? HostOf(own) : own)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        string[] arguments = isHost ? [assembly, "run", "--config", settings] : ["run", "--config", settings];
        arguments.ToList().ForEach(start.ArgumentList.Add);
        start.Environment.Keys
            .Where(name => name.StartsWith("GATEWAY__", StringComparison.Ordinal))
            .ToList()
            .ForEach(name => start.Environment.Remove(name));
        return start;
    }

    private static string HostOf(string own) => Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";

    // The daemon says on stderr which port it took. The rest of what it says is read too, or its pipe would fill.
    private static async Task<IPEndPoint> DoorAsync(Process daemon, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        var output = daemon.StandardError;
        while (await output.ReadLineAsync(cancellationToken) is { } line)
        {
            said.Add(line);
            if (NorthDoor().Match(line) is { Success: true } match)
            {
                _ = output.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                var port = int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture);
                return new IPEndPoint(IPAddress.Loopback, port);
            }
        }

        throw new DemoException(string.Join('\n', said.Prepend("the second daemon does not start:")));
    }

    private static void LimitFiles(int process)
    {
        var limit = new ResourceLimit(1, 1);
        if (SetLimit(process, FileSize, in limit, IntPtr.Zero) != 0)
        {
            throw new DemoException($"prlimit: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }

    [GeneratedRegex(@"listening: north .*127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex NorthDoor();

    [LibraryImport("libc", EntryPoint = "prlimit64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int process, int resource, in ResourceLimit limit, IntPtr before);

    /// <summary>struct rlimit64: soft and hard.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ResourceLimit(ulong Soft, ulong Hard);
}
