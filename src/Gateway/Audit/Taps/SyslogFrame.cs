using System.Buffers;
using System.Globalization;
using System.Text;
using Gateway.Stamping;

namespace Gateway.Audit.Taps;

//
//  A syslog message
//
//  References:
//
//      RFC 5424 section 6 - <PRI>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA MSG
//      RFC 5425 section 4.3 - octet counting: length, space, message
//
//  Shape:
//
//      facility 13 (log audit), severity 6 informational or 5 notice; HOSTNAME is the ledger's origin, MSGID the kind
//      of entry; no structured data (an SD-ID of one's own needs a private enterprise number); MSG is the event as
//      JSON in ASCII, so it needs no BOM.
//
internal sealed class SyslogFrame(string origin)
{
    private const int Audit = 13 * 8;
    private const int Informational = 6;
    private const int Notice = 5;
    private const int LongestHost = 255;

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly string _host = HostOf(origin);

    /// <summary>Length and message. Valid until the next one.</summary>
    internal ReadOnlyMemory<byte> Write(TapEvent tapEvent)
    {
        var priority = Audit + (tapEvent.IsNotable ? Notice : Informational);
        var moment = tapEvent.Outline is { } seen ? WireTime.Write(seen.Time) : "-";
        var head = string.Create(
            CultureInfo.InvariantCulture, $"<{priority}>1 {moment} {_host} gateway - {tapEvent.Name} - ");
        _buffer.ResetWrittenCount();
        Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{head.Length + tapEvent.Json.Length} "), _buffer);
        Encoding.ASCII.GetBytes(head, _buffer);
        _buffer.Write(tapEvent.Json.Span);
        return _buffer.WrittenMemory;
    }

    // Printable ASCII is all the field may hold; an origin may hold more.
    private static string HostOf(string origin)
    {
        var host = new string([.. origin.Take(LongestHost).Select(each => each is > ' ' and <= '~' ? each : '?')]);
        return host.Length == 0 ? "-" : host;
    }
}
