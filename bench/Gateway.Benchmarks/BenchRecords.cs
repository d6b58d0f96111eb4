using System.Security.Cryptography;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Benchmarks;

/// <summary>Records as the daemon makes them, of nobody's data.</summary>
internal static class BenchRecords
{
    internal static EntryContext Context { get; } = new("gateway/bench", null, []);

    private static readonly RouteId Route = RouteId.TryParse("pull", out var id) ? id : default;
    private static readonly PartyId Caller = PartyId.TryParse("bank-gz", out var id) ? id : default;

    // As the reference load makes them: an entry of some 3.5 KiB, of which the statement is 2, beside an annex.
    private static readonly byte[] Statement = Enumerable.Repeat((byte)'s', 2048).ToArray();
    private static readonly byte[] SealedAnnex = RandomNumberGenerator.GetBytes(1024);

    // So long that the whole entry is 1 KiB.
    private static readonly string Size = new('1', 680);

    // Making a record is no part of writing it down, wherever that is.
    private static readonly Lazy<LedgerRecord[]> Ready =
        new(() => [.. Enumerable.Range(0, 16 * 1024).Select(_ => Kind switch
        {
            BenchRecordKind.Small => Request("size"),
            BenchRecordKind.OneKibibyte => Request(Size),
            _ => Release(),
        })]);

    private static int _next;

    /// <summary>What <see cref="Next"/> makes; set before the first.</summary>
    internal static BenchRecordKind Kind { get; set; }

    /// <summary>A record made before; the same one again after many others.</summary>
    internal static LedgerRecord Next() =>
        Ready.Value[(int)((uint)Interlocked.Increment(ref _next) % (uint)Ready.Value.Length)];

    /// <summary>A small entry, without an annex.</summary>
    internal static LedgerRecord Request() => Request("size");

    private static LedgerRecord Request(string asked) => LedgerRecord.Of(
        new RequestEntry(Guid.NewGuid(), Route, Caller, [asked]), Context, TimeProvider.System);

    /// <summary>What a transfer that crosses writes before its first byte leaves.</summary>
    internal static LedgerRecord Release()
    {
        var entry = new ReleaseEntry(
            Guid.NewGuid(),
            Leg.Request,
            new EntryPeer.Certificate(Sha256Digest.Of(Statement)),
            Caller,
            Statement,
            new string('i', 400),
            new string('s', 100),
            Sha256Digest.Of(Statement),
            Sha256Digest.Of(SealedAnnex));
        return LedgerRecord.Of(entry, Context, TimeProvider.System, SealedBytes.Of(SealedAnnex));
    }
}

/// <summary>How long a record is.</summary>
internal enum BenchRecordKind
{
    /// <summary>1 KiB, which is what the budget was thought of with.</summary>
    OneKibibyte,

    /// <summary>Some 400 bytes: what a question leaves behind.</summary>
    Small,

    /// <summary>4.6 KiB: what a transfer writes before its first byte leaves.</summary>
    Release,
}
