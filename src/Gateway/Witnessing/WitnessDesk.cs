using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Stamping;

namespace Gateway.Witnessing;

/// <summary>What a witness answers.</summary>
/// <param name="Word">Why, in one word of a closed list, for the log: the caller is told by the status alone.</param>
internal sealed record WitnessAnswer(int Status, string ContentType, byte[] Body, string Word)
{
    internal const string Cosigned = "cosigned";

    private const string Text = "text/plain; charset=utf-8";

    internal static WitnessAnswer No(int status, string word) =>
        new(status, Text, Encoding.ASCII.GetBytes(word + "\n"), word);

    internal static WitnessAnswer Yes(string line) =>
        new(StatusCodes.Status200OK, Text, Encoding.UTF8.GetBytes(line), Cosigned);

    /// <summary>"My size is another": the caller shall prove from there.</summary>
    internal static WitnessAnswer Size(long size) => new(
        StatusCodes.Status409Conflict,
        AddCheckpoint.SizeType,
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size}\n")),
        "size");
}

//
//  The order of the checks, and their answers
//
//  References:
//
//      C2SP tlog-witness v1.0.0 - add-checkpoint
//
//      1. 400  no checkpoint in it at all
//      2. 404  a log this witness was not told of
//      3. 403  not signed by that log's key, or no signed note
//      4. 400  malformed, or its own old size is beyond the new one
//      5. 409  the old size is not what was cosigned last; the answer says what was
//      6. 422  another root at the same size, a proof where none is due, a proof that does not hold
//      7. 200  durable first, then the cosignature
//

/// <summary>
/// Cosigns a head of a log only when it continues the last one it cosigned: whoever sees the cosignature knows that all
/// who do see one history. Safe for any number of callers.
/// </summary>
internal sealed class WitnessDesk(
    WitnessKey name, Ed25519PrivateKey key, IReadOnlyList<TrustedLog> logs, WitnessStore store, TimeProvider time)
{
    // Held from comparing a head with the last one until it is durable: two requests at once could otherwise each be
    // the continuation of the same head, and both be cosigned.
    private readonly Lock _turn = new();

    // Set once and never cleared: after a failed write nobody knows what the disk holds.
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a head could not be kept: nothing is cosigned any more, end the process.</summary>
    internal Task Failed => _failed.Task;

    internal WitnessAnswer Add(ReadOnlySpan<byte> body)
    {
        if (!AddCheckpoint.TrySplit(body, out var head, out var note)
            || Checkpoint.ClaimedOrigin(note) is not { Length: > 0 } origin)
        {
            return WitnessAnswer.No(StatusCodes.Status400BadRequest, "malformed");
        }

        var keys = logs.Select(log => log.KeyOf(origin)).OfType<NoteKey>().DistinctBy(log => log.Id).ToList();
        if (keys.Count == 0)
        {
            return WitnessAnswer.No(StatusCodes.Status404NotFound, "origin");
        }

        if (!SignedNote.TryOpen(note, keys, out var text) || !SignedNote.TryRead(note, out _, out var lines))
        {
            return WitnessAnswer.No(StatusCodes.Status403Forbidden, "signature");
        }

        if (!Checkpoint.TryParse(text, out var checkpoint) || AddCheckpoint.Parse(head) is not { } request
            || request.OldSize > checkpoint!.Size)
        {
            return WitnessAnswer.No(StatusCodes.Status400BadRequest, "malformed");
        }

        var signedBy = keys.First(log => SignedNote.TryOpen(note, [log], out _));
        lock (_turn)
        {
            return Continue(request, checkpoint, text, SignedNote.Only(text, lines, signedBy));
        }
    }

    /// <summary>The last head cosigned for the log whose folder this is; null where there is none.</summary>
    internal byte[]? Find(string folder)
    {
        lock (_turn)
        {
            return store.NoteIn(folder);
        }
    }

    private WitnessAnswer Continue(AddCheckpoint request, Checkpoint head, string text, byte[] note)
    {
        var last = store.Of(head.Origin)?.Head;
        if (request.OldSize != (last?.Size ?? 0))
        {
            return WitnessAnswer.Size(last?.Size ?? 0);
        }

        if (!IsContinuation(request, last, head))
        {
            return WitnessAnswer.No(StatusCodes.Status422UnprocessableEntity, "proof");
        }

        if (_failed.Task.IsCompleted)
        {
            return WitnessAnswer.No(StatusCodes.Status503ServiceUnavailable, "stopped");
        }

        // Over the whole text (C2SP tlog-cosignature), with the extension lines that logs of others may have.
        var line = name.Cosign(text, time.GetUtcNow(), key);
        try
        {
            store.Keep(new CosignedHead(head, [.. note, .. Encoding.UTF8.GetBytes(line)]));
        }
        catch (IOException)
        {
            _failed.TrySetResult();
            return WitnessAnswer.No(StatusCodes.Status503ServiceUnavailable, "stopped");
        }

        return WitnessAnswer.Yes(line);
    }

    private static bool IsContinuation(AddCheckpoint request, Checkpoint? last, Checkpoint head)
    {
        if (head.Size == 0 && !head.Root.Span.SequenceEqual(MerkleTree.EmptyRoot))
        {
            return false;
        }

        // Nothing was cosigned, or a tree of nothing, which proves nothing: every head continues it.
        if (request.OldSize == 0)
        {
            return request.Proof.Count == 0
                && (last is null || head.Size > 0
                    || CryptographicOperations.FixedTimeEquals(last.Root.Span, head.Root.Span));
        }

        return MerkleProof.CheckConsistency(
            last!.Size, head.Size, last.Root.Span, head.Root.Span, request.Proof);
    }
}
