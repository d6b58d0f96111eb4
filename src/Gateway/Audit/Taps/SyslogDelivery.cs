using System.Net.Security;
using System.Net.Sockets;

namespace Gateway.Audit.Taps;

/// <summary>
/// The events of one connection. That a write returned says only that they are in a buffer of this machine. So a
/// delivery ends its own connection (close_notify, then the end of the stream) and waits until the receiver has ended
/// its side: TCP keeps the order and a receiver that is gone, or closes with bytes unread, answers with a reset. Only
/// then have all of them been read.
/// </summary>
internal sealed class SyslogDelivery(Socket socket, SslStream tls, SyslogFrame frame, TimeProvider time) : ITapDelivery
{
    private const int BufferSize = 64 * 1024;

    // A receiver that takes nothing for so long is as good as gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _filled;

    public async ValueTask WriteAsync(TapEvent tapEvent, CancellationToken cancellationToken)
    {
        var bytes = frame.Write(tapEvent);
        while (bytes.Length > 0)
        {
            var part = Math.Min(bytes.Length, BufferSize - _filled);
            bytes[..part].CopyTo(_buffer.AsMemory(_filled));
            _filled += part;
            bytes = bytes[part..];
            if (_filled == BufferSize)
            {
                await FlushAsync(cancellationToken);
            }
        }
    }

    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await PatientlyAsync(
            async token =>
            {
                await tls.ShutdownAsync();
                socket.Shutdown(SocketShutdown.Send);
                while (await tls.ReadAsync(_buffer, token) > 0)
                {
                    // A syslog receiver has nothing to say; what it says all the same is no answer.
                }
            },
            cancellationToken);
    }

    // Without a close_notify of ours, where it was not settled: the receiver sees an end that is no end.
    public ValueTask DisposeAsync() => tls.DisposeAsync();

    private Task FlushAsync(CancellationToken cancellationToken) => PatientlyAsync(
        async token =>
        {
            await tls.WriteAsync(_buffer.AsMemory(0, _filled), token);
            _filled = 0;
        },
        cancellationToken);

    private async Task PatientlyAsync(Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await act(either.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TapException(TapException.Broken, e);
        }
    }
}
