using BenchmarkDotNet.Attributes;
using Gateway.Ledger;
using Gateway.Ledger.Verification;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>
/// Verification of a ledger of 20 000 entries; the time is per entry. For the rate of one core let the runtime see one:
/// DOTNET_PROCESSOR_COUNT=1.
/// </summary>
public class VerifyBenchmarks
{
    private const int Entries = 20_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verify-bench-");

    /// <summary>Small entries, or releases with their annexes.</summary>
    [Params("request", "release")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        using var key = Ed25519PrivateKey.Create(new byte[Ed25519.SeedSize]);
        var settings = new LedgerSettings(_folder.FullName, "gateway.bench.example", "gateway/bench");
        await using var ledger = TransparencyLedger.Open(
            settings, key, TimeProvider.System, new PosixDisk(), NullLogger.Instance);
        for (var i = 1; i <= Entries; i++)
        {
            var record = Kind == "release" ? BenchRecords.Release() : BenchRecords.Request();
            if (i % 100 == 0)
            {
                // Now and then one that is waited for, so that what is given away does not pile up.
                _ = await ledger.AppendAsync(record, CancellationToken.None);
            }
            else
            {
                ledger.Enqueue(record);
            }
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _folder.Delete(recursive: true);

    [Benchmark(OperationsPerInvoke = Entries)]
    public long Verify()
    {
        var verdict = LedgerVerifier.Verify(_folder.FullName, null);
        return verdict.Findings.Count == 0
            ? verdict.Size
            : throw new InvalidOperationException(string.Join(", ", verdict.Findings));
    }
}
