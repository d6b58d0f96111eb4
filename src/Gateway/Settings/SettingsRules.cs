using System.Net;
using Gateway.Policies;

namespace Gateway.Settings;

/// <summary>The rules that span several keys of gateway.json.</summary>
internal static class SettingsRules
{
    internal static void Check(GatewaySettings settings, SectionReader root, ICollection<Fault> faults)
    {
        CheckListeners(settings, root, faults);
        if (settings.Trust.Lists.Select(list => list.Zone).Distinct().Count() < 2)
        {
            root.Add("Trust", "settings.trust_lists", "'Trust.Lists' needs the list of each side: CN, and HK or MO");
        }

        if (settings.Policy.AllowUnsigned)
        {
            if (!settings.Listeners.All(listener => listener.IsLocal))
            {
                root.Add("Policy", "settings.unsigned", "'Policy.AllowUnsigned' needs every listener on loopback");
            }
        }
        else if (settings.Policy.Officers.Count < settings.Policy.Signatures)
        {
            root.Add(
                "Policy", "settings.officers", "'Policy.Officers' must name at least 'Policy.Signatures' certificates");
        }

        if (settings.Ledger.Origin.AsSpan().ContainsAny(" +\r\n\t"))
        {
            root.Add("Ledger", "settings.origin", "'Ledger.Origin' may hold no space and no '+' (C2SP signed-note)");
        }

        // With the separator: "/var/ledger-state" does not stand inside "/var/ledger".
        var ledger = Path.TrimEndingDirectorySeparator(settings.Ledger.Directory) + Path.DirectorySeparatorChar;
        if (settings.Ledger.Directory.Length > 0 && settings.Ledger.Anchor.StartsWith(ledger, StringComparison.Ordinal))
        {
            root.Add("Ledger", "settings.anchor", "'Ledger.Anchor' must stand outside the ledger's own directory");
        }
    }

    private static void CheckListeners(GatewaySettings settings, SectionReader root, ICollection<Fault> faults)
    {
        var mark = root.MarkOf("Listeners");
        if (!settings.Listeners.Any(listener => listener.Kind is ListenerKind.North or ListenerKind.South))
        {
            faults.Add(mark.Fault("settings.listeners", "at least one north or south listener is required"));
        }

        foreach (var listener in settings.Listeners)
        {
            if (listener.Kind is ListenerKind.Audit or ListenerKind.Observe)
            {
                faults.Add((mark with { Path = $"Listeners.{listener.Name}" }).Fault(
                    "settings.listener_kind",
                    $"nothing serves a listener of this kind yet: take '{listener.Name}' out"));
            }
        }

        foreach (var twice in settings.Listeners.Where(listener => listener.Address is not IPEndPoint { Port: 0 })
            .GroupBy(listener => listener.Address.ToString()).Where(group => group.Count() > 1))
        {
            faults.Add(mark.Fault(
                "settings.listeners", $"two listeners have the address {twice.Key}: give each its own"));
        }
    }
}
