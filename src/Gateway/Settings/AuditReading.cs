using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Ledger.Inspection;
using Gateway.Policies.Parties;

namespace Gateway.Settings;

/// <summary>
/// The "Audit" section: readers, and taps. Each tap says where its receiver stands; nothing is assumed of that.
/// </summary>
internal static partial class AuditReading
{
    private const int MiB = 1024 * 1024;

    private static readonly string[] KindNames = ["syslog", "file"];

    private static readonly Dictionary<string, string> Kinds =
        KindNames.ToDictionary(name => name, StringComparer.Ordinal);

    private static readonly Dictionary<string, bool> Contents =
        new(StringComparer.Ordinal) { ["outline"] = false, ["entry"] = true };

    internal static AuditSettings Read(SectionReader section, IReadOnlyDictionary<string, Zone> zones)
    {
        var taps = new List<TapSettings>();
        foreach (var (name, reader) in section.Section("Taps")?.Sections() ?? [])
        {
            if (!TapName().IsMatch(name))
            {
                reader.Add("Kind", "settings.tap_name", $"'{name}': a tap's name is 1 to 40 of a-z, 0-9 and '-'");
            }

            taps.Add(ReadTap(name, reader, zones));
            reader.Close();
        }

        var zone = section.Optional("Zone", zones);
        if (taps.Count > 0 && !section.Has("Zone"))
        {
            section.Add("Zone", "settings.missing", "'Zone' is required: where this gateway and its ledger stand");
        }

        var audit = new AuditSettings(
            zone,
            section.Number("RequestsPerSecondPerReader", 1, 1_000_000, 50),
            section.Number("BurstPerReader", 1, 1_000_000, 200),
            section.Number("StreamsPerReader", 1, 1000, 2),
            section.Duration("Heartbeat", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(15)),
            taps)
        {
            Postgres = section.Section("Index") is { } index ? IndexReading.Read(index) : null,
        };
        section.Close();
        return audit;
    }

    private static TapSettings ReadTap(string name, SectionReader reader, IReadOnlyDictionary<string, Zone> zones)
    {
        var kind = reader.RequiredChoice("Kind", Kinds, KindNames[0]);
        return new TapSettings(name, reader.RequiredChoice("Zone", zones, Zone.CN), ReadParty(reader))
        {
            WithEntries = reader.Choice("Content", Contents, false),
            From = ReadCursor(reader),
            Interval = reader.Duration(
                "Interval", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), TimeSpan.FromSeconds(1)),
            Syslog = kind == KindNames[0] ? ReadSyslog(reader) : null,
            File = kind == KindNames[1] ? ReadFile(reader) : null,
        };
    }

    private static PartyId? ReadParty(SectionReader reader)
    {
        if (reader.Text("Party") is not { } text)
        {
            return null;
        }

        if (PartyId.TryParse(text, out var party))
        {
            return party;
        }

        reader.Add("Party", "settings.id", "'Party' must be the id of a regulator of the bundle");
        return null;
    }

    private static LedgerCursor ReadCursor(SectionReader reader)
    {
        if (reader.Text("From") is not { } text)
        {
            return LedgerCursor.Start;
        }

        if (!LedgerCursor.TryParse(text, out var from))
        {
            reader.Add("From", "settings.cursor", "'From' must be a place in the ledger, for example 2026:41");
        }

        return from;
    }

    private static SyslogSettings ReadSyslog(SectionReader reader)
    {
        var (host, port) = ReadServer(reader);
        return new SyslogSettings(
            host,
            port,
            reader.Text("ServerName") is { Length: > 0 } name ? name : host,
            reader.RequiredPath("Authority"),
            reader.RequiredPath("Certificate"),
            reader.RequiredPath("Key"));
    }

    private static (string Host, int Port) ReadServer(SectionReader reader)
    {
        var text = reader.RequiredText("Server");
        if (ServerOf(text) is { } server)
        {
            return server;
        }

        if (text.Length > 0)
        {
            reader.Add(
                "Server", "settings.server", "'Server' must be a host and a port, for example logs.example:6514");
        }

        return ("localhost", 1);
    }

    /// <summary>
    /// "host:port", the port always said: RFC 5425's 6514 is the receiver's choice, not ours. Null: it is not one.
    /// </summary>
    internal static (string Host, int Port)? ServerOf(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon].Trim('[', ']');
        return Uri.CheckHostName(host) != UriHostNameType.Unknown
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= ushort.MaxValue
            ? (host, port)
            : null;
    }

    private static TapFileSettings ReadFile(SectionReader reader) =>
        new(reader.RequiredPath("File"), reader.Number("MaxBytes", MiB / 16, 2047 * MiB, 100 * MiB));

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$")]
    private static partial Regex TapName();
}
