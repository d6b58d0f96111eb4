using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Gateway.Commands.Draft;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;

namespace Gateway.Commands.Init;

/// <summary>The options of <c>init</c>, and the questions in place of those that are missing.</summary>
internal sealed class InitOptions
{
    private readonly Option<string?> _dir = Text("--dir", "DIR", "Folder to make; empty or absent.");

    private readonly Option<string?> _app = Text(
        "--app",
        "URL",
        "The application beside the gateway, where the far side calls it: http on loopback, and a path.");

    private readonly Option<string?> _peer = Text(
        "--peer", "URL", "The far side, where the application calls it: https, and a path.");

    private readonly Option<string[]> _samples = Of<string[]>(
        "--sample", "FILE", "A document that is to cross. Repeatable.");

    private readonly Option<BodyFormat> _format = PolicyDraftCommand.FormatOption();

    private readonly Option<string?> _media = PolicyDraftCommand.MediaOption();

    private readonly Option<string?> _category = Text("--category", "ID", "Id of the category. Default: app.data.");

    private readonly Option<Zone> _zone = Of(
        "--zone",
        "ZONE",
        "Where the application is: CN or HK; the far side is in the other. Default: CN.",
        ParseZone);

    private readonly Option<string?> _party = Text("--party", "ID", "Id of the application's party. Default: app.");

    private readonly Option<string?> _peerParty = Text(
        "--peer-party", "ID", "Id of the far side's party. Default: peer.");

    private readonly Option<IPEndPoint?> _listen = Endpoint(
        "--listen", "Loopback address of the application's door. Default: the Unix socket run/app.sock.");

    private readonly Option<IPEndPoint?> _door = Endpoint(
        "--door", "Address of the far side's door. Default: 127.0.0.1:9443.");

    private readonly Option<IPEndPoint?> _probe = Endpoint(
        "--probe", "Address of the probe listener. Default: 127.0.0.1:8081.");

    private readonly Option<uint[]> _uids = Of<uint[]>(
        "--uid", "N", "User id that may connect to the socket. Repeatable. Default: who runs this.");

    private readonly Option<bool> _noKeys = Of<bool>(
        "--no-keys", null, "Make no throw-away keys: those of gateway.json are still to come.");

    private readonly Option<bool> _unsigned = Of<bool>(
        "--unsigned", null, "Leave the bundle unsigned, and take it so; every listener is on loopback then.");

    internal void AddTo(Command command)
    {
        Option[] all =
        [
            _dir, _app, _peer, _samples, _format, _media, _category, _zone, _party, _peerParty, _listen, _door, _probe,
            _uids, _noKeys, _unsigned,
        ];
        all.ToList().ForEach(command.Options.Add);
    }

    /// <summary>Null with every fault.</summary>
    internal InitOrder? Read(ParseResult parsed, Language language, List<Fault> faults)
    {
        var asks = new Asking(language);
        var folder = parsed.GetValue(_dir) ?? asks.For("--dir");
        var (appText, peerText) = (parsed.GetValue(_app), parsed.GetValue(_peer));
        if (appText is null && peerText is null)
        {
            (appText, peerText) = (asks.For("--app"), asks.For("--peer"));
        }

        var samples = parsed.GetValue(_samples) ?? [];
        if (samples.Length == 0 && asks.For("--sample") is { } sample)
        {
            samples = [sample];
        }

        Demand(folder is not null, "--dir", "say where to make it: --dir DIR", faults);
        Demand(appText is not null || peerText is not null, "--app", "say who calls: --app URL or --peer URL", faults);
        Demand(samples.Length > 0, "--sample", "give at least one sample: --sample FILE", faults);
        var app = DoorOf(appText, "--app", faults);
        var peer = DoorOf(peerText, "--peer", faults);
        var party = Name(parsed.GetValue(_party) ?? "app", "--party", faults);
        var other = Name(parsed.GetValue(_peerParty) ?? "peer", "--peer-party", faults);
        var category = Name(parsed.GetValue(_category) ?? "app.data", "--category", faults);
        var (listen, isSigned) = (parsed.GetValue(_listen), !parsed.GetValue(_unsigned));
        Demand(party != other, "--peer-party", "the two parties need two ids", faults);
        var isLocal = listen is null || IPAddress.IsLoopback(listen.Address);
        Demand(isLocal, "--listen", "plain HTTP is for loopback alone", faults);
        return faults.Count > 0 || !CategoryId.TryParse(category, out var id)
            ? null
            : new InitOrder(
                folder!,
                app,
                peer,
                new DraftRequest(id, parsed.GetValue(_format), parsed.GetValue(_media), samples),
                parsed.GetValue(_zone),
                new InitNames(party, other, "service"))
            {
                Listen = listen,
                Door = parsed.GetValue(_door) ?? new IPEndPoint(IPAddress.Loopback, 9443),
                Probe = parsed.GetValue(_probe) ?? new IPEndPoint(IPAddress.Loopback, 8081),
                Uids = parsed.GetValue(_uids) is { Length: > 0 } uids ? uids : [PosixFile.OwnUser],
                HasKeys = !parsed.GetValue(_noKeys),
                IsSigned = isSigned,
            };
    }

    private static ServiceDoor? DoorOf(string? text, string option, List<Fault> faults)
    {
        if (text is null)
        {
            return null;
        }

        if (ServiceDoor.TryParse(text, option == "--app", out var door, out var problem))
        {
            return door;
        }

        faults.Add(SampleFile.Fault(option, 0, 0, "usage", problem));
        return null;
    }

    private static string Name(string text, string option, List<Fault> faults)
    {
        Demand(PartyId.TryParse(text, out _), option, "an id is 1 to 64 letters, digits, '.', '_' or '-'", faults);
        return text;
    }

    private static void Demand(bool holds, string option, string message, List<Fault> faults)
    {
        if (!holds)
        {
            faults.Add(SampleFile.Fault(option, 0, 0, "usage", message));
        }
    }

    private static Option<string?> Text(string name, string value, string description) =>
        Of<string?>(name, value, description);

    private static Option<IPEndPoint?> Endpoint(string name, string description) =>
        Of<IPEndPoint?>(name, "ADDRESS", description, ParseEndpoint);

    private static Option<T> Of<T>(
        string name, string? value, string description, Func<ArgumentResult, T?>? parse = null) =>
        new(name) { Description = description, HelpName = value, CustomParser = parse };

    private static Zone ParseZone(ArgumentResult result)
    {
        if (WireNames.Zones.TryParse(result.Tokens[0].Value, out var zone) && zone != Zone.MO)
        {
            return zone;
        }

        result.AddError("--zone takes CN or HK");
        return Zone.CN;
    }

    private static IPEndPoint? ParseEndpoint(ArgumentResult result)
    {
        if (IPEndPoint.TryParse(result.Tokens[0].Value, out var endpoint) && endpoint.Port > 0)
        {
            return endpoint;
        }

        result.AddError("an IP address and a port are wanted, for example 127.0.0.1:8080");
        return null;
    }

    /// <summary>Asks a person, where one is there; nobody is asked in a script.</summary>
    private sealed class Asking(Language language)
    {
        internal string? For(string option)
        {
            if (Console.IsInputRedirected)
            {
                return null;
            }

            Console.Error.Write(InitWords.Ask(option).In(language));
            return Console.ReadLine()?.Trim() is { Length: > 0 } answer ? answer : null;
        }
    }
}
