using System.Diagnostics;
using System.Globalization;
using Gateway.Ledger;

namespace Gateway.Benchmarks.Durable;

/// <summary>
/// Durable appends beside an fdatasync probe and beside databases, on one disk and in one run: the contestants take
/// turns of less than a second, so that a slow minute of the machine is a slow minute for all; a ratio is the median of
/// the ratios of each turn.
/// </summary>
internal static class DurableComparison
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.7);

    internal static async Task RunAsync(int rounds, int slowerMicroseconds)
    {
        var root = Environment.GetEnvironmentVariable("GATEWAY_BENCH_DISK") ?? Environment.CurrentDirectory;
        var folder = Path.Combine(root, $"durable-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            if (slowerMicroseconds > 0)
            {
                Console.WriteLine($"Every flush of the probe and of the ledger is made {slowerMicroseconds} µs longer.");
                var disk = new SlowDisk(slowerMicroseconds * 1000L);
                await CompareAsync(OnDisk(folder, disk), rounds);
                return;
            }

            using var server = PostgresServer.Start(folder);
            List<IDurableStore> stores =
            [
                .. OnDisk(folder, new PosixDisk()), new SqliteStore(folder, 1), new SqliteStore(folder, 64),
            ];
            foreach (var waiters in server is null ? [] : new[] { 1, 16, 64 })
            {
                stores.Add(await PostgresStore.OpenAsync(server!, waiters));
            }

            await CompareAsync(stores, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<IDurableStore> OnDisk(string folder, LedgerDisk disk) =>
        [new FlushProbe(folder, disk), new LedgerStore(folder, 1, disk), new LedgerStore(folder, 64, disk)];

    private static async Task CompareAsync(List<IDurableStore> stores, int rounds)
    {
        var turns = stores.ConvertAll(_ => new List<Figures>());
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < stores.Count; i++)
            {
                var figures = await MeasureAsync(stores[i]);
                if (round >= 0)
                {
                    turns[i].Add(figures);
                }
            }

            await Console.Error.WriteLineAsync($"round {round + 1} of {rounds}");
        }

        Print(stores, turns);
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    private static async Task<Figures> MeasureAsync(IDurableStore store)
    {
        var times = new List<double>[store.Waiters];
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, store.Waiters).Select(waiter => Task.Run(async () =>
        {
            times[waiter] = [];
            while (Stopwatch.GetElapsedTime(since) < Turn)
            {
                var begun = Stopwatch.GetTimestamp();
                await store.AppendAsync(waiter);
                times[waiter].Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            }
        })));
        var took = Stopwatch.GetElapsedTime(since);
        var all = times.SelectMany(list => list).Order().ToArray();
        return new Figures(all.Length * store.RecordsPerCall / took.TotalSeconds, all[all.Length / 2]);
    }

    private static void Print(List<IDurableStore> stores, List<List<Figures>> turns)
    {
        var record = BenchRecords.Next();
        Console.WriteLine($"Records of {record.Entry.Length + record.Annex.Span.Length} bytes.\n");
        Console.WriteLine("| | records/s | ÷ probe | p50 µs | ÷ probe |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        for (var i = 0; i < stores.Count; i++)
        {
            var pairs = turns[i].Zip(turns[0]).ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {stores[i].Name} | {Median(turns[i].Select(turn => turn.Rate)):F0} | {Median(pairs.Select(pair =>
                    pair.First.Rate / pair.Second.Rate)):F2} | {Median(turns[i].Select(turn =>
                    turn.Typical)):F0} | {Median(pairs.Select(pair => pair.First.Typical / pair.Second.Typical)):F2} |"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <param name="Rate">Records a second.</param>
    /// <param name="Typical">Half of the calls took at most so many microseconds.</param>
    private sealed record Figures(double Rate, double Typical);
}
