using System.Threading.Tasks.Sources;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger;

/// <summary>
/// One record on its way to the disk, read and hashed by whoever brings it: the writer thread has only the tree to do.
/// Used once. Its continuation runs where it is answered, which is always <see cref="Answers"/>.
/// </summary>
internal sealed class PendingAppend : IValueTaskSource<LedgerPosition>
{
    private readonly EntryFacts _facts;
    private readonly byte[] _leafHash = new byte[MerkleTree.HashSize];
    private ManualResetValueTaskSourceCore<LedgerPosition> _core;

    internal PendingAppend(LedgerRecord record, in EntryFacts facts, bool isAwaited)
    {
        (Record, _facts, IsAwaited) = (record, facts, isAwaited);
        MerkleTree.Leaf(record.Entry.Span, _leafHash);
    }

    internal LedgerRecord Record { get; }

    internal ref readonly EntryFacts Facts => ref _facts;

    internal ReadOnlySpan<byte> LeafHash => _leafHash;

    /// <summary>What it takes in a batch.</summary>
    internal int Size => Wal.WalBatch.ItemOverhead + Record.Entry.Length + Record.Annex.Length;

    /// <summary>Whether anybody wants to know.</summary>
    internal bool IsAwaited { get; }

    internal ValueTask<LedgerPosition> Task => new(this, _core.Version);

    internal void Succeed(LedgerPosition position) => _core.SetResult(position);

    internal void Fail(Exception reason) => _core.SetException(reason);

    public LedgerPosition GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
