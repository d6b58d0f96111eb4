using System.Security.Cryptography;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;
using Gateway.Stamping;

namespace Gateway.Evidence;

//
//  What is held against what:
//
//      1. Members     against the manifest: damage on the way.
//      2. Entries     against the log, whose key the verifier's own policy names.
//      3. Ledger key  against its endorsement, by e-certificates that the verifier's own lists recognise.
//      4. Seal        against the checkpoint, by such an e-certificate.
//      5. Stamps      against entry, statement and signature base; their key like the ledger's.
//      6. In force    lists, bundle and rules against the digests in the entry.
//      7. Page        and README against what the other members say.
//
//  Nothing stops at the first finding: who reads them wants all.
//

/// <summary>Checks one transfer's evidence offline and says everything that is wrong with it.</summary>
internal sealed class EvidenceVerification
{
    private readonly IReadOnlyDictionary<string, byte[]> _members;
    private readonly EvidenceAnchors _anchors;
    private readonly List<VerificationFinding> _findings;

    private EvidenceVerification(
        IReadOnlyDictionary<string, byte[]> members, EvidenceAnchors anchors, List<VerificationFinding> findings) =>
        (_members, _anchors, _findings) = (members, anchors, findings);

    /// <param name="members">As read from the zip; null where that was not possible.</param>
    /// <param name="findings">Of the reading; those of the check follow.</param>
    internal static VerificationResult Run(
        IReadOnlyDictionary<string, byte[]>? members, EvidenceAnchors anchors, List<VerificationFinding> findings)
    {
        if (members is not null)
        {
            new EvidenceVerification(members, anchors, findings).Run();
        }

        if (anchors.Judge is null)
        {
            findings.Add(new(
                FindingCodes.EvidenceUnanchored,
                "--trust-list",
                "no trust list was given: the e-certificates prove nothing"));
        }

        if (anchors.Logs is null)
        {
            findings.Add(new(
                FindingCodes.EvidenceUnanchored, "--log-policy", "no log policy was given: any log would do"));
        }

        return new VerificationResult([.. findings.Distinct()]);
    }

    private void Run()
    {
        var manifest = _members.TryGetValue(EvidenceNames.Manifest, out var bytes)
            ? EvidenceManifest.Read(bytes)
            : null;
        if (manifest is null)
        {
            Find(
                bytes is null ? FindingCodes.EvidenceMissing : FindingCodes.EvidenceMalformed,
                EvidenceNames.Manifest,
                "no manifest of a version that is known here");
        }
        else
        {
            _findings.AddRange(manifest.Compare(_members));
        }

        var main = ReadEntry(EvidenceNames.Entry);
        foreach (var name in new EvidenceExtras(_members).Of(main))
        {
            Find(FindingCodes.EvidenceExtra, name, "evidence of this entry has no such member");
        }

        if (main is not null)
        {
            CheckMain(main, manifest);
        }
        else if (!_members.ContainsKey(EvidenceNames.Entry))
        {
            Find(FindingCodes.EvidenceMissing, EvidenceNames.Entry, "there is no entry");
        }

        CheckMade(EvidenceNames.Page, EvidencePage.Write(_members));
        CheckMade(EvidenceNames.Readme, EvidenceReadme.Write(_members));
    }

    private void CheckMain(TransferRecord main, EvidenceManifest? manifest)
    {
        if (manifest is not null
            && (manifest.TransferId != main.Facts.TransferId || manifest.Kind != main.Facts.Kind.Wire()))
        {
            Find(FindingCodes.EntryMismatch, EvidenceNames.Entry, "it is not the entry that the manifest speaks of");
        }

        var log = CheckProof(EvidenceNames.Proof, main);
        foreach (var (entry, proof) in OtherEntries())
        {
            CheckOther(main, entry, proof);
        }

        new KeyCheck(_members, _anchors, _findings).LedgerKey(main, log);
        new KeyCheck(_members, _anchors, _findings).Seal(main);
        new LogListCheck(_members, _anchors, _findings).Run(log);
        if (main.IsRelease)
        {
            new StampCheck(_members, _anchors, _findings).Run("", main);
        }

        if (ReadEntry(EvidenceNames.Response + EvidenceNames.Entry) is { IsRelease: true } second)
        {
            new StampCheck(_members, _anchors, _findings).Run(EvidenceNames.Response, second);
        }

        new InForceCheck(_members, _anchors, _findings).Run(main);
    }

    private void CheckOther(TransferRecord main, string name, string proof)
    {
        if (ReadEntry(name) is not { } other)
        {
            return;
        }

        if (other.Facts.TransferId != main.Facts.TransferId)
        {
            Find(FindingCodes.EntryMismatch, name, "it is the entry of another transfer");
        }

        CheckProof(proof, other);
    }

    private NoteKey? CheckProof(string name, TransferRecord record) => _anchors.Logs is { } logs
        ? EvidenceProof.Check(_members, name, record.Bytes, logs, _findings)
        : null;

    private IEnumerable<(string Entry, string Proof)> OtherEntries()
    {
        foreach (var name in _members.Keys)
        {
            if (name == EvidenceNames.Response + EvidenceNames.Entry)
            {
                yield return (name, EvidenceNames.Response + EvidenceNames.Proof);
            }
            else if (name.StartsWith(EvidenceNames.Entries, StringComparison.Ordinal)
                && name.EndsWith(".json", StringComparison.Ordinal))
            {
                yield return (name, name[..^".json".Length] + EvidenceNames.ProofEnding);
            }
        }
    }

    private TransferRecord? ReadEntry(string name)
    {
        if (!_members.TryGetValue(name, out var bytes))
        {
            return null;
        }

        var record = TransferRecord.Read(bytes);
        if (record is null)
        {
            Find(FindingCodes.EntryMalformed, name, "it is no entry of a known kind");
        }

        return record;
    }

    // A page that reads well and says something else would be believed by whoever does not check.
    private void CheckMade(string name, byte[] made)
    {
        if (!_members.TryGetValue(name, out var bytes))
        {
            Find(FindingCodes.EvidenceMissing, name, "the member is gone");
        }
        else if (!CryptographicOperations.FixedTimeEquals(bytes, made))
        {
            Find(FindingCodes.EvidenceMismatch, name, "it does not say what the other members say");
        }
    }

    private void Find(string code, string member, string detail) => _findings.Add(new(code, member, detail));
}
