using System.Net;
using Gateway.Audit.Taps;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Settings;
using Gateway.State;

namespace Gateway.Operations;

/// <summary>What the operator's desk may see of the running daemon, and the two things it may ask of it.</summary>
internal sealed class DaemonView
{
    internal required GatewaySettings Settings { get; init; }

    internal required TransparencyLedger Ledger { get; init; }

    internal required Expiries Expiries { get; init; }

    internal required RecentRefusals Refusals { get; init; }

    /// <summary>What mirrored copies would have become, the newest bundle last.</summary>
    internal required Func<IReadOnlyList<ObservedPeriod>> Observed { get; init; }

    internal required DateTimeOffset StartedAt { get; init; }

    /// <summary>Why nothing could be released now, as short words; empty when it could.</summary>
    internal required Func<IReadOnlyList<string>> Unready { get; init; }

    /// <summary>What is bound, by listener name.</summary>
    internal required Func<IReadOnlyDictionary<string, IPEndPoint>> Addresses { get; init; }

    /// <summary>Looks at the files now; answers with what was taken and what was not, and why.</summary>
    internal required Func<Task<ReloadReport>> Reload { get; init; }

    /// <summary>Seals the ledger now; null where that could not be done.</summary>
    internal required Func<Task<SealEntry?>> Seal { get; init; }

    /// <summary>How each tap is doing.</summary>
    internal Func<IReadOnlyList<TapWatch>> Taps { get; init; } = () => [];
}
