using System.Diagnostics.CodeAnalysis;
using Gateway.Commands.Offline;
using Gateway.Commands.Run;
using Gateway.Policies;
using Gateway.Policies.Bundle;

namespace Gateway.Commands.Explain;

/// <summary>Where <c>explain</c> looks: a ledger folder, and bundles that may be the one an entry names.</summary>
internal sealed record ExplainSources(string? Config, string? Ledger, string? Policy)
{
    internal bool TryOpen(
        List<Fault> faults, [NotNullWhen(true)] out string? ledger, out IReadOnlyList<PolicyBundle> bundles)
    {
        bundles = [];
        ledger = Ledger;
        if ((Config is null) == (Ledger is null))
        {
            faults.Add(Wrong("--config", "give --config or --ledger, and not both"));
            return false;
        }

        var found = new List<PolicyBundle?>();
        if (Config is not null)
        {
            if (Foundation.ReadSettings(Config, Environment.GetEnvironmentVariables(), faults) is not { } settings)
            {
                return false;
            }

            ledger = settings.Ledger.Directory;

            // The bundle in the folder may be newer than the one in force, which has a copy of its own.
            found.Add(Read(settings.Policy.Folder, []));
            found.Add(new AcceptedBundle(settings.State.Directory).Read());
        }

        if (Policy is not null)
        {
            found.Add(Read(Policy, faults));
        }

        bundles = [.. found.OfType<PolicyBundle>()];
        if (!Directory.Exists(ledger))
        {
            faults.Add(Wrong("--ledger", "there is no such ledger folder"));
            return false;
        }

        return !faults.Exists(fault => !fault.IsWarning);
    }

    private static PolicyBundle? Read(string folder, List<Fault> faults) =>
        OfflineBundle.Read(folder, TimeProvider.System, faults);

    private static Fault Wrong(string option, string message) => new(option, 0, 0, "$", "usage", message);
}
