using Gateway.Ledger;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Durable;

/// <summary>The gateway's ledger: signed, hashed into its tree, annex beside it.</summary>
internal sealed class LedgerStore : IDurableStore
{
    private readonly Ed25519PrivateKey _key = Ed25519PrivateKey.Create(new byte[Ed25519.SeedSize]);
    private readonly TransparencyLedger _ledger;

    internal LedgerStore(string folder, int waiters, LedgerDisk disk)
    {
        Waiters = waiters;
        var settings = new LedgerSettings(
            Path.Combine(folder, $"ledger-{waiters}"), "gateway.bench.example", "gateway/bench");
        _ledger = TransparencyLedger.Open(settings, _key, TimeProvider.System, disk, NullLogger.Instance);
    }

    public string Name => $"ledger, {Waiters} waiting";

    public int Waiters { get; }

    public int RecordsPerCall => 1;

    public async Task AppendAsync(int waiter) =>
        _ = await _ledger.AppendAsync(BenchRecords.Next(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        _key.Dispose();
    }
}
