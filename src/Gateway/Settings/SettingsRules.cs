using System.Net;
using Gateway.Ledger.Notes;
using Gateway.Policies;

namespace Gateway.Settings;

/// <summary>The rules that span several keys of gateway.json.</summary>
internal static class SettingsRules
{
    internal static void Check(GatewaySettings settings, SettingsPlaces places, ICollection<Fault> faults)
    {
        void Tell(string path, string code, string message) => faults.Add(places.Of(path).Fault(code, message));

        CheckListeners(settings, places, faults);
        if (settings.Trust.Lists.Select(list => list.Zone).Distinct().Count() < 2)
        {
            Tell("Trust.Lists", "settings.trust_lists", "'Trust.Lists' needs the list of each side: CN, and HK or MO");
        }

        if (settings.Policy.AllowUnsigned)
        {
            if (!settings.Listeners.All(listener => listener.IsLocal))
            {
                Tell(
                    "Policy.AllowUnsigned",
                    "settings.unsigned",
                    "'Policy.AllowUnsigned' needs every listener on loopback");
            }
        }
        else if (settings.Policy.Officers.Count < settings.Policy.Signatures)
        {
            Tell(
                "Policy.Officers",
                "settings.officers",
                "'Policy.Officers' must name at least 'Policy.Signatures' certificates");
        }

        if (settings.Ledger.Origin.Length > 0 && !NoteKey.IsName(settings.Ledger.Origin))
        {
            Tell("Ledger.Origin", "settings.origin", "'Ledger.Origin' may hold no space and no '+' (C2SP signed-note)");
        }

        var logs = settings.Ledger.OtherLogs;
        if (logs.Append(settings.Ledger.Origin).Distinct(StringComparer.Ordinal).Count() <= logs.Count
            || !logs.All(NoteKey.IsName))
        {
            Tell("Ledger.OtherLogs", "settings.origin", "'Ledger.OtherLogs' must name other origins, each once");
        }

        if (settings.Reading.MaxBodyBytes > settings.Reading.MemoryBudgetBytes)
        {
            Tell(
                "Reading.MemoryBudgetBytes",
                "settings.budget",
                "'Reading.MemoryBudgetBytes' must hold at least one body of 'Reading.MaxBodyBytes'");
        }

        // With the separator: "/var/ledger-state" does not stand inside "/var/ledger".
        var ledger = Path.TrimEndingDirectorySeparator(settings.Ledger.Directory) + Path.DirectorySeparatorChar;
        if (settings.Ledger.Directory.Length > 0 && settings.Ledger.Anchor.StartsWith(ledger, StringComparison.Ordinal))
        {
            Tell("Ledger.Anchor", "settings.anchor", "'Ledger.Anchor' must stand outside the ledger's own directory");
        }
    }

    private static void CheckListeners(GatewaySettings settings, SettingsPlaces places, ICollection<Fault> faults)
    {
        if (!settings.Listeners.Any(listener =>
            listener.Kind is ListenerKind.North or ListenerKind.South or ListenerKind.Observe))
        {
            faults.Add(places.Of("Listeners").Fault(
                "settings.listeners", "at least one north, south or observe listener is required"));
        }

        CheckAddresses(settings.Listeners, places, faults);
    }

    private static void CheckAddresses(
        IReadOnlyList<ListenerSettings> listeners, SettingsPlaces places, ICollection<Fault> faults)
    {
        for (var i = 0; i < listeners.Count; i++)
        {
            var listener = listeners[i];
            var mark = places.Of($"Listeners.{listener.Name}.Address");
            if (listener is { Kind: ListenerKind.Probe, Address: IPEndPoint at } && !IPAddress.IsLoopback(at.Address))
            {
                var message = $"'{listener.Name}' answers in plain HTTP beyond loopback: let only probes reach it";
                faults.Add(mark.Fault("settings.probe_plain", message) with { IsWarning = true });
            }

            if (listeners.Take(i).FirstOrDefault(other => Collide(other.Address, listener.Address)) is { } first)
            {
                var message = first.Address.Equals(listener.Address)
                    ? $"two listeners have the address {listener.Address}: give each its own"
                    : $"{listener.Address} and {first.Address} take the same port: give each its own";
                faults.Add(mark.Fault("settings.listeners", message));
            }
        }
    }

    // A listener on every address takes the port of each; one on every IPv6 address takes IPv4 too.
    private static bool Collide(EndPoint one, EndPoint other) => (one, other) switch
    {
        (IPEndPoint first, IPEndPoint second) => first.Port != 0 && first.Port == second.Port
            && (first.Address.Equals(second.Address) || Covers(first.Address, second.Address)
                || Covers(second.Address, first.Address)),
        _ => one.Equals(other) || one.ToString() == other.ToString(),
    };

    private static bool Covers(IPAddress every, IPAddress one) =>
        every.Equals(IPAddress.IPv6Any) || (every.Equals(IPAddress.Any) && one.AddressFamily == every.AddressFamily);
}
