using Gateway.Ledger.Notes;
using Gateway.Ledger.Seals;
using Gateway.Stamping;

namespace Gateway.Evidence;

/// <summary>
/// The organisation's list of its logs: signed by an e-certificate that the verifier's lists recognise, it names the
/// log and the key that signed the checkpoint. A zip without one is no worse: not every ledger is sealed.
/// </summary>
internal sealed class LogListCheck(
    IReadOnlyDictionary<string, byte[]> members, EvidenceAnchors anchors, List<VerificationFinding> findings)
{
    /// <param name="log">The key that signed the checkpoint; null where none is proven.</param>
    internal void Run(NoteKey? log)
    {
        var hasSignature = members.TryGetValue(LogList.SignatureName, out var signature);
        if (!members.TryGetValue(LogList.FileName, out var json))
        {
            if (hasSignature)
            {
                Find(FindingCodes.EvidenceMissing, LogList.FileName, "its signature is there");
            }

            return;
        }

        if (LogList.Parse(json) is not { } list)
        {
            Find(FindingCodes.LogsMalformed, LogList.FileName, "it is no list of logs");
            return;
        }

        CheckSigner(json, signature ?? []);

        if (log is not null && !list.Logs.SelectMany(one => one.Shards)
            .Any(shard => shard.Key.Name == log.Name && shard.Key.ToString() == log.ToString()))
        {
            Find(FindingCodes.LogsShard, LogList.FileName, "it does not name the key that signed the checkpoint");
        }
    }

    private void CheckSigner(byte[] json, byte[] signature)
    {
        var verdict = CadesSignature.Verify(json, signature);
        foreach (var fault in verdict.Faults)
        {
            Find(FindingCodes.LogsSignature, LogList.SignatureName, fault);
        }

        foreach (var signer in verdict.Signers)
        {
            if (anchors.Judge?.Invoke(signer.Certificate, signer.Time) is { } reason)
            {
                Find(FindingCodes.LogsUntrusted, LogList.SignatureName, reason);
            }
        }
    }

    private void Find(string code, string member, string detail) => findings.Add(new(code, member, detail));
}
