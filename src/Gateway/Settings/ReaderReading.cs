using System.Net;
using Gateway.Ledger.Notes;
using Gateway.Policies;
using Gateway.Witnessing;

namespace Gateway.Settings;

/// <summary>
/// witness.json and mirror.json, by the rules of gateway.json: every fault at once, an unknown key is one.
/// </summary>
internal static class ReaderReading
{
    // MiB of copies. 64 GiB hold the hashes of 2,000 million entries; or 64 million entries, at a kibibyte each.
    private const int MostOfALog = 64 * 1024;
    private const int MostOfAll = 4 * MostOfALog;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Null where any fault was found.</summary>
    internal static WitnessSettings? ReadWitness(string file, List<Fault> faults) => Read(file, faults, reader =>
    {
        var settings = new WitnessSettings(
            reader.RequiredText("Name"),
            reader.RequiredPath("Key"),
            reader.OptionalPath("Endorsement"),
            reader.RequiredPath("Directory"),
            ReadDoor(reader.RequiredSection("Listen")),
            [.. reader.Objects("Logs").Select(log => ReadLog(log, close: true)).OfType<TrustedLog>()],
            ReadLog(reader));
        if (settings.Name.Length > 0 && !NoteKey.IsName(settings.Name))
        {
            reader.Add("Name", "settings.origin", "'Name' may hold no space and no '+' (C2SP signed-note)");
        }

        return settings;
    });

    /// <summary>Null where any fault was found.</summary>
    internal static MirrorSettings? ReadMirror(string file, List<Fault> faults) => Read(file, faults, reader =>
        new MirrorSettings(
            reader.RequiredPath("Directory"),
            reader.Duration("Interval", Second, TimeSpan.FromHours(23), TimeSpan.FromMinutes(1)),
            reader.Duration("StoppedAfter", Second, TimeSpan.FromHours(23), TimeSpan.FromMinutes(5)),
            reader.Duration("Timeout", Second, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(10)),
            reader.Section("Listen") is { } door ? ReadDoor(door) : null,
            [.. reader.Objects("Logs").Select(ReadMirrored).OfType<MirroredLogSettings>()],
            ReadLog(reader),
            ReadBytes(reader, MostOfAll)));

    /// <summary>Url, Authority, Certificate and Key of a server, which the caller closes.</summary>
    internal static ServerSettings ReadServer(SectionReader reader)
    {
        var server = new ServerSettings(
            ReadUrl(reader),
            reader.OptionalPath("Authority"),
            reader.OptionalPath("Certificate"),
            reader.OptionalPath("Key"));
        if (server.Certificate is null != server.Key is null)
        {
            reader.Add("Key", "settings.missing", "'Certificate' and 'Key' are given together or not at all");
        }

        return server;
    }

    private static T? Read<T>(string file, List<Fault> faults, Func<SectionReader, T> read)
        where T : class
    {
        var before = faults.Count;
        try
        {
            if (SettingsParser.Parse(Path.GetFileName(file), File.ReadAllBytes(file), faults) is not { } root)
            {
                return null;
            }

            var reader = new SectionReader(root, Path.GetDirectoryName(Path.GetFullPath(file))!, faults);
            var settings = read(reader);
            reader.Close();
            return faults.Count == before ? settings : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new Fault(file, 0, 0, "$", "settings.file", "the file is missing, or cannot be read"));
            return null;
        }
    }

    private static MirroredLogSettings? ReadMirrored(SectionReader reader)
    {
        var log = ReadLog(reader, close: false);
        var (server, entries) = (ReadServer(reader), reader.Flag("Entries", false));
        var most = ReadBytes(reader, MostOfALog);
        reader.Close();
        if (log is { Ledger: null } || (log is not null && log.Origin != log.Key.Name))
        {
            reader.Add("Vkey", "settings.vkey", "the name of a ledger's vkey ends in a year: <Ledger:Origin>/<YYYY>");
        }

        return log is null ? null : new MirroredLogSettings(log, server, entries, most);
    }

    private static long ReadBytes(SectionReader reader, int otherwise) =>
        (long)reader.Number("MaxMiB", 1, int.MaxValue, otherwise) << 20;

    private static TrustedLog? ReadLog(SectionReader reader, bool close)
    {
        var text = reader.RequiredText("Vkey");
        var (origin, isYearly) = (reader.Text("Origin"), reader.Flag("LaterYears", false));
        if (close)
        {
            reader.Close();
        }

        if (text.Length == 0)
        {
            return null;
        }

        if (NoteKey.TryParse(text, out var key))
        {
            return new TrustedLog(origin ?? key!.Name, key!, isYearly);
        }

        reader.Add("Vkey", "settings.vkey", "'Vkey' must be the one line of a log's vkey file, of type Ed25519");
        return null;
    }

    private static SmallDoorSettings ReadDoor(SectionReader reader)
    {
        var door = new SmallDoorSettings(
            reader.RequiredEndpoint("Address") ?? new IPEndPoint(IPAddress.Loopback, 0),
            reader.OptionalPath("Certificate"),
            reader.OptionalPath("Key"),
            reader.Paths("Clients"))
        {
            Hosts = reader.Texts("Hosts"),
        };
        reader.Close();
        if (!door.Hosts.All(SidecarReading.IsHost) || (door.Hosts.Count > 0 && door.Certificate is not null))
        {
            reader.Add("Hosts", "settings.hosts", "'Hosts' names what plain HTTP answers to, as mirror.example:80");
        }

        if (door.Certificate is null)
        {
            if (!IPAddress.IsLoopback(door.Address.Address))
            {
                reader.Add("Certificate", "settings.missing", "beyond loopback a 'Certificate' is required");
            }
        }
        else if (door.Key is null || door.Clients.Count == 0)
        {
            reader.Add("Clients", "settings.missing", "with a 'Certificate', 'Key' and 'Clients' are required");
        }

        return door;
    }

    private static LogSettings ReadLog(SectionReader reader)
    {
        var formats = new Dictionary<string, bool>(StringComparer.Ordinal) { ["text"] = false, ["json"] = true };
        return new LogSettings(LogLevel.Information, reader.Choice("LogFormat", formats, false));
    }

    private static Uri ReadUrl(SectionReader reader)
    {
        var text = reader.RequiredText("Url");
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url)
            && url is { UserInfo: "", Query: "", Fragment: "" }
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            return url;
        }

        if (text.Length > 0)
        {
            reader.Add("Url", "settings.url", "'Url' must be an https URL, or http on loopback");
        }

        return new Uri("https://localhost/");
    }
}
