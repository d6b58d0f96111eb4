using System.Text;
using Gateway.Ledger.Notes;

namespace Gateway.Evidence;

/// <summary>
/// Members that evidence of this entry does not have. The manifest, which nobody signs, may name them all the same, and
/// whoever opens the zip would take them for part of what was checked.
/// </summary>
internal sealed class EvidenceExtras(IReadOnlyDictionary<string, byte[]> members)
{
    private readonly HashSet<string> _cosignatures =
    [
        .. members.Where(member => member.Key.EndsWith(EvidenceNames.ProofEnding, StringComparison.Ordinal))
            .Select(member => CosignaturesOf(member.Value))
            .OfType<string>(),
    ];

    /// <param name="main">The entry it is about; null where there is none to judge by.</param>
    internal IEnumerable<string> Of(TransferRecord? main) => members.Keys.Where(name =>
        !EvidenceNames.IsOne(name) || !HasItsOther(name) || (main is not null && !IsOfALeg(name, main)));

    // What proves, signs or cosigns something, without that.
    private bool HasItsOther(string name)
    {
        if (name.StartsWith(EvidenceNames.Cosignatures, StringComparison.Ordinal))
        {
            return _cosignatures.Contains(name);
        }

        var isSignatureOfList = name.EndsWith(EvidenceNames.SignatureEnding, StringComparison.Ordinal)
            && EvidenceNames.IsTrustList(name[..^EvidenceNames.SignatureEnding.Length]);
        return isSignatureOfList ? members.ContainsKey(name[..^EvidenceNames.SignatureEnding.Length])
            : !name.StartsWith(EvidenceNames.Entries, StringComparison.Ordinal)
                || !name.EndsWith(EvidenceNames.ProofEnding, StringComparison.Ordinal)
                || members.ContainsKey(EvidenceNames.EntryOf(name));
    }

    // A statement, its stamp and its key stand only beside a release.
    private bool IsOfALeg(string name, TransferRecord main)
    {
        if (EvidenceNames.IsOfARelease(name))
        {
            return main.IsRelease;
        }

        return !name.StartsWith(EvidenceNames.Response, StringComparison.Ordinal)
            || (main.IsRelease
                && members.TryGetValue(EvidenceNames.Response + EvidenceNames.Entry, out var bytes)
                && (TransferRecord.Read(bytes)?.IsRelease ?? true));
    }

    // By the year and the size of the checkpoint that a proof ends in.
    private static string? CosignaturesOf(byte[] proof)
    {
        if (!TransparencyProof.TryParse(Encoding.UTF8.GetString(proof), out var parsed))
        {
            return null;
        }

        var lines = parsed!.SignedCheckpoint.Split('\n');
        return lines.Length > 1 && lines[0].Length > 4
            ? EvidenceNames.CosignaturesOf(lines[0][^4..], lines[1])
            : null;
    }
}
