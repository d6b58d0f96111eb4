using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Policies.Parties;

namespace Gateway.Settings;

/// <summary>
/// Reads what "Mode": "sidecar" adds to a north or south listener: a Unix socket with the user ids that may connect, or
/// a loopback address with the Hosts it answers to; either way one fixed party.
/// </summary>
internal static class SidecarReading
{
    private const string Code = "settings.sidecar";

    // sun_path of sockaddr_un (unix(7)), with its closing NUL.
    private const int MaxSocketPath = 107;

    private const int MaxHost = 255;

    private static readonly Dictionary<string, bool> Modes =
        new(StringComparer.Ordinal) { ["mtls"] = false, ["sidecar"] = true };

    private static readonly IPEndPoint Nowhere = new(IPAddress.Loopback, 0);

    internal static bool IsSidecar(SectionReader reader) => reader.Choice("Mode", Modes, false);

    internal static EndPoint ReadAddress(SectionReader reader)
    {
        if (reader.Has("Socket"))
        {
            if (reader.Has("Address"))
            {
                _ = reader.Text("Address");
                reader.Add("Address", Code, "a plain listener has a 'Socket' or an 'Address': take one out");
            }

            return ReadSocket(reader);
        }

        if (!reader.Has("Address"))
        {
            var key = reader.Has("Mode") ? "Mode" : "Address";
            reader.Add(key, Code, "a plain listener needs a 'Socket' path, or a loopback 'Address'");
            return Nowhere;
        }

        var address = reader.RequiredEndpoint("Address") ?? Nowhere;
        if (!IPAddress.IsLoopback(address.Address))
        {
            reader.Add("Address", Code, "plain HTTP is for loopback alone: 127.0.0.1 or [::1]");
        }

        return address;
    }

    internal static SidecarSettings Read(SectionReader reader, ListenerKind kind)
    {
        if (kind is not (ListenerKind.North or ListenerKind.South or ListenerKind.Observe))
        {
            reader.Add("Mode", Code, "only a north or a south listener can be a sidecar");
        }

        var text = reader.RequiredText("Party");
        if (!PartyId.TryParse(text, out var party) && text.Length > 0)
        {
            reader.Add("Party", Code, "a party's id is 1 to 64 letters, digits, '.', '_' or '-'");
        }

        var isSocket = reader.Has("Socket");
        return new SidecarSettings(
            party,
            reader.MarkOf("Party"),
            isSocket ? ReadUids(reader) : [],
            isSocket && reader.Has("Gid") ? (uint)reader.Number("Gid", 0, int.MaxValue, 0) : null,
            isSocket ? [] : ReadHosts(reader, kind));
    }

    private static EndPoint ReadSocket(SectionReader reader)
    {
        var path = reader.RequiredPath("Socket");
        if (Encoding.UTF8.GetByteCount(path) is > 0 and <= MaxSocketPath)
        {
            if (IsOpenToAll(Path.GetDirectoryName(path)))
            {
                reader.Add(
                    "Socket",
                    "listener.socket",
                    "everybody can write to the socket's folder: take that away, or name a folder below it");
            }

            return new UnixDomainSocketEndPoint(path);
        }

        if (path.Length > 0)
        {
            reader.Add("Socket", Code, $"the path is over the {MaxSocketPath} bytes a Unix socket may have");
        }

        return Nowhere;
    }

    // As the listener will find it; a folder that is not there is made, for us alone.
    private static bool IsOpenToAll(string? folder)
    {
        try
        {
            return Directory.Exists(folder) && (File.GetUnixFileMode(folder) & UnixFileMode.OtherWrite) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Nobody may connect unless told: an empty list would be a door that nobody, or everybody, can use.
    private static IReadOnlyList<uint> ReadUids(SectionReader reader)
    {
        var uids = reader.Numbers("Uids");
        if (uids.Count == 0)
        {
            reader.Add("Uids", "settings.missing", "'Uids' must name who may connect, for example [1000]");
        }

        return uids;
    }

    private static IReadOnlyList<string> ReadHosts(SectionReader reader, ListenerKind kind)
    {
        var hosts = reader.Texts("Hosts");
        if (kind == ListenerKind.Observe && !reader.Has("Hosts"))
        {
            // What a mirroring proxy says where nobody tells it otherwise: the address it was given.
            return reader.Text("Address") is { } address
                ? [address, $"localhost{address[Math.Max(address.LastIndexOf(':'), 0)..]}"]
                : [];
        }

        if (hosts.Count == 0)
        {
            const string Advice = "'Hosts' must name what the Host may be, for example [\"localhost:8080\"]";
            reader.Add("Hosts", "settings.missing", Advice);
        }

        if (!hosts.All(IsHost))
        {
            reader.Add("Hosts", Code, "a host is a name or address and a port, as callers write it: localhost:8080");
        }

        return hosts;
    }

    /// <summary>A host and port as they stand in a Host field (RFC 9110 section 7.2), in plain letters.</summary>
    internal static bool IsHost(string host) =>
        host.Length is > 0 and <= MaxHost
        && host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':' or '[' or ']');
}
