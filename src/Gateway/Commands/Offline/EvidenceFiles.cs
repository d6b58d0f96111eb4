using System.Diagnostics.CodeAnalysis;
using Gateway.Commands.Run;
using Gateway.Evidence;
using Gateway.Ledger;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Commands.Offline;

/// <summary>What <c>evidence</c> and <c>trace</c> were told to look at: gateway.json, or files one by one.</summary>
internal sealed record EvidenceFiles(
    string? Config, string? Ledger, string? Keys, IReadOnlyList<string> TrustLists, string? CrlFolder, string? Policy)
{
    /// <param name="keys">Null where no keys file is named. The caller disposes it.</param>
    internal bool TryOpen(
        List<Fault> faults,
        [NotNullWhen(true)] out string? ledger,
        [NotNullWhen(true)] out EvidenceSources? sources,
        out KeyRing? keys)
    {
        (ledger, sources, keys) = (Ledger, null, null);
        if (Config is null && Ledger is null)
        {
            faults.Add(Wrong("--ledger", "give --ledger or --config"));
            return false;
        }

        GatewaySettings? settings = null;
        if (Config is not null)
        {
            settings = Foundation.ReadSettings(Config, Environment.GetEnvironmentVariables(), faults);
            if (settings is null)
            {
                return false;
            }

            ledger ??= settings.Ledger.Directory;
        }

        if (ledger is null || !ShardFolder.IsLedger(ledger))
        {
            faults.Add(Wrong("--ledger", "there is no such ledger folder"));
            return false;
        }

        var keysFile = Keys ?? settings?.Keys.File;
        keys = keysFile is null ? null : KeyRing.Read(keysFile, faults);
        sources = Sources(ledger, settings);
        return keysFile is null || keys is not null;
    }

    private EvidenceSources Sources(string ledger, GatewaySettings? settings) => new(
        new InForceFolder(ledger),
        [.. TrustLists, .. settings?.Trust.Lists.Select(list => list.File) ?? []],
        [.. new[] { CrlFolder, settings?.Trust.Crls }.OfType<string>()],
        [.. new[] { Policy, settings?.Policy.Folder }.OfType<string>()]);

    private static Fault Wrong(string option, string message) => new(option, 0, 0, "$", "usage", message);
}
