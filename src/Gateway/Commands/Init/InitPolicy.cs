using System.Globalization;
using System.Text;
using Gateway.Commands.Dev;
using Gateway.Commands.Draft;
using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Commands.Init;

/// <summary>The bundle of a new configuration, apart from its category: nothing in it lets anything cross.</summary>
internal static class InitPolicy
{
    internal static string Bundle(InitOrder order, DateTimeOffset now, Language language) =>
        $$"""
        # {{InitWords.Bundle.In(language)}}
        bundle: { name: {{order.Names.Party}}, version: 1, issued: {{Time(now)}}, expires: {{Time(now.AddDays(90))}} }

        # {{InitWords.Parties.In(language)}}
        parties:
        {{PartyOf(order.AppParty)}}
        {{PartyOf(order.PeerParty)}}

        officers:
          - id: {{InitNames.Officer}}
            name: { en: Officer }
            certificates:
              - { entry: {{DevParties.Entry(order.Zone, DevEntryKind.Person)}}, match: { serialNumber: OFFICER-0001 } }
            roles: [officer, operator]

        # {{InitWords.Purpose.In(language)}}
        purposes:
          - id: {{order.Names.Purpose}}
            title: { en: {{DraftYaml.Quote(order.Names.Purpose)}} }
            basis: contract

        """;

    internal static string Routes(InitOrder order, Language language)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(InitWords.Routes.In(language)).Append("\nroutes:\n");
        if (order.Peer is { } peer)
        {
            text.Append(Route(order, "to-peer", "POST", peer, isFromApp: true));
        }

        if (order.App is { } app)
        {
            text.Append(Route(order, "to-app", "GET", app, isFromApp: false));
        }

        return text.ToString();
    }

    internal static string Instrument(InitOrder order, DateTimeOffset now, Language language)
    {
        var isFromMainland = order.Zone == Zone.CN;
        var filing = isFromMainland
            ? $$"""
                # filings: [ { zone: CN, number: "…", date: {{Day(now)}} } ]
                # pia: { id: "…", date: {{Day(now)}} }
            """
            : "";
        return $$"""
            # {{(isFromMainland ? InitWords.Instrument : InitWords.InstrumentSouth).In(language)}}
            instruments:
              - id: {{InitNames.Instrument}}
                mechanism: {{(isFromMainland ? "SCC" : "HKOUT")}}
                exporter: {{order.Names.Party}}
                recipient: {{order.Names.Peer}}
                categories: ["{{order.Draft.Category}}@1"]
                purposes: [{{order.Names.Purpose}}]
                effective: {{(isFromMainland ? Day(now) : "2199-01-01")}}
            {{(filing.Length == 0 ? "" : filing + "\n")}}    volumeCap: waived   # {{InitWords.VolumeCap.In(language)}}

            """;
    }

    // What the samples show leaves the application's side: its request to the far side, or its answer to it.
    private static string Route(InitOrder order, string id, string method, ServiceDoor door, bool isFromApp)
    {
        var isNorth = order.Zone == Zone.CN;
        var (north, south) = isNorth ? (order.Names.Party, order.Names.Peer) : (order.Names.Peer, order.Names.Party);
        var parameters = door.Parameters
            .Select(name => $"      - {{ in: path, name: {name}, pattern: \"[A-Za-z0-9-]{{1,40}}\" }}\n")
            .ToList();
        var cargo = $"{{ category: {order.Draft.Category}, purpose: {order.Names.Purpose} }}";
        return $$"""
              - id: {{id}}
                match: { path: {{DraftYaml.Quote(door.Path)}}, methods: [{{method}}] }
            {{(parameters.Count == 0 ? "" : "    params:\n" + string.Concat(parameters))}}    north: {{north}}
                south: {{south}}
                caller: {{(isFromApp == isNorth ? "north" : "south")}}
                upstream: [{{DraftYaml.Quote(door.Origin.GetLeftPart(UriPartial.Authority))}}]
                {{(isFromApp ? "request" : "response")}}: {{cargo}}

            """;
    }

    private static string PartyOf(DevParty party) =>
        $$"""
          - id: {{party.Id}}
            zone: {{party.Zone.Wire()}}
            name: { en: {{DraftYaml.Quote(party.Id)}} }
            registration: "{{party.Registration}}"
            city: "{{party.City}}"
            roles: [exporter, recipient]
            certificates:
        {{CertificateOf(party, DevEntryKind.Organisation)}}
        {{CertificateOf(party, DevEntryKind.Signing)}}
        """;

    private static string CertificateOf(DevParty party, string kind) =>
        $"      - {{ entry: {DevParties.Entry(party.Zone, kind)}, "
        + $"match: {{ organizationIdentifier: \"{party.Registration}\" }} }}";

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
