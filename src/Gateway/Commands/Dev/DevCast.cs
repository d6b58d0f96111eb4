using Gateway.Settings;

namespace Gateway.Commands.Dev;

/// <summary>Who gets certificates in a throw-away PKI.</summary>
/// <param name="Exporters">Each endorses the stamping and the ledger key.</param>
/// <param name="Others">Parties with certificates that export nothing.</param>
/// <param name="Gateway">Whose certificates the gateway's own are; one of all.</param>
/// <param name="Origin">Ledger:Origin, which the endorsements name.</param>
internal sealed record DevCast(
    IReadOnlyList<DevParty> Exporters,
    IReadOnlyList<DevParty> Others,
    IReadOnlyList<DevOfficer> Officers,
    DevParty Gateway,
    string Origin)
{
    /// <summary>Everybody of the example bundle.</summary>
    internal static DevCast Example { get; } = new(
        DevParties.Exporters,
        [.. DevParties.All.Except(DevParties.Exporters)],
        DevParties.Officers,
        DevParties.GatewayGz,
        DevParties.Origin)
    {
        Custodians = [.. DevParties.Officers.Take(CustodianEntry.Wanted)],
    };

    /// <summary>Officers who get a key to keep originals with; nobody, unless it is said who.</summary>
    internal IReadOnlyList<DevOfficer> Custodians { get; init; } = [];

    internal IEnumerable<DevParty> All => Exporters.Concat(Others);
}
