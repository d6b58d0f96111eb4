using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Permit;
using Gateway.Policies.Parties;
using Gateway.Stamping;
using Gateway.Trust;

namespace Gateway.Commands.Run;

/// <summary>
/// Writes what is put in force into the ledger, before it is: bundle, trust lists, keys. The next start, and whoever
/// reads the ledger, measures rollbacks against these entries.
/// </summary>
internal sealed class AcceptedEntries(DaemonParts parts)
{
    /// <summary>Records what the ledger does not have yet; when it returns, all of it is durable.</summary>
    internal async Task RecordAsync(PinnedSnapshots next, CancellationToken cancellationToken)
    {
        await RecordAsync(next.Trust, cancellationToken);
        await RecordAsync(next.Policy, cancellationToken);
        foreach (var endorsement in next.Endorsed.All)
        {
            await RecordAsync(endorsement, cancellationToken);
        }
    }

    private async Task RecordAsync(PolicySnapshot policy, CancellationToken cancellationToken)
    {
        var state = new PolicyState(policy.Bundle.Name, policy.Bundle.Version, policy.Bundle.Digest);
        if (parts.Ledger.LastPolicy != state)
        {
            await AppendAsync(new PolicyEntry(state, [.. policy.Signers]), cancellationToken);
        }
    }

    private async Task RecordAsync(TrustSnapshot trust, CancellationToken cancellationToken)
    {
        foreach (var list in trust.Lists.Where(list => parts.Ledger.LastTrust.GetValueOrDefault(list.List) != list))
        {
            await AppendAsync(new TrustListEntry(list), cancellationToken);
        }
    }

    private async Task RecordAsync(SignedEndorsement signed, CancellationToken cancellationToken)
    {
        var keys = Path.Combine(parts.Foundation.Settings.Ledger.Directory, "keys");
        if (KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out _)
            && PartyId.TryParse(endorsement.Party, out var party)
            && !EndorsementFolder.IsKept(keys, endorsement.Use, signed))
        {
            await AppendAsync(
                new KeyEntry(
                    endorsement.Use.Name,
                    endorsement.KeyId,
                    party,
                    Sha256Digest.Of(signed.Json.Span),
                    endorsement.From,
                    endorsement.To),
                cancellationToken);

            // After the entry: a crash in between writes the entry once more, never none.
            EndorsementFolder.Keep(keys, endorsement.Use, signed);
        }
    }

    private async Task AppendAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var context = parts.Snapshots.Current.EntryContext();
        _ = await parts.Ledger.AppendAsync(
            LedgerRecord.Of(entry, context, parts.Time), LedgerPriority.Party, cancellationToken);
    }
}
