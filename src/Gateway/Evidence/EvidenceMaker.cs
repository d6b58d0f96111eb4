using System.Globalization;
using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Seals;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Witnessing;

namespace Gateway.Evidence;

/// <summary>
/// Gathers everything that is needed to check one transfer offline, out of a ledger folder and what was in force. What
/// is missing is told, all of it; evidence with a hole is not written.
/// </summary>
/// <param name="keys">Opens the annex, where the signature base is; null: the evidence goes without it.</param>
internal sealed class EvidenceMaker(string ledgerFolder, EvidenceSources sources, KeyRing? keys)
{
    private readonly Dictionary<string, byte[]> _members = new(StringComparer.Ordinal);
    private readonly List<Fault> _faults = [];

    /// <summary>The members; null, with faults, where something stands in the way. Warnings are faults too.</summary>
    /// <param name="found">Every entry of the transfer, in the order of the log; at least one.</param>
    internal IReadOnlyDictionary<string, byte[]>? Make(
        Guid transfer, IReadOnlyList<FoundEntry> found, DateTimeOffset now, List<Fault> faults)
    {
        var entries = found
            .Select(entry => (Found: entry, Record: TransferRecord.Read(entry.Bytes)))
            .OrderBy(entry => entry.Record is null ? int.MaxValue : TransferRecord.Weight(entry.Record))
            .ToList();
        foreach (var (entry, record) in entries.Where(entry => IsUnproven(entry.Found) || entry.Record is null))
        {
            Tell("evidence.unproven", record is null || entry.Inclusion == Inclusion.Unproven
                ? $"{entry.Position}: the ledger does not prove the entry: run 'gateway ledger verify'"
                : $"{entry.Position}: not published yet: try again in a second");
        }

        if (_faults.Count == 0)
        {
            var main = entries[0].Record!;
            var sealedAt = AddEntries([.. entries.Select(entry => (entry.Found, entry.Record!))]);
            AddForce(main, sealedAt);
            _members[EvidenceNames.Page] = EvidencePage.Write(_members);
            _members[EvidenceNames.Readme] = EvidenceReadme.Write(_members);
            _members[EvidenceNames.Manifest] =
                EvidenceManifest.Write(transfer, main.Facts.Kind.Wire(), now, _members);
        }

        faults.AddRange(_faults);
        return _faults.TrueForAll(fault => fault.IsWarning) ? _members : null;
    }

    private static bool IsUnproven(FoundEntry entry) => entry.Inclusion != Inclusion.Proven;

    private DateTimeOffset? AddEntries(IReadOnlyList<(FoundEntry Found, TransferRecord Record)> entries)
    {
        DateTimeOffset? sealedAt = null;
        for (var i = 0; i < entries.Count; i++)
        {
            var (found, record) = entries[i];
            var isSecondLeg = i > 0 && record.IsRelease;
            var folder = i == 0 ? "" : EvidenceNames.Response;
            var position = found.Position;
            var (name, proof) = i == 0 || isSecondLeg
                ? (folder + EvidenceNames.Entry, folder + EvidenceNames.Proof)
                : NamesOf(TransferRecord.NameOf(position.Year, position.Index));
            _members[name] = record.Bytes.ToArray();
            var head = AddProof(proof, found, entries);
            if (i == 0)
            {
                sealedAt = AddSeal(head, position);
                AddLedgerKey(position, record.Facts.Time);
            }

            if (record.IsRelease)
            {
                AddStamp(folder, found, record);
            }
        }

        return sealedAt;
    }

    private static (string Entry, string Proof) NamesOf(string name) =>
        (EvidenceNames.Entries + name + ".json", EvidenceNames.Entries + name + EvidenceNames.ProofEnding);

    // One head for all entries where one seal covers them; else the seal that covers this one, else what is published.
    private SealedHead? AddProof(
        string name, FoundEntry found, IReadOnlyList<(FoundEntry Found, TransferRecord Record)> entries)
    {
        var shard = new ShardFolder(ledgerFolder, found.Position.Year);
        var last = entries.Where(entry => entry.Found.Position.Year == shard.Year)
            .Max(entry => entry.Found.Position.Index);
        var head = Sealed(shard, last + 1) ?? Sealed(shard, found.Position.Index + 1);
        var published = PublishedShard.Open(shard);
        var note = head?.Note ?? Unsealed(shard, found.Position.Index, published);
        if (published?.Prove(found.Position.Index, found.Bytes.Span, note) is { } proof)
        {
            _members[name] = Encoding.UTF8.GetBytes(proof.Write());
            AddCosignatures(shard, note);
        }
        else
        {
            Tell("evidence.unproven", $"{found.Position}: the tiles do not prove the entry under the sealed head");
        }

        return head;
    }

    // The first sealed head that covers it and that witnesses cosigned, where one of the next is; else the first.
    private static SealedHead? Sealed(ShardFolder shard, long size)
    {
        const int FarEnough = 100;
        var first = SealFolder.Covering(shard, size);
        var head = first;
        for (var i = 0; i < FarEnough && head is not null && CosignFolder.IsThere(shard); i++)
        {
            if (SignedNote.TryRead(head.Note, out var text, out _) && Checkpoint.TryParse(text, out var parsed)
                && CosignFolder.For(shard, parsed!) is not null)
            {
                return head;
            }

            head = SealFolder.Covering(shard, head.Size + 1);
        }

        return first;
    }

    // Without a seal, the newest head that witnesses cosigned, where it covers the entry; else what is published.
    private static byte[] Unsealed(ShardFolder shard, long index, PublishedShard? published) =>
        CosignFolder.ReadNewest(shard) is { } kept
        && Checkpoint.TryParse(kept.Text, out var head) && head!.Size > index
            ? OwnNote.Of(kept.Note, head.Origin)
            : published?.Note.ToArray() ?? [];

    // Beside the proof, whose checkpoint stays as the log alone signed it: that is what the seal is over.
    private void AddCosignatures(ShardFolder shard, byte[] note)
    {
        if (SignedNote.TryRead(note, out var text, out _) && Checkpoint.TryParse(text, out var head)
            && CosignFolder.For(shard, head!) is { } kept)
        {
            var lines = kept.Lines.Except(OwnNote.Signatures(Encoding.UTF8.GetString(note)));
            var size = head!.Size.ToString(CultureInfo.InvariantCulture);
            _members[$"{EvidenceNames.Cosignatures}{shard.Year:D4}-{size}.txt"] =
                Encoding.UTF8.GetBytes(string.Concat(lines));
        }
    }

    private DateTimeOffset? AddSeal(SealedHead? head, LedgerPosition position)
    {
        if (head is null)
        {
            Warn("evidence.seal", $"no seal covers {position} yet: the evidence goes without one");
            return null;
        }

        _members[EvidenceNames.Seal] = head.Signature;
        return CadesSignature.Verify(head.Note, head.Signature).Signers is [var signer, ..] ? signer.Time : null;
    }

    private void AddLedgerKey(LedgerPosition position, DateTimeOffset at)
    {
        var key = PublishedShard.Open(new ShardFolder(ledgerFolder, position.Year))?.Key.PublicKey.ToArray();
        AddEndorsement("", KeyUse.Ledger, at, endorsed => key is not null && endorsed.Key.Span.SequenceEqual(key));
    }

    private void AddStamp(string folder, FoundEntry found, TransferRecord record)
    {
        _members[folder + EvidenceNames.Statement] = record.Statement ?? [];
        _members[folder + EvidenceNames.Signature] = StampRecord.Signature(record) ?? [];
        var keyId = StampRecord.KeyId(record);
        if (folder.Length == 0 || StampRecord.KeyIdOf(_members[EvidenceNames.StampingKey]) != keyId)
        {
            AddEndorsement(folder, KeyUse.Stamping, record.Facts.Time, endorsed => endorsed.KeyId == keyId);
        }

        if (keys is null)
        {
            Warn("evidence.base", "without --keys the signature base stays closed, and nobody can check the stamp");
        }
        else if (OpenBase(found, record, keys) is { } signed)
        {
            _members[folder + EvidenceNames.Base] = signed;
        }
        else
        {
            Warn("evidence.base", $"{found.Position}: the annex is gone, is another's, or another key sealed it");
        }
    }

    private byte[]? OpenBase(FoundEntry found, TransferRecord record, KeyRing ring)
    {
        var (bundle, item) = Math.DivRem(found.Position.Index, Ledger.Tree.TilePath.FullWidth);
        var side = Path.Combine(ledgerFolder, "side");
        var annex = AnnexBundle.Read(side, found.Position.Year, bundle).Item((int)item);
        return AnnexReading.OpenNamed(record.Facts, annex.Span, ring)?.SignatureBase;
    }

    private void AddEndorsement(string folder, KeyUse use, DateTimeOffset at, Func<KeyEndorsement, bool> isMeant)
    {
        var fitting = EndorsementFolder.Read(Path.Combine(ledgerFolder, "keys"), use, []).Values
            .FirstOrDefault(signed => KeyEndorsementReader.TryRead(signed.Json, out var endorsement, out _)
                && endorsement.IsInForce(at) && isMeant(endorsement));
        if (fitting is null)
        {
            Tell("evidence.endorsement", $"no endorsement of the {use} key of that time is in the ledger's 'keys'");
            return;
        }

        var name = folder + use.FileName;
        _members[name] = fitting.Json.ToArray();
        _members[name + EvidenceNames.SignatureEnding] = fitting.Signature.ToArray();
    }

    private void AddForce(TransferRecord main, DateTimeOffset? sealedAt)
    {
        foreach (var list in main.Trust)
        {
            if (sources.TrustList(list.Sha256) is { } kept)
            {
                using var json = JsonMembers.Parse(kept.Json, int.MaxValue);
                var name = EvidenceNames.TrustList(json?.Text("zone") ?? list.List);
                _members[name] = kept.Json.ToArray();
                _members[name + EvidenceNames.SignatureEnding] = kept.Signature.ToArray();
            }
            else
            {
                Tell("evidence.trust_list", $"list '{list.List}' ({list.Sha256}) is not at hand: give its file");
            }
        }

        var times = new[] { main.Facts.Time, sealedAt, AddLogList() }.OfType<DateTimeOffset>().ToList();
        foreach (var (sha256, der) in sources.CrlsAt(times))
        {
            _members[$"{EvidenceNames.Crls}{sha256}.crl"] = der;
        }

        if (!_members.Keys.Any(name => name.StartsWith(EvidenceNames.Crls, StringComparison.Ordinal)))
        {
            Warn("evidence.crl", "no CRL of that time is at hand: give the folder where they are");
        }

        AddBundle(main);
    }

    // When it was signed; null where the ledger has none, as one that is not sealed. One without the year of the entry
    // would prove nothing of it.
    private DateTimeOffset? AddLogList()
    {
        if (LogListFile.Read(ledgerFolder) is not { } file || LogList.Parse(file.Json) is not { } list
            || EvidenceProof.LogOf(_members) is not { } log
            || list.Logs.SelectMany(one => one.Shards).All(shard => shard.Key.Name != log))
        {
            return null;
        }

        _members[LogList.FileName] = file.Json;
        _members[LogList.SignatureName] = file.Signature;
        return list.Time;
    }

    private void AddBundle(TransferRecord main)
    {
        // Before the first bundle came into force nothing was decided by one.
        if (main.Text("policy") is not { } digest)
        {
            return;
        }

        if (sources.Bundle(digest) is not { } bundle)
        {
            Tell("evidence.bundle", $"the bundle {digest} is not at hand: give its folder");
            return;
        }

        _members[EvidenceNames.BundleLines] = bundle.Lines;
        if (bundle.Signature is { } signature)
        {
            _members[EvidenceNames.BundleLines + EvidenceNames.SignatureEnding] = signature;
        }

        if (main.Category is { } category && bundle.RulesOf(category) is { } rules)
        {
            _members[EvidenceNames.Rules] = rules.ToArray();
        }
    }

    private void Tell(string code, string message) =>
        _faults.Add(new Fault("evidence", 0, 0, "$", code, message));

    private void Warn(string code, string message) =>
        _faults.Add(new Fault("evidence", 0, 0, "$", code, message) { IsWarning = true });
}
