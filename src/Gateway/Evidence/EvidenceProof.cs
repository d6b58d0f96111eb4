using System.Text;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Stamping;

namespace Gateway.Evidence;

/// <summary>
/// One entry under one signed head of a log that the verifier's own policy names: signature, inclusion, cosignatures.
/// </summary>
internal static class EvidenceProof
{
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The key of the log that holds the entry; null where that is not proven.</summary>
    /// <param name="name">Of the proof.</param>
    internal static NoteKey? Check(
        IReadOnlyDictionary<string, byte[]> members,
        string name,
        ReadOnlyMemory<byte> entry,
        LogPolicy policy,
        List<VerificationFinding> findings)
    {
        void Find(string code, string detail) => findings.Add(new(code, name, detail));

        if (!members.TryGetValue(name, out var bytes))
        {
            Find(FindingCodes.EvidenceMissing, "the entry has no proof");
            return null;
        }

        if (Text(bytes) is not { } text || !TransparencyProof.TryParse(text, out var proof))
        {
            Find(FindingCodes.ProofMalformed, "it is no tlog-proof");
            return null;
        }

        var note = Encoding.UTF8.GetBytes(proof!.SignedCheckpoint);
        if (policy.KeyOf(Checkpoint.ClaimedOrigin(note)) is not { } key)
        {
            Find(FindingCodes.ProofLog, "the log policy names no log of that origin");
            return null;
        }

        if (!Checkpoint.TryOpen(note, key, out var head))
        {
            Find(FindingCodes.CheckpointSignature, "the log of the policy did not sign this checkpoint");
            return null;
        }

        var signatures = OwnNote.Signatures(proof.SignedCheckpoint).Concat(Cosignatures(members));
        if (!policy.IsWitnessed(head!.Text, signatures))
        {
            Find(FindingCodes.ProofQuorum, "fewer witnesses cosigned it than the log policy asks");
        }

        var leaf = new byte[MerkleTree.HashSize];
        MerkleTree.Leaf(entry.Span, leaf);
        if (proof.Check(leaf, key))
        {
            return key;
        }

        Find(FindingCodes.ProofInclusion, "the entry is not under this checkpoint");
        return null;
    }

    /// <summary>The checkpoint that the seal is over; empty where there is none.</summary>
    internal static byte[] SealedNote(IReadOnlyDictionary<string, byte[]> members) =>
        NoteOf(members) is { } note ? OwnNote.Of(note, Checkpoint.ClaimedOrigin(note)) : [];

    /// <summary>The shard's origin, as the checkpoint claims it; null where there is none.</summary>
    internal static string? LogOf(IReadOnlyDictionary<string, byte[]> members) =>
        NoteOf(members) is { } note ? Checkpoint.ClaimedOrigin(note) : null;

    private static byte[]? NoteOf(IReadOnlyDictionary<string, byte[]> members) =>
        members.TryGetValue(EvidenceNames.Proof, out var bytes) && Text(bytes) is { } text
        && TransparencyProof.TryParse(text, out var proof)
            ? Encoding.UTF8.GetBytes(proof!.SignedCheckpoint)
            : null;

    private static IEnumerable<string> Cosignatures(IReadOnlyDictionary<string, byte[]> members) => members
        .Where(member => member.Key.StartsWith(EvidenceNames.Cosignatures, StringComparison.Ordinal))
        .SelectMany(member => (Text(member.Value) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static string? Text(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
