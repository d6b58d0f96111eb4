using System.Text.Json;
using Gateway.Commands.Dev;
using Gateway.Policies.Parties;
using Gateway.Stamping;

namespace Gateway.Commands.Demo;

/// <summary>gateway.json of the demo: what an operator would write, with ports of 0.</summary>
internal static class DemoSettings
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="ledger">The ledger folder; anchor and state stand beside it.</param>
    internal static byte[] Write(DevLayout layout, string policy, string ledger, string[] officers, LogLevel level)
    {
        var door = new
        {
            Address = "127.0.0.1:0",
            Certificate = layout.Certificate("gateway-gz.server"),
            Key = layout.Key("gateway-gz.server"),
        };
        var identity = new
        {
            Certificate = layout.Certificate("gateway-gz.client"),
            Key = layout.Key("gateway-gz.client"),
        };
        var state = ledger + "-state";
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Listeners = new { north = door, south = door },
                Keys = new { File = layout.KeysFile },
                Trust = new
                {
                    Lists = new { CN = List(layout, Zone.CN), HK = List(layout, Zone.HK) },
                    layout.Crls,
                },
                Policy = new
                {
                    Folder = policy,
                    Signatures = officers.Length,
                    Officers = officers,
                    AllowUnsigned = false,
                },
                Reading = new { DemoCases.MaxBodyBytes },
                Stamping = new
                {
                    Key = layout.PrivateKey(KeyUse.Stamping),
                    Endorsement = layout.Endorsement(KeyUse.Stamping),
                },
                Ledger = new
                {
                    Directory = ledger,
                    DevParties.Origin,
                    Key = layout.PrivateKey(KeyUse.Ledger),
                    Endorsement = layout.Endorsement(KeyUse.Ledger),
                    Anchor = Path.Combine(state, "ledger-anchor"),
                    Seal = new
                    {
                        Certificate = layout.Certificate("gateway-gz.signing"),
                        Key = layout.Key("gateway-gz.signing"),
                    },
                },
                State = new { Directory = state },
                Forwarding = new { Identities = new Dictionary<string, object> { ["*"] = identity } },
                Log = new { Level = level.ToString() },
            },
            Indented);
    }

    private static object List(DevLayout layout, Zone zone) =>
        new { File = layout.TrustList(zone), Signer = layout.ListSigner(zone) };
}
