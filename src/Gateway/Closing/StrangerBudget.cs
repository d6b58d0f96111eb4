using System.Net;
using System.Net.Sockets;
using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Closing;

/// <summary>
/// What strangers can make us write (DESIGN.md 3), and parties that are over their limits: the first ten refusals per
/// code, address prefix or party, and minute are entries of their own; the rest are counted, and become one entry per
/// code, and party, when the minute is over.
/// </summary>
internal sealed class StrangerBudget(TimeProvider time)
{
    internal const int EntriesPerMinute = 10;

    // Beyond this many prefixes in a minute, new ones share one bucket: a botnet must not grow the table either.
    private const int MostBuckets = 4096;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Guards everything below; held for a few dictionary operations.
    private readonly Lock _gate = new();
    private readonly Dictionary<(RefusalCode Code, string Origin), int> _seen = [];
    private readonly Dictionary<(RefusalCode Code, PartyId? Party), long> _counted = [];
    private DateTimeOffset _minuteEnds = DateTimeOffset.MinValue;

    /// <summary>True: record this refusal of a stranger. False: it is counted; close the connection.</summary>
    internal bool TryTake(RefusalCode code, IPAddress? address) => TryTake(code, Prefix(address), null);

    /// <summary>True: record this refusal of a party that is over a limit. False: it is counted.</summary>
    internal bool TryTake(RefusalCode code, PartyId party) => TryTake(code, party.ToString(), party);

    private bool TryTake(RefusalCode code, string origin, PartyId? party)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now >= _minuteEnds)
            {
                _seen.Clear();
                _minuteEnds = now + Minute;
            }

            var key = (code, origin);
            if (!_seen.ContainsKey(key) && _seen.Count >= MostBuckets)
            {
                key = (code, "");
            }

            var seen = _seen.GetValueOrDefault(key);
            _seen[key] = seen + 1;
            if (seen < EntriesPerMinute)
            {
                return true;
            }

            _counted[(code, party)] = _counted.GetValueOrDefault((code, party)) + 1;
            return false;
        }
    }

    /// <summary>Adds what was turned away before a request existed.</summary>
    internal void Count(RefusalCode code, long times)
    {
        lock (_gate)
        {
            if (times > 0)
            {
                _counted[(code, null)] = _counted.GetValueOrDefault((code, null)) + times;
            }
        }
    }

    /// <summary>Takes what was counted since the last call; called once a minute and at a clean stop.</summary>
    internal IReadOnlyList<(RefusalCode Code, PartyId? Party, long Count)> Drain()
    {
        lock (_gate)
        {
            var drained = _counted.Select(pair => (pair.Key.Code, pair.Key.Party, pair.Value)).ToList();
            _counted.Clear();
            return drained;
        }
    }

    // /24 of IPv4, /56 of IPv6: what one customer of a provider usually holds.
    private static string Prefix(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        return Convert.ToHexString(bytes, 0, plain.AddressFamily == AddressFamily.InterNetwork ? 3 : 7);
    }
}
