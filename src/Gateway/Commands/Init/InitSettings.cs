using System.Globalization;
using System.Text.Json;
using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Commands.Init;

/// <summary>The gateway.json of a new configuration. Paths are relative to it, so the folder may be moved.</summary>
internal static class InitSettings
{
    internal static string Write(InitOrder order, Language language)
    {
        var unsigned = order.IsSigned ? "" : ",\n    \"AllowUnsigned\": true";
        return $$"""
            {
              // {{InitWords.Settings.In(language)}}
            {{Listeners(order, language)}}
              "Keys": { "File": "dev/keys/keys.json" },

              "Trust": {
                "Lists": {
                  "CN": { "File": "dev/trust/trust-list-CN.json", "Signer": "dev/trust/signer-CN.crt" },
                  "HK": { "File": "dev/trust/trust-list-HK.json", "Signer": "dev/trust/signer-HK.crt" }
                },
                "Crls": "dev/trust/crls"
              },

              "Policy": {
                "Folder": "policy",
                "Officers": ["dev/certs/officer.{{InitNames.Officer}}.crt"]{{unsigned}}
              },

            {{Record(order)}}
              "Forwarding": {
                "Identities": {
                  "*": { "Certificate": "dev/certs/gateway-gz.client.crt", "Key": "dev/certs/gateway-gz.client.key" }
                }
              }
            }

            """;
    }

    private static string Listeners(InitOrder order, Language language)
    {
        var (own, other) = order.Zone == Zone.CN ? ("north", "south") : ("south", "north");
        var door = order.App is null ? "" : $$"""


                // {{InitWords.Door.In(language)}}
                "{{other}}": {
                  "Address": "{{order.Door}}",
                  "Certificate": "dev/certs/gateway-gz.server.crt",
                  "Key": "dev/certs/gateway-gz.server.key"
                },
            """;
        return $$"""
              "Listeners": {
                // {{InitWords.Sidecar.In(language)}}
                "{{own}}": {
                  "Mode": "sidecar",
                  "Party": {{JsonSerializer.Serialize(order.Names.Party)}},
                  {{(order.Listen is { } listen ? Address(listen) : Socket(order.Uids))}}
                },{{door}}

                "probe": { "Address": "{{order.Probe}}" }
              },

            """;
    }

    private static string Record(InitOrder order) =>
        $$"""
          "Stamping": { "Key": "dev/keys/stamping.key", "Endorsement": "dev/keys/stamping-key.json" },

          "Ledger": {
            "Directory": "ledger",
            "Origin": "{{order.Origin}}",
            "Key": "dev/keys/ledger.key",
            "Endorsement": "dev/keys/ledger-key.json",
            "Anchor": "state/ledger-anchor"
          },

          "State": { "Directory": "state" },

        """;

    private static string Address(System.Net.IPEndPoint listen) => string.Create(
        CultureInfo.InvariantCulture,
        $"\"Address\": \"{listen}\",\n      \"Hosts\": [\"{listen}\", \"localhost:{listen.Port}\"]");

    private static string Socket(IReadOnlyList<uint> uids) =>
        $"\"Socket\": \"run/app.sock\",\n      \"Uids\": [{string.Join(", ", uids)}]";
}
