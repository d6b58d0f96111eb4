using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Commands.Run;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>What the service manager is told, heard at the other end of a real socket.</summary>
public sealed partial class ServiceNoticeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_service_manager_hears_of_open_doors_of_a_reload_and_of_the_end(bool isAbstract)
    {
        await using var boundary = Boundary.Prepare();
        using var manager = new Manager(boundary.Folder, isAbstract);
        using var daemon = Start(boundary.ConfigFile, manager.Address, watchdogMicroseconds: 500_000);
        try
        {
            await manager.HearsAsync("READY=1");
            // Ready means that somebody may come in now, not soon.
            using var door = new TcpClient();
            await door.ConnectAsync(IPEndPoint.Parse(await NorthAsync(daemon)), TestContext.Current.CancellationToken);
            await manager.HearsAsync("WATCHDOG=1");

            await SignalAsync(daemon, "HUP");
            var reload = await manager.HearsAsync("RELOADING=1");
            Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]*$", reload);
            await manager.HearsAsync("READY=1");

            await SignalAsync(daemon, "TERM");
            await manager.HearsAsync("STOPPING=1");
            await EndsAsync(daemon);
            Assert.Equal(0, daemon.ExitCode);
        }
        finally
        {
            End(daemon);
        }
    }

    [Fact]
    public async Task A_daemon_whose_configuration_is_wrong_never_says_that_it_is_ready()
    {
        await using var boundary = Boundary.Prepare(bundle: text => text + "\nroutes: [");
        using var manager = new Manager(boundary.Folder, isAbstract: false);
        using var daemon = Start(boundary.ConfigFile, manager.Address, watchdogMicroseconds: 500_000);
        try
        {
            await EndsAsync(daemon);
            Assert.Equal(1, daemon.ExitCode);
            Assert.True(manager.HeardNothing);
        }
        finally
        {
            End(daemon);
        }
    }

    [Theory]
    [InlineData("500000", null, true)]
    [InlineData("500000", "self", true)]
    [InlineData("500000", "1", false)]
    [InlineData("0", null, false)]
    [InlineData("soon", null, false)]
    [InlineData(null, null, false)]
    public async Task Only_a_watchdog_that_is_set_for_this_process_is_fed(string? period, string? process, bool isFed)
    {
        using var manager = new Manager(Directory.CreateTempSubdirectory("gateway-notice-").FullName, isAbstract: false);
        var clock = new CountedTimers();
        await using var notice = ServiceNotice.From(
            new Hashtable
            {
                ["NOTIFY_SOCKET"] = manager.Address,
                ["WATCHDOG_USEC"] = period,
                ["WATCHDOG_PID"] = process == "self" ? $"{Environment.ProcessId}" : process,
            },
            clock);
        notice.Ready();

        await manager.HearsAsync("READY=1");
        Assert.Equal(isFed ? 1 : 0, clock.Timers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("vsock:2:1234")]
    [InlineData("relative/socket")]
    [InlineData("/nobody/listens/here")]
    public async Task An_address_nobody_can_be_told_at_disturbs_nobody(string address)
    {
        await using var notice = ServiceNotice.From(
            new Hashtable { ["NOTIFY_SOCKET"] = address }, TimeProvider.System);
        Assert.Null(Record.Exception(() =>
        {
            notice.Ready();
            notice.Reloading();
            notice.Reloaded();
            notice.Stopping();
        }));
    }

    private static Process Start(string configFile, string address, long watchdogMicroseconds)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "run", "--config", configFile])
        {
            RedirectStandardError = true,
        };
        start.Environment["NOTIFY_SOCKET"] = address;
        start.Environment["GATEWAY__Policy__ReloadInterval"] = "00:00:01";
        start.Environment["WATCHDOG_USEC"] = $"{watchdogMicroseconds}";
        return Process.Start(start)!;
    }

    private static async Task<string> NorthAsync(Process daemon)
    {
        while (await daemon.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (NorthLine().Match(line) is { Success: true } match)
            {
                // From here on somebody must read along, or the daemon's log would fill the pipe.
                _ = daemon.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
                return match.Groups[1].Value;
            }
        }

        throw new InvalidOperationException("the daemon ended");
    }

    private static async Task SignalAsync(Process daemon, string signal)
    {
        using var kill = Process.Start("/bin/bash", ["-c", $"kill -{signal} {daemon.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static Task EndsAsync(Process daemon) =>
        daemon.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    private static void End(Process daemon)
    {
        if (!daemon.HasExited)
        {
            daemon.Kill();
        }
    }

    [GeneratedRegex("north.*?(127\\.0\\.0\\.1:[1-9][0-9]*)")]
    private static partial Regex NorthLine();

    /// <summary>The service manager's end: keeps what it is told, in order.</summary>
    private sealed class Manager : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        private readonly ConcurrentQueue<string> _heard = new();

        internal Manager(string folder, bool isAbstract)
        {
            var name = isAbstract ? $"gateway-notice-{Guid.NewGuid():N}" : Path.Combine(folder, "notify");
            Address = isAbstract ? "@" + name : name;
            _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + name : name));
            new Thread(Listen) { IsBackground = true }.Start();
        }

        internal string Address { get; }

        internal bool HeardNothing => _heard.IsEmpty && _socket.Available == 0;

        /// <summary>The next notice that begins so; what came before it is taken out.</summary>
        internal Task<string> HearsAsync(string beginning) => Eventually.TrueAsync(() =>
        {
            while (_heard.TryDequeue(out var notice))
            {
                if (notice.StartsWith(beginning, StringComparison.Ordinal))
                {
                    return notice;
                }
            }

            return null;
        });

        public void Dispose() => _socket.Dispose();

        private void Listen()
        {
            var buffer = new byte[4096];
            try
            {
                while (true)
                {
                    _heard.Enqueue(Encoding.ASCII.GetString(buffer, 0, _socket.Receive(buffer)));
                }
            }
            catch (SocketException)
            {
                // The test is over.
            }
            catch (ObjectDisposedException)
            {
                // The same, between two datagrams.
            }
        }
    }

    private sealed class CountedTimers : TimeProvider
    {
        internal int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
