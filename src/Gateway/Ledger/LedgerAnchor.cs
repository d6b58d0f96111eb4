using Gateway.Ledger.Notes;

namespace Gateway.Ledger;

/// <summary>
/// The last published head in a second place, best on another volume: a copy of the checkpoint, so that an operator
/// can
/// make or check one by hand. What it says was published must still be in the ledger.
/// </summary>
internal sealed class LedgerAnchor(LedgerDisk disk, LedgerSettings settings)
{
    internal void Write(ReadOnlySpan<byte> checkpoint)
    {
        if (settings.AnchorFile is { } file)
        {
            disk.ReplaceDurably(file, checkpoint);
        }
    }

    /// <summary>Stops where the ledger is not the one that was last published, or is an older copy of it.</summary>
    /// <param name="isFresh">The ledger holds no entry yet.</param>
    /// <param name="rootAt">The root the ledger has at a size of a year; null where it does not reach so far.</param>
    /// <param name="keyOf">The key of a year's shard.</param>
    internal void Check(bool isFresh, Func<int, long, byte[]?> rootAt, Func<int, NoteKey> keyOf)
    {
        if (settings.AnchorFile is not { } file)
        {
            return;
        }

        if (!File.Exists(file))
        {
            if (!isFresh)
            {
                throw new LedgerStopException(
                    $"the anchor '{file}' is missing: put it back; or, only if this is known to be the newest copy of "
                    + "the ledger, copy the checkpoint of its last year there");
            }

            return;
        }

        var note = File.ReadAllBytes(file);
        var claimed = Checkpoint.ClaimedOrigin(note);
        if (!claimed.StartsWith(settings.Origin + "/", StringComparison.Ordinal)
            || !int.TryParse(claimed.AsSpan(settings.Origin.Length + 1), out var year)
            || !Checkpoint.TryOpen(note, keyOf(year), out var head) || head is null)
        {
            throw new LedgerStopException(
                $"the anchor '{file}' is not a checkpoint of this ledger, signed with its key");
        }

        if (head.Size > 0 && (rootAt(year, head.Size) is not { } root || !root.AsSpan().SequenceEqual(head.Root.Span)))
        {
            throw new LedgerStopException(
                $"the anchor '{file}' is ahead of the ledger, or of another history ({claimed}, size {head.Size}): "
                + "an old copy was restored; bring back the newest copy, never append to this one");
        }
    }
}
