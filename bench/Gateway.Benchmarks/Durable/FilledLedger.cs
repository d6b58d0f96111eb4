using System.Diagnostics;
using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Durable;

/// <summary>
/// A ledger of many transfers for what is derived from one: a daemon with the same origin and key goes on with it, and
/// its readers ask it. Three of eight entries are releases, three their outcomes, two refusals; one entry in 10,000
/// is a release of another exporter.
/// </summary>
internal static class FilledLedger
{
    private const int Waiters = 64;
    private const int Rare = 10_000;

    private static readonly RouteId Route = RouteId.TryParse("push", out var id) ? id : default;
    private static readonly PartyId Recipient = PartyId.TryParse("bank-hk", out var id) ? id : default;
    private static readonly PartyId Caller = PartyId.TryParse("bank-gz", out var id) ? id : default;
    private static readonly Sha256Digest Digest = Sha256Digest.Of("bench"u8);

    // No index looks into an annex.
    private static readonly SealedBytes Annex = SealedBytes.Of("bench"u8.ToArray());

    private static readonly ReadOnlyMemory<byte>[] Statements =
    [
        .. new[] { "BK.cdd", "BK.statement", "BK.credit", "BK.claims" }.Select(category => Statement("bank-gz", category)),
    ];

    private static readonly ReadOnlyMemory<byte> RareStatement = Statement("hospital-gz", "HC.summary");

    private static int _next;

    internal static async Task RunAsync(string folder, string origin, string keyFile, int entries)
    {
        using var key = Ed25519KeyFile.ReadPrivate(keyFile);
        var since = Stopwatch.GetTimestamp();
        await using (var ledger = TransparencyLedger.Open(
            new LedgerSettings(folder, origin, "gateway/bench"),
            key, TimeProvider.System, new PosixDisk(), NullLogger.Instance))
        {
            await Task.WhenAll(Enumerable.Range(0, Waiters).Select(_ => Task.Run(() => FillAsync(ledger, entries))));
        }

        Console.WriteLine($"{entries} entries after {Stopwatch.GetElapsedTime(since).TotalSeconds:F1} s");
    }

    private static async Task FillAsync(TransparencyLedger ledger, int entries)
    {
        while (Interlocked.Add(ref _next, 8) is var next && next <= entries)
        {
            for (var i = 0; i < 8; i += 2)
            {
                var transfer = Guid.CreateVersion7();
                if (i == 6)
                {
                    await AppendAsync(ledger, Refusal(transfer));
                    await AppendAsync(ledger, Refusal(Guid.CreateVersion7()));
                    break;
                }

                var statement = i == 0 && next % Rare < 8 ? RareStatement : Statements[(next / 8) % Statements.Length];
                await AppendAsync(ledger, Release(transfer, statement));
                await AppendAsync(ledger, new OutcomeEntry(transfer, null, 200, 12, 34, Delivered.Yes, null));
            }
        }
    }

    private static async Task AppendAsync(TransparencyLedger ledger, LedgerEntry entry) =>
        await ledger.AppendAsync(
            entry is ReleaseEntry
                ? LedgerRecord.Of(entry, BenchRecords.Context, TimeProvider.System, Annex)
                : LedgerRecord.Of(entry, BenchRecords.Context, TimeProvider.System),
            CancellationToken.None);

    private static ReleaseEntry Release(Guid transfer, ReadOnlyMemory<byte> statement) => new(
        transfer,
        Leg.Request,
        new EntryPeer.Certificate(Digest),
        Recipient,
        statement,
        "gateway=()",
        "gateway=:AA==:",
        Digest,
        Annex.Digest);

    private static RefusalEntry Refusal(Guid transfer) => new(
        transfer, RefusalCode.BodyMedia, false, new TurnBackPlace(Leg.Request, Caller, Route, null, null), null);

    private static ReadOnlyMemory<byte> Statement(string exporter, string category) => Encoding.UTF8.GetBytes(
        $$"""
        {"direction":"N2S","exporter":{"id":"{{exporter}}"},"recipient":{"id":"bank-hk"},"route":"push","category":"{{category}}","purpose":"account-opening","instrument":{"id":"gba-1"},"records":{"in":1,"out":1},"subjects":1}
        """);
}
