using Gateway.Evidence;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;
using Gateway.Screening;
using Gateway.Settings;

namespace Gateway.Audit;

/// <summary>One value of one release, shown with the proof that the stamped statement commits to it.</summary>
/// <param name="Position">Of the release.</param>
/// <param name="Index">Of the value's leaf.</param>
/// <param name="FieldsRoot">As the statement has it, hex.</param>
internal sealed record FieldTrace(
    LedgerPosition Position, TransferRecord Record, FieldCommitments Commitments, int Index, string FieldsRoot)
{
    internal int Size => Commitments.Leaves.Count;

    internal FieldLeaf Leaf => Commitments.Leaves[Index];

    /// <summary>What a key to what came at this place is derived for.</summary>
    internal OriginalPlace Place =>
        new(new ReleasedLeg(Record.Facts.TransferId, Record.Text("leg") ?? ""), Index, Leaf.Path);

    /// <summary>The audit path, the leaf's sibling first.</summary>
    internal IReadOnlyList<byte[]> Proof => Commitments.Prove(Index);

    /// <summary>Null, with what stands in the way, where it cannot be shown.</summary>
    /// <param name="found">All entries of the transfer.</param>
    internal static FieldTrace? Open(
        string ledgerFolder,
        IReadOnlyList<FoundEntry> found,
        FieldQuestion question,
        KeyRing keys,
        out FieldRefusal why)
    {
        why = FieldRefusal.NoRelease;
        foreach (var entry in found.Where(entry => entry.Inclusion == Inclusion.Proven))
        {
            if (TransferRecord.Read(entry.Bytes) is { IsRelease: true } record && record.Text("leg") == question.Leg)
            {
                return Open(ledgerFolder, entry.Position, record, question.Path, keys, out why);
            }
        }

        return null;
    }

    private static FieldTrace? Open(
        string ledgerFolder,
        LedgerPosition position,
        TransferRecord record,
        string path,
        KeyRing keys,
        out FieldRefusal why)
    {
        why = FieldRefusal.NotCommitted;
        if (record.StatementText("fieldsRoot") is not { } fieldsRoot)
        {
            return null;
        }

        why = FieldRefusal.NoAnnex;
        var (bundle, item) = Math.DivRem(position.Index, TilePath.FullWidth);
        var annex = AnnexBundle.Read(Path.Combine(ledgerFolder, "side"), position.Year, bundle).Item((int)item);
        if (AnnexReading.Open(annex.Span, keys)?.Fields is not { } commitments)
        {
            return null;
        }

        // The annex is believed in nothing: what it lists must be what was signed.
        why = FieldRefusal.NotProven;
        if (Convert.ToHexStringLower(commitments.Root()) != fieldsRoot)
        {
            return null;
        }

        why = FieldRefusal.NoField;
        var index = commitments.Leaves.ToList().FindIndex(leaf => leaf.Path == path);
        return index < 0 ? null : new FieldTrace(position, record, commitments, index, fieldsRoot);
    }
}

/// <summary>Which value of which release.</summary>
/// <param name="Leg">"request" or "response".</param>
internal sealed record FieldQuestion(Guid Transfer, string Leg, string Path)
{
    /// <summary>What came is asked for, and not only what was committed to.</summary>
    internal bool IsForOriginal { get; init; }
}

/// <summary>Why one value cannot be shown.</summary>
internal enum FieldRefusal
{
    NoRelease,
    NotCommitted,
    NoAnnex,
    NotProven,
    NoField,
}
