using Gateway.Ledger.Notes;
using Gateway.Stamping;

namespace Gateway.Evidence;

/// <summary>The ledger's key and the seal: what puts the log under e-certificates.</summary>
internal sealed class KeyCheck(
    IReadOnlyDictionary<string, byte[]> members, EvidenceAnchors anchors, List<VerificationFinding> findings)
{
    // "/YYYY": a shard's origin is the ledger's with the year.
    private const int YearSuffix = 5;

    // Two machines' clocks.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <param name="log">The key that signed the checkpoint; null where none is proven.</param>
    internal void LedgerKey(TransferRecord main, NoteKey? log)
    {
        const string Name = EvidenceNames.LedgerKey;
        if (Endorsement(Name) is not { } signed)
        {
            return;
        }

        if (!KeyEndorsementReader.TryRead(signed.Json, out var key, out var fault))
        {
            Find(FindingCodes.EndorsementInvalid, Name, fault);
            return;
        }

        if (key.Use != KeyUse.Ledger || !key.IsInForce(main.Facts.Time))
        {
            Find(FindingCodes.EndorsementInvalid, Name, "it endorses no ledger key at the time of the entry");
        }

        if (log is not null && (!key.Key.Span.SequenceEqual(log.PublicKey)
            || !log.Name.StartsWith(key.Origin + "/", StringComparison.Ordinal)
            || log.Name.Length != key.Origin.Length + YearSuffix))
        {
            Find(FindingCodes.LogKey, Name, "it endorses another key, or another log, than signed the checkpoint");
        }

        MessageVerification.CheckEndorsement(Name, signed, key, main.Facts.Time, anchors.Judge, findings);
    }

    internal void Seal(TransferRecord main)
    {
        const string Name = EvidenceNames.Seal;
        if (!members.TryGetValue(Name, out var seal))
        {
            Find(FindingCodes.SealMissing, Name, "no e-certificate sealed the checkpoint");
            return;
        }

        var verdict = CadesSignature.Verify(EvidenceProof.SealedNote(members), seal);
        foreach (var fault in verdict.Faults)
        {
            Find(FindingCodes.SealInvalid, Name, fault);
        }

        foreach (var signer in verdict.Signers)
        {
            if (signer.SigningTime < main.Facts.Time - Skew || signer.Time < main.Facts.Time - Skew)
            {
                Find(FindingCodes.SealInvalid, Name, "it claims to be older than the entry");
            }

            if (anchors.Judge?.Invoke(signer.Certificate, signer.Time) is { } reason)
            {
                Find(FindingCodes.SealUntrusted, Name, reason);
            }

            if (signer.Timestamp is { } at && anchors.JudgeTimestamp?.Invoke(at.Authority, at.Time) is { } distrust)
            {
                Find(FindingCodes.SealTimestamp, Name, distrust);
            }
        }
    }

    /// <summary>A member and its signature; findings for what is not there.</summary>
    internal SignedEndorsement? Endorsement(string name)
    {
        var signature = name + EvidenceNames.SignatureEnding;
        foreach (var absent in new[] { name, signature }.Where(member => !members.ContainsKey(member)))
        {
            Find(FindingCodes.EvidenceMissing, absent, "without it nobody vouches for the key");
        }

        return members.TryGetValue(name, out var json) && members.TryGetValue(signature, out var p7s)
            ? new SignedEndorsement(json, p7s)
            : null;
    }

    private void Find(string code, string member, string detail) => findings.Add(new(code, member, detail));
}
