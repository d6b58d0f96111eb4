using Gateway.Audit.Taps;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Settings;
using Gateway.State;
using Gateway.Trust;
using Gateway.Witnessing;

namespace Gateway.Commands.Status;

/// <summary>What <c>status</c> found in the files and at the probe listener. What could not be read is null.</summary>
internal sealed record StatusView(string ConfigFile, DateTimeOffset Now, TimeSpan Within)
{
    internal GatewaySettings? Settings { get; init; }

    /// <summary>What 'check' would print, without warnings.</summary>
    internal IReadOnlyList<Fault> Faults { get; init; } = [];

    internal PolicyBundle? Bundle { get; init; }

    internal IReadOnlyList<TrustList> TrustLists { get; init; } = [];

    /// <summary>Recognised entries with an authority that no CRL speaks for.</summary>
    internal IReadOnlyList<string> WithoutRevocation { get; init; } = [];

    internal IReadOnlyList<Expiry> Expiries { get; init; } = [];

    internal LedgerGlance? Ledger { get; init; }

    /// <summary>The head that the anchor names, as it stands there; null where it cannot be read.</summary>
    internal Checkpoint? Anchor { get; init; }

    /// <summary>Process id of the daemon, as its lock file says; null where none runs.</summary>
    internal int? Process { get; init; }

    internal long? FreeBytes { get; init; }

    /// <summary>How far the receiver of each tap got.</summary>
    internal IReadOnlyList<TapProgress> Taps { get; init; } = [];

    internal bool IsStopped { get; init; }

    /// <summary>The newest head that witnesses cosigned; null where nobody is asked.</summary>
    internal WitnessedHead? Witnessed { get; init; }

    /// <summary>What mirrored copies would have become under the newest bundle they were held against.</summary>
    internal ObservedPeriod? Observed { get; init; }

    /// <summary>Null where no probe listener is configured, or no daemon runs.</summary>
    internal ProbeAnswer? Probe { get; init; }
}

/// <summary>How far witnesses saw the ledger, by the cosignatures that are kept beside it.</summary>
/// <param name="Needed">How many must cosign.</param>
/// <param name="Cosigned">How many of the configured ones did.</param>
/// <param name="At">When as many as are needed had; null: they have not.</param>
internal sealed record WitnessedHead(int Needed, int Cosigned, long Size, DateTimeOffset? At)
{
    internal static WitnessedHead? In(string ledgerFolder, CosigningSettings? settings)
    {
        if (settings is null)
        {
            return null;
        }

        var kept = ShardFolder.All(ledgerFolder) is [.., var shard] ? CosignFolder.ReadNewest(shard) : null;
        var times = settings.Members
            .Select(member => kept?.Lines.Max(line => member.Key.TimeOf(kept.Text, line)))
            .OfType<long>()
            .Where(seconds => seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            .OrderDescending()
            .ToList();
        return new WitnessedHead(
            settings.Quorum,
            times.Count,
            kept is not null && Checkpoint.TryParse(kept.Text, out var head) ? head!.Size : 0,
            times.Count < settings.Quorum ? null : DateTimeOffset.FromUnixTimeSeconds(times[settings.Quorum - 1]));
    }
}

/// <summary>What the probe listener says.</summary>
/// <param name="IsHealthy">It answers at all.</param>
/// <param name="Words">What /readyz says where it is not ready.</param>
internal sealed record ProbeAnswer(bool IsHealthy, bool IsReady, string Words);
