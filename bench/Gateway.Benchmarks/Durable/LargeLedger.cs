using System.Diagnostics;
using Gateway.Ledger;
using Gateway.Ledger.Verification;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Durable;

/// <summary>
/// What a ledger of many small entries costs whoever runs it: memory while it grows, the time until it is ready again
/// after a stop, and its verification.
/// </summary>
internal static class LargeLedger
{
    private const int Waiters = 64;
    private const int Lines = 10;

    internal static async Task RunAsync(int entries)
    {
        var root = Environment.GetEnvironmentVariable("GATEWAY_BENCH_DISK") ?? Environment.CurrentDirectory;
        var folder = Path.Combine(root, $"large-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            await GrowAsync(folder, entries);
            await ReopenAsync(folder);
            Verify(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task GrowAsync(string folder, int entries)
    {
        using var key = Key();
        await using var ledger = Open(folder, key);

        // A moment of work first: what the runtime takes for itself is no growth.
        await AppendAsync(ledger, Math.Min(entries, 100_000));
        var (idle, idleHeap) = Memory();
        Say($"at {Math.Min(entries, 100_000)} entries: {idle} MiB resident, {idleHeap} MiB of it objects");
        for (var line = 0; line < Lines; line++)
        {
            var since = Stopwatch.GetTimestamp();
            var part = (entries - Math.Min(entries, 100_000)) / Lines;
            await AppendAsync(ledger, part);
            var took = Stopwatch.GetElapsedTime(since);
            var (resident, heap) = Memory();
            Say($"{part} more: {part / took.TotalSeconds:F0} entries/s, {resident - idle:+0;-0} MiB resident, "
                + $"{heap - idleHeap:+0;-0} MiB of objects");
        }
    }

    private static async Task ReopenAsync(string folder)
    {
        using var key = Key();
        var since = Stopwatch.GetTimestamp();
        await using var ledger = Open(folder, key);
        Say($"ready again after {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F0} ms");
    }

    private static void Verify(string folder)
    {
        var since = Stopwatch.GetTimestamp();
        var verdict = LedgerVerifier.Verify(folder, null);
        var took = Stopwatch.GetElapsedTime(since);
        Say($"verified: {verdict.Size} entries, {verdict.Findings.Count} findings, "
            + $"{verdict.Size / took.TotalSeconds:F0} entries/s on {Environment.ProcessorCount} cores, {Memory().Resident} MiB resident");
    }

    private static Task AppendAsync(TransparencyLedger ledger, int entries) =>
        Task.WhenAll(Enumerable.Range(0, Waiters).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < entries / Waiters; i++)
            {
                await ledger.AppendAsync(BenchRecords.Request(), CancellationToken.None);
            }
        })));

    private static TransparencyLedger Open(string folder, Ed25519PrivateKey key) => TransparencyLedger.Open(
        new LedgerSettings(folder, "gateway.bench.example", "gateway/bench"),
        key, TimeProvider.System, new PosixDisk(), NullLogger.Instance);

    private static Ed25519PrivateKey Key() => Ed25519PrivateKey.Import(new byte[Ed25519.SeedSize]);

    private static (long Resident, long Heap) Memory()
    {
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        return (self.WorkingSet64 >> 20, GC.GetTotalMemory(forceFullCollection: true) >> 20);
    }

    private static void Say(string line) => Console.WriteLine(line);
}
