using System.Collections;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Commands.Run;

//
//  Notices to the service manager
//
//  References:
//
//      sd_notify(3), sd_watchdog_enabled(3), systemd.service(5): Type=notify, WatchdogSec=
//      unix(7): an address that begins with '@' stands in the abstract namespace, spelt with a NUL
//
//  One datagram a notice; each line of it is NAME=value.
//

/// <summary>
/// Tells the service manager when the doors are open, when a reload is under way, and when the end has begun. Silent
/// where NOTIFY_SOCKET is not set. Thread-safe: each notice is one datagram.
/// </summary>
internal sealed class ServiceNotice : IAsyncDisposable
{
    private readonly UnixDomainSocketEndPoint? _manager;
    private readonly TimeSpan? _watchdog;
    private readonly TimeProvider _time;

    // Set by Ready, once, before anybody else knows this object.
    private ITimer? _heartbeat;

    private int _isReloading;

    private ServiceNotice(UnixDomainSocketEndPoint? manager, TimeSpan? watchdog, TimeProvider time)
    {
        _manager = manager;
        _watchdog = watchdog;
        _time = time;
    }

    internal static ServiceNotice From(IDictionary environment, TimeProvider time) =>
        new(Manager(environment["NOTIFY_SOCKET"] as string), Watchdog(environment), time);

    /// <summary>
    /// The doors are open. From now on the watchdog is fed, if there is one: a timer that fires shows that the process
    /// still schedules work. A ledger that stopped needs no watchdog; the daemon ends by itself then.
    /// </summary>
    internal void Ready()
    {
        Send("READY=1");
        if (_manager is not null && _watchdog is { } period)
        {
            _heartbeat = _time.CreateTimer(_ => Send("WATCHDOG=1"), null, TimeSpan.Zero, period / 2);
        }
    }

    /// <summary>A reload was asked for. <see cref="Reloaded"/> follows, whatever came of it.</summary>
    internal void Reloading()
    {
        // The manager's clock is CLOCK_MONOTONIC, which is what the system's TimeProvider counts on Linux.
        var microseconds = (Int128)_time.GetTimestamp() * 1_000_000 / _time.TimestampFrequency;
        Volatile.Write(ref _isReloading, 1);
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={microseconds}"));
    }

    /// <summary>The files were looked at: what is sound is in force, what is not is in the log.</summary>
    internal void Reloaded()
    {
        if (Interlocked.Exchange(ref _isReloading, 0) == 1)
        {
            Send("READY=1");
        }
    }

    internal void Stopping() => Send("STOPPING=1");

    public ValueTask DisposeAsync() => _heartbeat?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Send(string notice)
    {
        if (_manager is null)
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.ASCII.GetBytes(notice), _manager);
        }
        catch (SocketException)
        {
            // A manager that does not listen has a time limit of its own for what it is not told.
        }
    }

    private static UnixDomainSocketEndPoint? Manager(string? address)
    {
        // 108 bytes in sockaddr_un, one of them the NUL.
        if (address is null || address.Length < 2 || Encoding.UTF8.GetByteCount(address) > 107)
        {
            return null;
        }

        return address[0] switch
        {
            '/' => new UnixDomainSocketEndPoint(address),
            '@' => new UnixDomainSocketEndPoint('\0' + address[1..]),
            _ => null,
        };
    }

    // A watchdog that is meant for another process, say for a shell around this one, is not this one's to feed.
    private static TimeSpan? Watchdog(IDictionary environment) =>
        long.TryParse(
            environment["WATCHDOG_USEC"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var period)
        && period is > 0 and < int.MaxValue * 1000L
        && (environment["WATCHDOG_PID"] is not string process
            || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(period)
            : null;
}
